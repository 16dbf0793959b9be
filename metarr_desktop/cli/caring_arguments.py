"""What can be typed after ``stats`` and ``cache``."""

from __future__ import annotations

import argparse

from metarr_desktop.cli.values import CallError, positive
from metarr_desktop.domain.asset import AssetType
from metarr_desktop.domain.cache_report import CacheOrder, PairState
from metarr_desktop.domain.entity import EntityKey, EntityType
from metarr_desktop.domain.provider import METADATA

LIST, FORGET = "list", "forget"
_ACTS = (LIST, FORGET, "forget-failed", "compact", "clear-thumbnails")


def add_stats(command: argparse.ArgumentParser) -> None:
    """Add the options of ``stats``."""
    command.add_argument(
        "--days", metavar="N", type=positive, default=30, help="the last N days in UTC (default: 30)"
    )


def add_cache(command: argparse.ArgumentParser) -> None:
    """Add the words and options of ``cache``."""
    command.add_argument(
        "act", nargs="?", choices=_ACTS, default=LIST, metavar="|".join(_ACTS),
        help="show the table; forget what providers said of a title; forget failed attempts; give room back to the"
        " disk; delete the small pictures",
    )  # fmt: skip
    command.add_argument("title", metavar="TYPE ID", nargs="*", help="with forget: the title, as in movie 1")
    command.add_argument("--text", default="", help="titles that hold this text")
    command.add_argument("--provider", default="", help="one provider")
    parts = (METADATA, *AssetType)
    command.add_argument(
        "--part", choices=parts, default="", metavar="PART", help="an asset type, or metadata"
    )
    command.add_argument("--state", type=PairState, choices=list(PairState), help="how it stands with it")
    command.add_argument("--sort", type=CacheOrder, choices=list(CacheOrder), default=CacheOrder.TITLE)
    command.add_argument("--descending", action="store_true", help="the last first")
    command.add_argument("--limit", metavar="N", type=positive, help="at most so many entries (default: all)")
    command.add_argument("--csv", action="store_true", help="print the table as comma separated values")


def check_cache(call: argparse.Namespace) -> None:
    """Put a pair of TYPE and ID into ``call.key``.

    Raises:
        CallError: there is none with ``forget``, or one with anything else; a table is wanted of what has none.
    """
    call.key = None
    if (call.act == FORGET) != bool(call.title) or (call.title and len(call.title) != 2):
        raise CallError("metarr-desktop cache: use `forget` with a title as TYPE ID, as in movie 1.")
    if call.csv and call.act != LIST:
        raise CallError("metarr-desktop cache: --csv goes with the table only.")
    if call.title:
        kind, number = call.title
        try:
            call.key = EntityKey(EntityType(kind), positive(number))
        except ValueError:
            raise CallError(f"metarr-desktop cache: {kind!r} is none of {', '.join(EntityType)}.") from None
        except argparse.ArgumentTypeError as error:
            raise CallError(f"metarr-desktop cache: {error}.") from error
