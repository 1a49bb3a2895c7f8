"""Prints one total from the command line, Python, Polars, pandas, DuckDB, DataFusion and
PySpark, and fails where they differ.

    pip install dist/almoner-*.whl pyarrow polars pandas duckdb datafusion pyspark
    python tests/long/python/reach.py [ROWS] [ALMONER]

ALMONER is the command to compare with, if it is not on the path. The rows are music lessons of
people who do not exist; a fifth of them lack a fact.
"""

import csv
import decimal
import glob
import io
import pathlib
import shutil
import subprocess
import sys
import tempfile
import time

import almoner
import duckdb
import pandas as pd
import polars as pl
import pyarrow as pa
import pyarrow.parquet as pq

from population import ON, lessons

ROOT = pathlib.Path(__file__).parents[3]


def by_command(almoner_command: str, table: pa.Table) -> decimal.Decimal:
    with tempfile.TemporaryDirectory() as folder:
        cases = pathlib.Path(folder, "cases.csv")
        plain = table.to_pandas()
        for column in ("free_school_meals", "pupil_premium"):
            plain[column] = plain[column].map({True: "yes", False: "no"})
        plain["key_stage"] = plain["key_stage"].astype("Int64")
        plain.to_csv(cases, index=False)
        answers = pathlib.Path(folder, "answers.csv")
        subprocess.run([almoner_command, "batch", "music", "--in", cases, "--out", answers,
                        "--on", ON], check=True, stderr=subprocess.DEVNULL)
        rows = csv.DictReader(io.StringIO(answers.read_text()))
        return sum((decimal.Decimal(row["total"]) for row in rows if row["total"]),
                   decimal.Decimal(0))


def by_datafusion(book: almoner.Book, path: str) -> decimal.Decimal:
    import datafusion

    context = datafusion.SessionContext()
    context.register_parquet("lessons", path)
    batches = (batch.to_pyarrow() for batch in
               context.sql("select * from lessons").execute_stream())
    answers = pa.Table.from_batches(book.answer_batches("music", batches, on=ON))
    return pl.from_arrow(answers)["total_min"].sum()


def by_spark(path: str) -> decimal.Decimal:
    with tempfile.TemporaryDirectory() as folder:
        out = pathlib.Path(folder, "answers")
        program = ROOT / "examples/spark/answer.py"
        printed = subprocess.run([sys.executable, program, path, out, "--on", ON], check=True,
                                 capture_output=True, text=True).stdout
        return decimal.Decimal(printed.split("total: £")[1].strip())


def main() -> int:
    rows = int(sys.argv[1]) if len(sys.argv) > 1 else 100_000
    command = sys.argv[2] if len(sys.argv) > 2 else shutil.which("almoner")
    book = almoner.Book()
    table = lessons(rows)
    con = duckdb.connect()
    with tempfile.TemporaryDirectory() as folder:
        data = pathlib.Path(folder, "lessons")
        data.mkdir()
        half = rows // 2
        pq.write_table(table.slice(0, half), data / "1.parquet")
        pq.write_table(table.slice(half), data / "2.parquet")
        files = glob.glob(f"{data}/*.parquet")

        def by_duckdb():
            answers = almoner.duckdb(book, "music", con.sql(f"from '{data}/*.parquet'"), on=ON)
            return con.cursor().sql("select sum(total_min) from answers").fetchall()[0][0]

        ways = {
            "Python, one table": lambda: pl.from_arrow(
                book.answer_table("music", table, on=ON))["total_min"].sum(),
            "Polars, lazy": lambda: almoner.polars(
                book, "music", pl.scan_parquet(files), on=ON,
            ).select(pl.col("total_min").sum()).collect().item(),
            "pandas": lambda: almoner.pandas(
                book, "music", table.to_pandas(types_mapper=pd.ArrowDtype), on=ON,
            )["total_min"].sum(),
            "DuckDB": by_duckdb,
            "DataFusion": lambda: by_datafusion(book, str(data)),
            "PySpark, local[2]": lambda: by_spark(str(data)),
        }
        if command:
            ways["command line, CSV"] = lambda: by_command(command, table)
        totals = {}
        for name, way in ways.items():
            began = time.perf_counter()
            totals[name] = decimal.Decimal(str(way()))
            print(f"{name:20} £{totals[name]:,}  {time.perf_counter() - began:.2f} s")
    if len(set(totals.values())) != 1:
        print("the totals differ", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
