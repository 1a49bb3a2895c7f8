"""Each rule set's own cases as one batch: the answers that the papers and the law give."""

import datetime
import decimal
import re

import almoner
import pyarrow as pa
import pytest

BOOK = almoner.Book()

# Cases whose facts change with the days, which no column holds.
WITH_DAYS = {"council-tax": 6, "nursery": 4}


class NoColumn(Exception):
    """What is written is not what a column holds, such as a value with days."""


def typed(written, ty):
    """A fact as a column has it, from a case's text."""
    if pa.types.is_list(ty) and pa.types.is_struct(ty.value_type):
        if written == "none":
            return []
        if not isinstance(written, list) or any("value" in record for record in written):
            raise NoColumn
        fields = {field.name: field.type for field in ty.value_type}
        return [{name: typed(value, fields[name]) for name, value in record.items()}
                for record in written]
    if not isinstance(written, str):
        raise NoColumn
    if pa.types.is_list(ty):
        return [] if written == "none" else re.split(r"[,+]\s*", written)
    if pa.types.is_boolean(ty):
        return {"yes": True, "true": True, "no": False, "false": False}[written.lower()]
    if pa.types.is_integer(ty):
        return int(written)
    if pa.types.is_decimal(ty):
        return decimal.Decimal(written.strip("£%").replace(",", ""))
    if pa.types.is_date(ty):
        try:
            return datetime.date.fromisoformat(written)
        except ValueError:
            raise NoColumn from None
    if pa.types.is_time(ty):
        return datetime.time.fromisoformat(written)
    return written


def rows(rule_set):
    """The cases that columns can hold, by the day by whose end all must be known."""
    schema = BOOK.schema(rule_set)
    groups = {}
    for case in BOOK.cases(rule_set):
        try:
            row = {name: typed(value, schema.field(name).type)
                   for name, value in case["facts"].items()}
        except (NoColumn, KeyError, ValueError, decimal.InvalidOperation):
            continue
        row["ref"] = case["says"]
        # A booking is asked about from its first day.
        row["on"] = datetime.date.fromisoformat(case["on"])
        groups.setdefault(case["known"], []).append((row, case["expect"]))
    return groups


@pytest.mark.parametrize("rule_set", BOOK.rule_sets)
def test_cases_in_one_batch(rule_set):
    schema = BOOK.schema(rule_set)
    held = 0
    for known, group in rows(rule_set).items():
        table = pa.Table.from_pylist([row for row, _ in group], schema=schema)
        batch = table.combine_chunks().to_batches()[0]
        answers = BOOK.answer_batch(rule_set, batch, known=known).to_pylist()
        assert [answer["ref"] for answer in answers] == [row["ref"] for row, _ in group]
        for answer, (row, expect) in zip(answers, group):
            held += 1
            outcome = expect.get("outcome", "").replace(" ", "_")
            # A list says no more than "refer" where a confidential fact decides.
            is_listed = rule_set == "head-start" and answer["outcome"] == "refer"
            if outcome and outcome != "alternatives" and not is_listed:
                assert answer["outcome"] == outcome, (row, answer)
            total = expect.get("total", "")
            if re.fullmatch(r"£?[0-9,]+\.[0-9]{2}", total):
                pounds = decimal.Decimal(total.strip("£").replace(",", ""))
                assert answer["total_min"] == answer["total_max"] == pounds, (row, answer)
            if total == "nothing to pay":
                assert answer["total_min"] in (None, 0), (row, answer)
    assert held == len(BOOK.cases(rule_set)) - WITH_DAYS.get(rule_set, 0)
    assert held > 20
