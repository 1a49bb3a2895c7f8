"""A council's fees and entitlements on whole tables.

>>> import almoner
>>> book = almoner.Book()
>>> answer = book.answer("music", {"lessons": 10, "minutes": 20, "pupils": 2,
...     "free_school_meals": True, "key_stage": 2}, on="2018-05-01")
>>> answer["total"]
'25.00'

Tables go in and out as Arrow, so that Polars, pandas, DuckDB, DataFusion and Spark need no
copy of the rules: see :class:`Book`, :func:`polars`, :func:`pandas`, :func:`duckdb` and
:func:`spark`.
"""

from __future__ import annotations

import json as _json
from typing import Any, Callable, Iterable, Iterator, Mapping, Optional

from . import _almoner
from ._almoner import __version__

__all__ = ["Book", "polars", "pandas", "duckdb", "spark", "__version__"]


class Book:
    """A council's rules and prices, checked and ready to answer.

    ``Book()`` is the built-in book, ``Book(path)`` that in a folder with ``rules`` and
    ``tariffs`` in it. A book is never changed, and may be shared by threads. It is pickled
    by its path, so that Spark can send it to its workers.

    Raises ``OSError`` where the folder cannot be read, and ``ValueError`` with every mistake
    where the files are wrong.
    """

    def __init__(self, path: Optional[str] = None) -> None:
        self._path = None if path is None else str(path)
        self._book = _almoner.Book(self._path)

    def __reduce__(self):
        return (Book, (self._path,))

    def __repr__(self) -> str:
        return repr(self._book)

    @property
    def rule_sets(self) -> list[str]:
        """The names of the rule sets."""
        return self._book.rule_sets

    def schema(self, rule_set: str):
        """The columns that tables of a rule set can have, as a ``pyarrow.Schema``.

        ``ref`` comes back with each answer, ``on`` is the day that a row is about (date32).
        All others are facts: yes or no is bool, a whole number int64, an amount
        decimal128(18, 2), a day date32, an option a dictionary of text, several options
        list<text>, a list of records list<struct>. Any column may be left out, and a null is
        a fact that is not known. Integers of any size, decimals with up to six places, and
        plain or large text are taken too. Floats are not: they are not exact.
        """
        import pyarrow

        return pyarrow.schema(self._book.schema(rule_set))

    def answer_schema(self, rule_set: str, reasons: bool = False):
        """The columns of the answers, as a ``pyarrow.Schema``.

        ``outcome`` is text (``quoted``, ``undetermined``, ``eligible``, …) and null where
        there is no answer; ``total_min`` and ``total_max`` are decimal128(18, 2), the same
        unless a price is a range, and null while the total is not settled; ``missing`` is the
        names of the facts that are needed; ``problem`` says why a row has no answer.
        With ``reasons``, ``lines`` is a struct of what each line comes to, or ``criteria`` one
        of how each criterion stands (``met``, ``not_met``, ``undetermined``, ``refer``,
        ``does_not_apply``).
        """
        import pyarrow

        return pyarrow.schema(self._book.answer_schema(rule_set, reasons))

    def cases(self, rule_set: str) -> list[dict[str, Any]]:
        """The cases that a rule set must answer: what each ``says``, the day (``on``), the day
        by whose end all must be ``known`` or None, the ``facts`` as they are written, and what
        the council's paper or the law makes of them (``expect``, by name).
        """
        return _json.loads(self._book.cases_json(rule_set))

    def answer(
        self,
        rule_set: str,
        facts: Mapping[str, Any],
        on: Optional[str] = None,
        known: Optional[str] = None,
        trace: bool = True,
    ) -> dict[str, Any]:
        """One answer as a dict: that of ``almoner quote --format json``.

        Give amounts and percentages as text (``"7.20"``), days as ``"2018-05-01"`` or
        ``datetime.date``. Raises ``ValueError`` with everything that is wrong.
        """
        text = _json.dumps(dict(facts), default=str)
        day = None if on is None else str(on)
        known = None if known is None else str(known)
        return _json.loads(self._book.answer_json(rule_set, text, day, known, trace))

    def answer_batch(
        self,
        rule_set: str,
        batch: Any,
        on: Optional[str] = None,
        known: Optional[str] = None,
        reasons: bool = False,
    ):
        """Answers every row of a record batch, on all cores, and keeps their order.

        ``batch`` is anything with the Arrow PyCapsule interface for a record batch:
        ``pyarrow.RecordBatch``, a struct array. ``on`` is the day for rows that name none.
        Gives a ``pyarrow.RecordBatch`` with ``ref``, if the batch has one, and the columns of
        :meth:`answer_schema`. Raises ``KeyError`` for a column that is no fact and
        ``TypeError`` for one of another type; what is wrong with one row is in ``problem``.
        """
        import pyarrow

        answered = self._book.answer_record_batch(
            rule_set,
            batch,
            None if on is None else str(on),
            None if known is None else str(known),
            reasons,
        )
        return pyarrow.record_batch(answered)

    def answer_batches(
        self, rule_set: str, batches: Iterable[Any], **options: Any
    ) -> Iterator[Any]:
        """Answers a stream of record batches, one after the other: memory stays flat."""
        for batch in batches:
            yield self.answer_batch(rule_set, batch, **options)

    def answer_table(self, rule_set: str, table: Any, **options: Any):
        """Answers a ``pyarrow.Table``."""
        import pyarrow

        batches = list(self.answer_batches(rule_set, table.to_batches(), **options))
        if batches:
            return pyarrow.Table.from_batches(batches)
        return self.answer_schema(rule_set, options.get("reasons", False)).empty_table()


