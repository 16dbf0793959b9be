"""What can be typed after ``worker``, ``jobs`` and ``update``."""

from __future__ import annotations

import argparse

from metarr_desktop.cli.values import CallError, budget, port, positive, quiet_hours, time_of_day


def add_worker(command: argparse.ArgumentParser) -> None:
    command.add_argument("--once", action="store_true", help="do what is due now, then end")


_OF_ONE_JOB = ("cancel", "hurry", "retry")
_OF_ALL_JOBS = ("pause", "resume")


def add_jobs(command: argparse.ArgumentParser) -> None:
    command.add_argument(
        "act", nargs="?", choices=[*_OF_ONE_JOB, *_OF_ALL_JOBS], metavar="cancel|hurry|retry|pause|resume",
        help="end a job; let it be the next; do it once more; begin no job, in any program; go on",
    )  # fmt: skip
    command.add_argument("number", metavar="ID", nargs="?", type=positive, help="number of a job")
    command.add_argument("--all", action="store_true", help="those that ended in the last 30 days, too")


def check_jobs(call: argparse.Namespace) -> None:
    """Raise CallError unless a number goes with what is done to one job, and ``--all`` with the list."""
    if (call.act in _OF_ONE_JOB) != (call.number is not None) or (call.act and call.all):
        raise CallError(
            "metarr-desktop jobs: use `cancel`, `hurry` or `retry` with the number of a job, `pause` or `resume`"
            " without one, or none of them."
        )


def add_update(command: argparse.ArgumentParser) -> None:
    command.add_argument("--now", action="store_true", help="run at once, on or off, quiet or not")
    switch = command.add_mutually_exclusive_group()
    switch.add_argument("--on", dest="is_on", action="store_true", default=None, help="run once a day")
    switch.add_argument("--off", dest="is_on", action="store_false", default=None, help="run never by itself")
    command.add_argument("--at", metavar="HH:MM", type=time_of_day, help="local time at which a run begins")
    quiet = command.add_mutually_exclusive_group()
    quiet.add_argument(
        "--quiet",
        metavar="HH:MM-HH:MM",
        type=quiet_hours,
        help="when scheduled work rests, local time; what webhooks report is done at once all the same",
    )
    quiet.add_argument("--no-quiet", action="store_true", help="scheduled work rests at no time")
    look = command.add_mutually_exclusive_group()
    look.add_argument(
        "--enrich", dest="enriches", action="store_true", default=None,
        help="look for better artwork where an update brought new pictures",
    )  # fmt: skip
    look.add_argument(
        "--no-enrich", dest="enriches", action="store_false", default=None, help="only fetch in updates"
    )
    command.add_argument(
        "--budget", metavar="PROVIDER=N|none", type=budget, action="append", default=[],
        help="requests a day after which scheduled work leaves a provider alone; 0: it never asks it, none: no limit",
    )  # fmt: skip


def add_webhooks(command: argparse.ArgumentParser) -> None:
    command.add_argument(
        "act", nargs="?", choices=["show", "replay", "serve"], metavar="show|replay|serve",
        help="one event with its content; do again what follows from it; listen until Ctrl+C",
    )  # fmt: skip
    command.add_argument("number", metavar="ID", nargs="?", type=positive, help="number of an event")
    command.add_argument("--port", type=port, help="with serve: port to listen on; 0 takes a free one")


def check_webhooks(call: argparse.Namespace) -> None:
    """Raise CallError unless a number goes with ``show`` and ``replay``, and ``--port`` with ``serve``."""
    needs_number = call.act in ("show", "replay")
    if needs_number != (call.number is not None) or (call.port is not None and call.act != "serve"):
        raise CallError(
            "metarr-desktop webhooks: use `show` or `replay` with the number of an event, `serve` with --port if"
            " you like, or none of them."
        )
