"""The package: types, answers, errors, and that a batch is its single answers."""

import datetime
import decimal
import doctest
import json
import pathlib
import pickle

import almoner
import polars as pl
import pyarrow as pa
import pytest

HERE = pathlib.Path(__file__).parent


@pytest.fixture(scope="module")
def book():
    return almoner.Book()


def lessons(**columns):
    rows = len(next(iter(columns.values()))) if columns else 2
    facts = {
        "lessons": [10] * rows,
        "minutes": [20] * rows,
        "pupils": [2] * rows,
        "free_school_meals": [True] * rows,
        "key_stage": [2] * rows,
    }
    return pa.record_batch({**facts, **columns})


def test_readme_and_docstrings_answer_as_printed():
    readme = doctest.testfile(str(HERE.parent / "README.md"), module_relative=False,
                              globs={"Decimal": decimal.Decimal})
    assert readme.attempted > 10 and readme.failed == 0
    module = doctest.testmod(almoner)
    assert module.attempted > 2 and module.failed == 0


def test_answers_have_the_types_of_the_schema(book):
    for rule_set in book.rule_sets:
        empty = book.schema(rule_set).empty_table()
        for reasons in (False, True):
            answers = book.answer_table(rule_set, empty, reasons=reasons)
            own = [field for field in answers.schema if field.name != "ref"]
            assert own == list(book.answer_schema(rule_set, reasons))


def test_batch_is_the_single_answer(book):
    """30 minutes and 45, one pupil to four, three key stages and none."""
    rows = [
        {"ref": str(number), "on": datetime.date(2017 + number % 2, 6, 1 + number % 28),
         "lessons": 1 + number % 30, "minutes": [15, 20, 30, 45][number % 4],
         "pupils": 1 + number % 5, "free_school_meals": number % 3 == 0,
         "key_stage": [None, 1, 2, 3][number % 4], "pupil_premium": [None, True, False][number % 3]}
        for number in range(500)
    ]
    schema = book.schema("music")
    table = pa.Table.from_pylist(rows, schema=pa.schema([schema.field(name) for name in rows[0]]))
    answers = book.answer_table("music", table).to_pylist()
    assert [answer["ref"] for answer in answers] == [row["ref"] for row in rows]
    for row, answer in zip(rows, answers):
        facts = {name: value for name, value in row.items()
                 if name not in ("ref", "on") and value is not None}
        single = book.answer("music", facts, on=row["on"], trace=False)
        assert answer["outcome"] == single["outcome"], row
        total = single["total"] and decimal.Decimal(single["total"])
        assert answer["total_min"] == total, row
        assert answer["missing"] == [it["fact"] for it in single["missing"]], row


def test_every_penny_of_tuition(book):
    """All 40,320 ways to share a lesson, in whole pennies: an hour costs £30.00 (item 12,
    §4.11). A lesson's price for one pupil is rounded to the penny, half a penny up; half of the
    total, so rounded, is for free school meals from Key Stage 2, or Pupil Premium."""
    rows = [(count, 5 * fives, pupils, meals, stage, premium)
            for count in range(1, 41) for fives in range(1, 19) for pupils in range(1, 9)
            for meals, stage, premium in [(False, None, False), (False, None, True),
                                          (True, 0, False), (True, 1, False), (True, 1, True),
                                          (True, 2, False), (True, 5, True)]]
    assert len(rows) == 40_320
    names = ["lessons", "minutes", "pupils", "free_school_meals", "key_stage", "pupil_premium"]
    table = pa.table(dict(zip(names, (list(column) for column in zip(*rows)))))
    answers = book.answer_table("music", table, on="2018-05-01", reasons=True)
    half_up = lambda over, under: (2 * over + under) // (2 * under)
    meant = []
    for count, minutes, pupils, meals, stage, premium in rows:
        total = half_up(3000 * minutes, 60 * pupils) * count
        reduced = meals and stage >= 2 or premium
        meant.append(decimal.Decimal(half_up(total, 2) if reduced else total) / 100)
    assert answers.column("total_min").to_pylist() == meant
    assert answers.column("total_max").to_pylist() == meant
    tuition = [lines["tuition"] for lines in answers.column("lines").to_pylist()]
    assert tuition == meant