def polars(book: Book, rule_set: str, frame: Any, **options: Any):
    """Answers a Polars ``DataFrame``, or each batch of a ``LazyFrame``.

    ``almoner.polars(book, "music", pl.scan_parquet("lessons.parquet"))``
    """
    import polars as pl

    def answer(part):
        return pl.from_arrow(book.answer_table(rule_set, part.to_arrow(), **options))

    if isinstance(frame, pl.LazyFrame):
        empty = book.answer_schema(rule_set, options.get("reasons", False)).empty_table()
        schema = dict(pl.from_arrow(empty).schema)
        columns = frame.collect_schema()
        if "ref" in columns:
            schema = {"ref": columns["ref"], **schema}
        return frame.map_batches(answer, schema=schema, streamable=True)
    return answer(frame)


def pandas(book: Book, rule_set: str, frame: Any, **options: Any):
    """Answers a pandas ``DataFrame``; amounts come back exact, as Arrow decimals."""
    import pandas as pd
    import pyarrow

    schema = book.schema(rule_set)
    known = [schema.field(name) for name in frame.columns if name in schema.names]
    own = pyarrow.Table.from_pandas(frame, preserve_index=False)
    for field in known:
        column = own.schema.get_field_index(field.name)
        if field.name != "ref":
            own = own.set_column(column, field.name, own.column(column).cast(field.type))
    answered = book.answer_table(rule_set, own.replace_schema_metadata(None), **options)
    return answered.to_pandas(types_mapper=pd.ArrowDtype)


def duckdb(book: Book, rule_set: str, relation: Any, rows: int = 65536, **options: Any):
    """Answers a DuckDB relation as a stream: a ``pyarrow.RecordBatchReader``, which DuckDB
    reads as a table.

    ``answers = almoner.duckdb(book, "music", con.sql("from 'lessons.parquet'"))``, then
    ``con.cursor().sql("select sum(total_min) from answers")``: rows are read while they are
    answered, so the query needs a cursor of its own.
    """
    import pyarrow

    # Its name since DuckDB 1.4, and before.
    read = getattr(relation, "to_arrow_reader", None) or relation.fetch_record_batch
    reader = read(rows)
    schema = book.answer_schema(rule_set, options.get("reasons", False))
    if "ref" in reader.schema.names:
        schema = pyarrow.schema([reader.schema.field("ref"), *schema])
    answered = book.answer_batches(rule_set, reader, **options)
    return pyarrow.RecordBatchReader.from_batches(schema, answered)


def spark(book: Book, rule_set: str, **options: Any) -> Callable[[Iterator[Any]], Iterator[Any]]:
    """What Spark's ``mapInArrow`` calls for each partition.

    ``frame.mapInArrow(almoner.spark(book, "music"), schema)``, with the schema of
    ``pyspark.sql.pandas.types.from_arrow_schema(book.answer_schema("music"))``. Rows are
    answered where they are: a partition that is lost is answered again, with the same rows.
    """

    def answer(batches: Iterator[Any]) -> Iterator[Any]:
        return book.answer_batches(rule_set, batches, **options)

    return answer
