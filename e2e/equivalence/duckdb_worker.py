"""Runs exported programs, one after another: a JSON line on stdin for each, a JSON line on stdout.

{"id", "folder", "script", "argv"}  a program in a folder
"""

import contextlib
import io
import json
import os
import runpy
import sys
import traceback

replies = os.fdopen(os.dup(1), "w")
os.dup2(2, 1)  # whatever else is printed goes to stderr


def run(command):
    before = os.getcwd(), sys.argv
    printed = io.StringIO()
    try:
        os.chdir(command["folder"])
        sys.argv = [command["script"], *command.get("argv", [])]
        with contextlib.redirect_stdout(printed):
            runpy.run_path(command["script"], run_name="__main__")
        return {"printed": printed.getvalue()}
    finally:
        os.chdir(before[0])
        sys.argv = before[1]


def answer(reply):
    print(json.dumps(reply), file=replies, flush=True)


answer({"id": 0})
for line in sys.stdin:
    command = json.loads(line)
    try:
        answer({"id": command["id"], "ok": True, **run(command)})
    except BaseException as failure:
        answer(
            {
                "id": command["id"],
                "ok": False,
                "error": f"{type(failure).__name__}: {failure}",
                "trace": traceback.format_exc(),
            }
        )
