"""Answers a partitioned Parquet data set with Spark: the same checked rules in every worker.

    python examples/spark/answer.py IN OUT [--rule-set music] [--on 2018-05-01] [--master local[2]]

IN is a folder of Parquet files whose columns are facts (`almoner.Book().schema(...)`), with
`ref` and `on` if there are any. OUT gets the answers, a file for each partition.

On a cluster nothing changes but `--master` (or `spark-submit`) and that the wheel must be on the
workers: `--archives` with a packed environment, or `pip install` in their image. A book of your
own must be in a folder that every worker sees; the built-in book needs none. A task that is
lost is run again by Spark on the same partition, and gives the same rows: an answer depends on
the row, the book and the day, and on nothing else.
"""

import argparse
import os
import sys

import almoner
import pyarrow
from pyspark.sql import SparkSession, functions
from pyspark.sql.pandas.types import from_arrow_schema


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("data")
    parser.add_argument("answers")
    parser.add_argument("--rule-set", default="music")
    parser.add_argument("--on")
    parser.add_argument("--book")
    parser.add_argument("--master", default="local[2]")
    given = parser.parse_args()

    # Workers of this machine run the same Python; on a cluster the variable says which.
    os.environ.setdefault("PYSPARK_PYTHON", sys.executable)
    session = SparkSession.builder.master(given.master).appName("almoner")
    spark = session.config("spark.sql.execution.arrow.maxRecordsPerBatch", 65536).getOrCreate()
    spark.sparkContext.setLogLevel("ERROR")
    book = almoner.Book(given.book)
    frame = spark.read.parquet(given.data)

    fields = list(book.answer_schema(given.rule_set))
    if "ref" in frame.columns:
        fields.insert(0, book.schema(given.rule_set).field("ref"))
    schema = from_arrow_schema(pyarrow.schema(fields))
    answer = almoner.spark(book, given.rule_set, on=given.on)
    frame.mapInArrow(answer, schema).write.mode("error").parquet(given.answers)

    answers = spark.read.parquet(given.answers)
    counts = answers.groupBy("outcome").agg(functions.count("*").alias("rows"))
    for row in sorted(counts.collect(), key=lambda row: str(row.outcome)):
        print(f"{row.outcome}: {row.rows} rows")
    if "total_min" in answers.columns:
        total = answers.agg(functions.sum("total_min")).first()[0]
        print(f"total: £{total}")
    spark.stop()


if __name__ == "__main__":
    main()
