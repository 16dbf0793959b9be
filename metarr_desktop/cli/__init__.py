"""The command line: one more consumer of the cache manager, for people and for machines.

With ``--json`` exactly one JSON document goes to standard output (``docs/cli.md`` has the shapes), everything
else to standard error. Exit status: 0 done, 1 failed, 2 called wrongly.
"""

from __future__ import annotations

import asyncio
import json
import os
import sys
from collections.abc import Sequence
from typing import TYPE_CHECKING

from metarr_desktop.cli.arguments import parse
from metarr_desktop.cli.documents import error_document
from metarr_desktop.cli.values import CallError
from metarr_desktop.domain.errors import AllProvidersFailed, MetarrError

if TYPE_CHECKING:
    import argparse

OK, FAILED, USAGE = 0, 1, 2


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command and return its exit status."""
    given = list(sys.argv[1:] if arguments is None else arguments)
    as_json = "--json" in given
    try:
        call = parse(given)
        return _run(call)
    except CallError as error:
        return _report("usage", str(error), as_json, USAGE)
    except MetarrError as error:
        return _report(error.kind, str(error), as_json, FAILED, error)
    except KeyboardInterrupt:
        return _report("cancelled", "Cancelled. What was saved before is kept.", as_json, 130)
    except BrokenPipeError:  # the reader of our output went away, as `| head` does
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return FAILED


def _run(call: argparse.Namespace) -> int:
    # Imported here: `--help` and a wrong call answer without loading httpx, peewee and Pillow.
    from metarr_desktop.logging_setup import set_up_console_logging

    set_up_console_logging(is_verbose=call.verbose)
    if call.command == "demo-server":
        from metarr_desktop.demo.server import run_demo_server

        run_demo_server(call.port)
        return OK
    from metarr_desktop.cli.commands import run_command

    answer = asyncio.run(run_command(call))
    print(json.dumps(answer.document, ensure_ascii=False, indent=2) if call.json else answer.text, flush=True)
    return answer.status


def _report(kind: str, message: str, as_json: bool, status: int, error: MetarrError | None = None) -> int:
    print(_in_lines(message, error), file=sys.stderr)
    if as_json:
        print(json.dumps(error_document(kind, message, error), ensure_ascii=False, indent=2), flush=True)
    return status


def _in_lines(message: str, error: MetarrError | None) -> str:
    """Return *message* with the reason of each provider on a line of its own."""
    if not isinstance(error, AllProvidersFailed):
        return message
    reasons = [outcome for outcome in error.outcomes if outcome.message]
    for outcome in reasons:
        message = message.replace(f" {outcome.message}", "", 1)
    return "\n".join([message, *(f"  {outcome.provider}: {outcome.message}" for outcome in reasons)])
