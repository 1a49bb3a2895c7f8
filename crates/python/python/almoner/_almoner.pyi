from typing import Any, Optional

__version__: str

class Book:
    def __init__(self, path: Optional[str] = None) -> None: ...
    @property
    def rule_sets(self) -> list[str]: ...
    def schema(self, rule_set: str) -> Any: ...
    def answer_schema(self, rule_set: str, reasons: bool = False) -> Any: ...
    def cases_json(self, rule_set: str) -> str: ...
    def answer_json(
        self,
        rule_set: str,
        facts: str,
        on: Optional[str] = None,
        known: Optional[str] = None,
        trace: bool = True,
    ) -> str: ...
    def answer_record_batch(
        self,
        rule_set: str,
        batch: Any,
        on: Optional[str] = None,
        known: Optional[str] = None,
        reasons: bool = False,
    ) -> Any: ...
