"""One Spark for all tests: takes commands as JSON lines on stdin, answers each with one on stdout.

{"id", "views": {name: parquet path}, "sql", "out"}  runs a query, writes its rows as Parquet
{"id", "script", "argv", "folder"}                   runs an exported program in a folder
with "plan": true                                    answers with the physical plans, and runs nothing
"""

import contextlib
import logging
import os

from pyspark.sql import DataFrameWriter, SparkSession
from worker import run_program, serve

# Errors come back as answers; Spark's own log of them is pages long.
logging.getLogger("SQLQueryContextLogger").disabled = True

spark = (
    SparkSession.builder.master(os.environ.get("SLUICE_SPARK_MASTER", "local[2]"))
    .config("spark.sql.session.timeZone", "UTC")
    .config("spark.sql.timestampType", "TIMESTAMP_NTZ")
    .config("spark.sql.ansi.enabled", "true")
    .config("spark.sql.shuffle.partitions", "3")
    .config("spark.ui.enabled", "false")
    .config("spark.ui.showConsoleProgress", "false")
    .config("spark.driver.bindAddress", "127.0.0.1")
    .config("spark.driver.host", "127.0.0.1")
    .config("spark.driver.memory", "2g")
    .config("spark.sql.warehouse.dir", os.environ["SLUICE_SPARK_SCRATCH"])
    .getOrCreate()
)
spark.sparkContext.setLogLevel("OFF")

# Exported programs stop their session at the end: this one is shared.
stop_session = SparkSession.stop
SparkSession.stop = lambda self: None


# Adaptive execution would hide the plan, and tables of this size would all be broadcast.
PLANNING = {
    "spark.sql.adaptive.enabled": "false",
    "spark.sql.autoBroadcastJoinThreshold": "-1",
    "spark.sql.debug.maxToStringFields": "10000",
}


@contextlib.contextmanager
def planning():
    """Collects the plans of what would be written."""
    plans = []
    before = {name: spark.conf.get(name) for name in PLANNING}
    write = DataFrameWriter.parquet

    def keep_plan(writer, *_, **__):
        plans.append(plan_of(writer._df))

    try:
        DataFrameWriter.parquet = keep_plan
        for name, value in PLANNING.items():
            spark.conf.set(name, value)
        yield plans
    finally:
        DataFrameWriter.parquet = write
        for name, value in before.items():
            spark.conf.set(name, value)


def plan_of(frame):
    return frame._jdf.queryExecution().executedPlan().toString()


def plans(command):
    with planning() as found:
        if "script" in command:
            script(command)
        else:
            found.append(plan_of(views_and_query(command)))
    return {"plans": found}


def query(command):
    frame = views_and_query(command)
    if command.get("out"):
        frame.coalesce(1).write.mode("overwrite").parquet(command["out"])
    return {"schema": frame.schema.simpleString()}


def views_and_query(command):
    for name, path in command.get("views", {}).items():
        spark.read.parquet(path).createOrReplaceTempView(name)
    return spark.sql(command["sql"], command.get("args") or {})


def work_in(folder):
    """Java keeps the folder that it was started in: its file system is told of another."""
    os.chdir(folder)
    jvm = spark.sparkContext._jvm
    files = jvm.org.apache.hadoop.fs.FileSystem.get(
        spark.sparkContext._jsc.hadoopConfiguration()
    )
    files.setWorkingDirectory(jvm.org.apache.hadoop.fs.Path(folder))


def script(command):
    return run_program(command, work_in)


def answer(command):
    run = plans if command.get("plan") else script if "script" in command else query
    return run(command)


serve(answer)
stop_session(spark)