def test_confidential_facts_decide_without_being_said(book):
    """A conviction makes it a case for the panel; the row says no more than that."""
    references = [{"kind": "training", "relative": None}, {"kind": "character", "relative": False}]
    yes = [True, True]
    batch = pa.record_batch({
        "date_of_birth": pa.array([datetime.date(1998, 3, 1)] * 2),
        "in_care_or_care_leaver": yes, "supported_by_inspire": yes,
        "in_education_employment_or_training": yes, "is_employed": [False, False],
        "references": pa.array([references] * 2),
        "unspent_convictions": pa.array([[], ["violence"]], pa.list_(pa.string())),
        "eligible_for_social_housing": yes, "agrees_to_conditions": yes,
    })
    answers = book.answer_batch("head-start", batch, on="2018-06-15", reasons=True).to_pylist()
    assert [answer["outcome"] for answer in answers] == ["eligible", "refer"]
    assert answers[0]["criteria"]["offences"] is None
    assert set(answers[1]["criteria"].values()) == {None}
    assert answers[1]["missing"] == [] and answers[1]["problem"] is None


def test_day_of_a_row_comes_before_the_day_of_all(book):
    on = [datetime.date(2017, 5, 1), None]
    batch = lessons(on=pa.array(on, pa.date32()), pupils=[1, 1])
    answers = book.answer_batch("music", batch, on="1990-01-01")
    assert answers.column("outcome").to_pylist() == ["quoted", None]
    assert "1990" in answers.column("problem").to_pylist()[1]


def test_lists_are_structures(book):
    kinds = pa.array([[{"kind": "training", "relative": None},
                       {"kind": "character", "relative": False}], [], None])
    batch = pa.record_batch({
        "date_of_birth": pa.array([datetime.date(1998, 1, 1)] * 3),
        "references": kinds,
    })
    answers = book.answer_batch("head-start", batch, on="2018-06-15", reasons=True)
    criteria = answers.column("criteria").to_pylist()
    standings = [row["character_reference"] for row in criteria]
    assert standings[0] == "met" and standings[2] == "undetermined"


def test_text_types_are_all_taken(book):
    texts = ["guitar", "other", "none"]
    types = [pa.string(), pa.large_string(), pa.string_view(),
             pa.dictionary(pa.int32(), pa.string())]
    found = set()
    for ty in types:
        batch = lessons(instrument=pa.array(texts, pa.string()).cast(ty),
                        loan_terms=[1, 1, 1], first_instrument=[False] * 3)
        answers = book.answer_batch("music", batch, on="2018-05-01")
        found.add(json.dumps(answers.to_pylist(), default=str))
    assert len(found) == 1


def test_columns_that_cannot_be_facts_are_named(book):
    with pytest.raises(KeyError, match="did you mean `minutes`"):
        book.answer_batch("music", lessons(minuets=[20, 20]), on="2018-05-01")
    with pytest.raises(TypeError, match="`minutes` is Float64, and must be a whole number"):
        book.answer_batch("music", lessons(minutes=[20.0, 20.0]), on="2018-05-01")
    with pytest.raises(TypeError, match="exact"):
        book.answer_batch("music", lessons(exam_fee=[20.5, 1.0]), on="2018-05-01")
    with pytest.raises(KeyError, match="no rule set"):
        book.answer_batch("musik", lessons(), on="2018-05-01")
    with pytest.raises(ValueError, match="not a day"):
        book.answer_batch("music", lessons(), on="31 June")
    with pytest.raises(ValueError, match="/minuets"):
        book.answer("music", {"minuets": 20}, on="2018-05-01")
    with pytest.raises(OSError):
        almoner.Book("/no/such/folder")


def test_book_goes_to_other_processes(book):
    again = pickle.loads(pickle.dumps(book))
    assert again.rule_sets == book.rule_sets


def test_lazy_frame_streams(book, tmp_path):
    frame = pl.DataFrame({"lessons": [10] * 5000, "minutes": [30] * 5000, "pupils": [1] * 5000,
                          "free_school_meals": [False] * 5000, "pupil_premium": [False] * 5000})
    path = tmp_path / "lessons.parquet"
    frame.write_parquet(path)
    answers = almoner.polars(book, "music", pl.scan_parquet(path), on="2018-05-01")
    # 10 lessons of half an hour at £30.00 an hour are £150.00.
    assert answers.select(pl.col("total_min").sum()).collect().item() == 5000 * 150

