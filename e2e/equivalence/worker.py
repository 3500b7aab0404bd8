"""What the Python workers share: commands as JSON lines on stdin, each answered with one on stdout."""

import contextlib
import io
import json
import os
import runpy
import sys
import time
import traceback

replies = os.fdopen(os.dup(1), "w")
os.dup2(2, 1)  # whatever else is printed goes to stderr


def reply(answer):
    print(json.dumps(answer), file=replies, flush=True)


def run_program(command, work_in=os.chdir):
    """Runs an exported program in a folder: {"script", "folder", "argv"}."""
    before = os.getcwd(), sys.argv
    printed = io.StringIO()
    try:
        work_in(command["folder"])
        sys.argv = [command["script"], *command.get("argv", [])]
        started = time.perf_counter()
        with contextlib.redirect_stdout(printed):
            runpy.run_path(command["script"], run_name="__main__")
        milliseconds = (time.perf_counter() - started) * 1000
    finally:
        work_in(before[0])
        sys.argv = before[1]
    return {"printed": printed.getvalue(), "milliseconds": milliseconds}


def serve(handle):
    """Answers commands until there are no more."""
    reply({"id": 0, "ok": True})
    for line in sys.stdin:
        command = json.loads(line)
        try:
            reply({"id": command["id"], "ok": True, **handle(command)})
        except BaseException as problem:  # also SystemExit of a program
            reply(
                {
                    "id": command["id"],
                    "ok": False,
                    "error": f"{type(problem).__name__}: {problem}"[:4000],
                    "trace": traceback.format_exc()[-2000:],
                }
            )
