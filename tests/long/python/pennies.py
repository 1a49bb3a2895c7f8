"""Sets almoner next to Polars and DuckDB on the same music lessons: how long each takes, and
how many of its amounts are wrong.

    pip install dist/almoner-*.whl pyarrow polars duckdb
    python tests/long/python/pennies.py [ROWS]

Polars and DuckDB calculate what an analyst types who reads the paper: the price of an hour,
shared by the minutes and the pupils, rounded to the penny, times the lessons, half of it for
those who qualify, rounded again. What is right is calculated in whole numbers, half a penny up.
Each runs on all cores and on a table in memory; the best of three runs counts. Fails where
almoner is wrong, or where it has another answer on the second run.
"""

import random
import sys
import time

import almoner
import duckdb
import polars as pl
import pyarrow as pa

ON = "2018-05-01"

# The price of an hour on that day, in pennies (item 12, §4.11).
HOUR = 3000

SQL = """
    select case when (free_school_meals and key_stage >= 2) or pupil_premium
        then round(round({hour} / 60 * minutes / pupils, 2) * lessons * 0.5, 2)
        else round(round({hour} / 60 * minutes / pupils, 2) * lessons, 2) end as total
    from lessons
"""


def lessons(rows: int) -> pa.Table:
    chance = random.Random(1)
    whole = lambda choices: pa.array([chance.choice(choices) for _ in range(rows)], pa.int64())
    yes = lambda share: [chance.random() < share for _ in range(rows)]
    return pa.table({
        "lessons": whole(range(1, 41)),
        "minutes": whole(range(10, 95, 5)),
        "pupils": whole(range(1, 9)),
        "free_school_meals": yes(0.3),
        "key_stage": whole(range(0, 6)),
        "pupil_premium": yes(0.2),
    })


def half_up(over: int, under: int) -> int:
    return (2 * over + under) // (2 * under)


def right(table: pa.Table) -> list[int]:
    """The total of each row in pennies, in whole numbers."""
    totals = []
    for row in zip(*(table.column(name).to_pylist() for name in table.column_names)):
        count, minutes, pupils, meals, stage, premium = row
        total = half_up(HOUR * minutes, 60 * pupils) * count
        totals.append(half_up(total, 2) if meals and stage >= 2 or premium else total)
    return totals


def best(way):
    times, found = [], None
    for _ in range(3):
        began = time.perf_counter()
        found = way()
        times.append(time.perf_counter() - began)
    return min(times), found


def pennies(amounts) -> list[int]:
    return [round(amount * 100) for amount in amounts.to_pylist()]


def main() -> int:
    rows = int(sys.argv[1]) if len(sys.argv) > 1 else 1_000_000
    table = lessons(rows)
    expected = right(table)
    book = almoner.Book()
    batch = table.combine_chunks().to_batches()[0]
    frame = pl.from_arrow(table)
    connection = duckdb.connect()
    connection.register("lessons", table)
    reduced = (pl.col("free_school_meals") & (pl.col("key_stage") >= 2)) | pl.col("pupil_premium")
    share = (HOUR / 100 / 60 * pl.col("minutes") / pl.col("pupils")).round(2)
    gross = share * pl.col("lessons")
    typed = pl.when(reduced).then((gross * 0.5).round(2)).otherwise(gross.round(2))
    ways = {
        "almoner": lambda: book.answer_batch("music", batch, on=ON).column("total_min"),
        "Polars, typed": lambda: frame.select(typed.alias("total"))["total"].to_arrow(),
        "DuckDB, doubles": lambda: connection.sql(
            SQL.format(hour=f"{HOUR / 100}::double")).to_arrow_table().column("total"),
        "DuckDB, decimals": lambda: connection.sql(
            SQL.format(hour=f"{HOUR / 100}")).to_arrow_table().column("total"),
    }
    wrong_here = 0
    for name, way in ways.items():
        took, found = best(way)
        amounts = pennies(found)
        wrong = sum(amount != meant for amount, meant in zip(amounts, expected))
        total = sum(amounts)
        print(f"{name:18} {took * 1e9 / rows:7.1f} ns/row  {wrong:8,} wrong  "
              f"£{total // 100:,}.{total % 100:02}")
        if name == "almoner":
            wrong_here = wrong
    total = sum(expected)
    print(f"{'in whole numbers':18} {'':14}  {0:8,} wrong  £{total // 100:,}.{total % 100:02}")
    return int(wrong_here > 0)


if __name__ == "__main__":
    sys.exit(main())
