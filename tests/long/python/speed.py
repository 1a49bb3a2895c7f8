"""Prints what a row costs from Arrow columns to Arrow columns, in nanoseconds of one processor:
music lessons, and each rule set's own cases, repeated.

    pip install dist/almoner-*.whl pyarrow
    taskset -c 0 python tests/long/python/speed.py [ROWS]

Cases are chosen to be hard: many lack a fact or are bookings, which columns leave to be answered
by themselves. Processor time counts, so that other work on the machine matters less; the best of
three runs.
"""

import pathlib
import sys
import time

import almoner
import pyarrow as pa
import pyarrow.compute

sys.path.insert(0, str(pathlib.Path(__file__).parents[3] / "crates/python/tests"))

from population import ON, lessons
from test_cases import rows as cases_of


def best(work) -> float:
    times = []
    for _ in range(3):
        began = time.process_time()
        work()
        times.append(time.process_time() - began)
    return min(times)


def main() -> None:
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 20_000
    book = almoner.Book()
    table = lessons(10 * count)
    settled = table.filter(pa.compute.is_valid(table["key_stage"]))
    batch = settled.drop_columns(["ref"]).combine_chunks().to_batches()[0]
    for reasons in (False, True):
        took = best(lambda: book.answer_batch("music", batch, on=ON, reasons=reasons))
        name = "music lessons, with reasons" if reasons else "music lessons"
        print(f"{name:28} {took * 1e9 / batch.num_rows:9.0f} ns/row")
    for rule_set in book.rule_sets:
        own = [row for group in cases_of(rule_set).values() for row, _ in group]
        own = (own * (count // len(own) + 1))[:count]
        batch = pa.Table.from_pylist(own, schema=book.schema(rule_set))
        batch = batch.combine_chunks().to_batches()[0]
        took = best(lambda: book.answer_batch(rule_set, batch))
        print(f"{rule_set + ', its cases':28} {took * 1e9 / count:9.0f} ns/row")


if __name__ == "__main__":
    main()
