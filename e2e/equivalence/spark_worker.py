"""One Spark for all tests: takes commands as JSON lines on stdin, answers each with one on stdout.

{"id", "views": {name: parquet path}, "sql", "out"}  runs a query, writes its rows as Parquet
{"id", "script", "argv", "folder"}                   runs an exported program in a folder
"""

import contextlib
import io
import json
import logging
import os
import runpy
import sys
import traceback

from pyspark.sql import SparkSession

replies = os.fdopen(os.dup(1), "w")
os.dup2(2, 1)  # whatever else is printed goes to stderr

# Errors come back as answers; Spark's own log of them is pages long.
logging.getLogger("SQLQueryContextLogger").disabled = True

spark = (
    SparkSession.builder.master("local[2]")
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


def query(command):
    for name, path in command.get("views", {}).items():
        spark.read.parquet(path).createOrReplaceTempView(name)
    frame = spark.sql(command["sql"], command.get("args") or {})
    if command.get("out"):
        frame.coalesce(1).write.mode("overwrite").parquet(command["out"])
    return {"schema": frame.schema.simpleString()}


def script(command):
    before = os.getcwd(), sys.argv
    printed = io.StringIO()
    try:
        os.chdir(command["folder"])
        sys.argv = [command["script"], *command.get("argv", [])]
        with contextlib.redirect_stdout(printed):
            runpy.run_path(command["script"], run_name="__main__")
    finally:
        os.chdir(before[0])
        sys.argv = before[1]
    return {"printed": printed.getvalue()}


def reply(answer):
    replies.write(json.dumps(answer) + "\n")
    replies.flush()


reply({"id": 0, "ok": True, "version": spark.version})
for line in sys.stdin:
    command = json.loads(line)
    try:
        result = script(command) if "script" in command else query(command)
        reply({"id": command["id"], "ok": True, **result})
    except BaseException as problem:  # also SystemExit of a script
        reply(
            {
                "id": command["id"],
                "ok": False,
                "error": str(problem)[:2000],
                "trace": traceback.format_exc()[-2000:],
            }
        )
stop_session(spark)
