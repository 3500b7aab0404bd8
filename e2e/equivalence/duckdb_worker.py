"""Runs exported programs, one after another: {"id", "folder", "script", "argv"}."""

from worker import run_program, serve

serve(run_program)
