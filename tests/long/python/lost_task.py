"""Answers a partitioned Parquet data set with Spark, loses a worker in the middle of a task,
and fails unless the rows are those of a run in which nothing was lost.

    pip install dist/almoner-*.whl pyarrow pyspark
    python tests/long/python/lost_task.py [ROWS]

The first attempt at each partition answers some rows and ends its Python process, as a machine
that goes down does; Spark gives the partition to another worker.
"""

import os
import pathlib
import sys
import tempfile

import almoner
import pyarrow as pa
import pyarrow.parquet as pq
from pyspark import TaskContext
from pyspark.sql import SparkSession
from pyspark.sql.pandas.types import from_arrow_schema

from population import ON, lessons


def losing(answer):
    """The same answers, from a process that ends on the first attempt."""

    def answer_and_end(batches):
        for batch in answer(batches):
            yield batch
            if TaskContext.get().attemptNumber() == 0:
                os._exit(1)

    return answer_and_end


def main() -> int:
    rows = int(sys.argv[1]) if len(sys.argv) > 1 else 100_000
    os.environ.setdefault("PYSPARK_PYTHON", sys.executable)
    # Two at a time, and four attempts at each task.
    session = SparkSession.builder.master("local[2,4]").appName("almoner")
    spark = session.config("spark.sql.execution.arrow.maxRecordsPerBatch", 4096).getOrCreate()
    spark.sparkContext.setLogLevel("OFF")
    book = almoner.Book()
    fields = [book.schema("music").field("ref"), *book.answer_schema("music")]
    schema = from_arrow_schema(pa.schema(fields))
    answer = almoner.spark(book, "music", on=ON)
    with tempfile.TemporaryDirectory() as folder:
        data = pathlib.Path(folder, "lessons")
        data.mkdir()
        table = lessons(rows)
        for part in range(4):
            first, last = rows * part // 4, rows * (part + 1) // 4
            pq.write_table(table.slice(first, last - first), data / f"{part}.parquet")
        found = {}
        for name, way in [("whole", answer), ("lost", losing(answer))]:
            out = str(pathlib.Path(folder, name))
            spark.read.parquet(str(data)).mapInArrow(way, schema).write.parquet(out)
            found[name] = pq.read_table(out).sort_by("ref")
    tracker = spark.sparkContext.statusTracker()
    jobs = [tracker.getJobInfo(job) for job in tracker.getJobIdsForGroup(None)]
    stages = [tracker.getStageInfo(stage) for job in jobs for stage in job.stageIds]
    failed = sum(stage.numFailedTasks for stage in stages if stage)
    spark.stop()
    same = found["whole"].equals(found["lost"])
    print(f"{found['lost'].num_rows} rows, {failed} attempts lost: "
          f"{'the same rows' if same else 'OTHER ROWS'}")
    return int(not same or failed == 0 or found["lost"].num_rows != rows)


if __name__ == "__main__":
    sys.exit(main())
