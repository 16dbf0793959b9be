"""What can be typed after ``metarr-desktop``."""

from __future__ import annotations

import argparse
import re
from collections.abc import Sequence
from typing import NoReturn

from metarr_desktop import __version__
from metarr_desktop.cli.automation_arguments import (
    add_jobs,
    add_update,
    add_webhooks,
    add_worker,
    check_jobs,
    check_webhooks,
)
from metarr_desktop.cli.caring_arguments import add_cache, add_stats, check_cache
from metarr_desktop.cli.named_titles import NamedTitle, named_titles
from metarr_desktop.cli.values import CallError, entity_type, port
from metarr_desktop.cli.values import positive as _positive
from metarr_desktop.domain.asset import ASSET_TYPES, AssetType
from metarr_desktop.domain.entity import EntityType
from metarr_desktop.domain.fetch import Priority

ID_KINDS = ("tmdb", "imdb", "tvdb", "musicbrainz")
_NUMBER = re.compile(r"0*[1-9][0-9]{0,9}")
_PLACE = re.compile(r"[1-9][0-9]{0,9}/[0-9]{1,4}/[0-9]{1,5}")
_ID_FORMS = {
    "tmdb": (_NUMBER, "a number, as in 27205"),
    "imdb": (re.compile(r"tt[0-9]{1,12}"), "tt and digits, as in tt1375666"),
    "tvdb": (_NUMBER, "a number, as in 121361"),
    "musicbrainz": (
        re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}"),
        "like 1b022e01-4da6-387b-8658-8678046e4cef",
    ),
}
_SEARCHABLE = (EntityType.MOVIE, EntityType.TV, EntityType.MUSIC)


class _Parser(argparse.ArgumentParser):
    def error(self, message: str) -> NoReturn:
        raise CallError(f"{self.prog}: {message}. See {self.prog} --help.")


def parse(arguments: Sequence[str]) -> argparse.Namespace:
    """Return the call, its ``command`` set.

    Raises:
        CallError: unknown command or option, missing or impossible value.
    """
    call = _parser().parse_args(arguments)
    if call.command == "fetch":
        _check_fetch(call)
    elif call.command == "enrich":
        call.titles = _titles(call)
    elif call.command == "proposals":
        _check_proposals(call)
    elif call.command == "jobs":
        check_jobs(call)
    elif call.command == "webhooks":
        check_webhooks(call)
    elif call.command == "cache":
        check_cache(call)
    return call


def _titles(call: argparse.Namespace) -> list[NamedTitle]:
    if call.titles and call.all:
        raise CallError("metarr-desktop enrich: give titles or --all, not both.")
    return named_titles(call.titles)


def _check_proposals(call: argparse.Namespace) -> None:
    is_deciding = call.act is not None
    if is_deciding == (bool(call.numbers) == call.all) or (not is_deciding and (call.numbers or call.all)):
        raise CallError(
            "metarr-desktop proposals: use `accept` or `dismiss` with numbers of proposals, or with --all."
        )


def _check_fetch(call: argparse.Namespace) -> None:
    possible = ASSET_TYPES[call.entity_type]
    for asset_type in call.asset_type:
        if asset_type not in possible:
            raise CallError(
                f"metarr-desktop fetch: a {call.entity_type} has no {asset_type};"
                f" it has {', '.join(possible)}."
            )
    for kind in ID_KINDS:
        if (given := getattr(call, kind)) is not None:
            setattr(call, kind, _checked_id(kind, given, call.entity_type))


def _checked_id(kind: str, given: str, entity_type: EntityType) -> str:
    """Return an id as it is stored: one that cannot be right would stay with the title for good."""
    form, words = _ID_FORMS[kind]
    value = given.strip().lower()
    is_place = kind in ("tmdb", "tvdb") and entity_type is EntityType.EPISODE
    if form.fullmatch(value) or (is_place and _PLACE.fullmatch(value)):
        return str(int(value)) if value.isdigit() else value
    also = ", or series/season/episode, as in 1399/1/9" if is_place else ""
    raise CallError(f"metarr-desktop fetch: {given[:60]!r} is no id for --{kind}; it must be {words}{also}.")


def _parser() -> argparse.ArgumentParser:
    # Both may stand before the command or after it: only where they are given do they say anything.
    common = _with_output_options(_Parser(add_help=False), default=argparse.SUPPRESS)
    parser = _with_output_options(
        _Parser(prog="metarr-desktop", description="Search, fetch and choose artwork for your library."),
        default=False,
    )
    parser.add_argument("--version", action="version", version=f"Metarr Desktop {__version__}")
    commands = parser.add_subparsers(dest="command", required=True, metavar="COMMAND", parser_class=_Parser)
    _add_search(commands.add_parser("search", parents=[common], help="search the providers for a title"))
    _add_fetch(
        commands.add_parser("fetch", parents=[common], help="fetch metadata and artwork, or read the cache")
    )
    _add_assets(
        commands.add_parser("assets", parents=[common], help="list cached artwork; never asks a provider")
    )
    for name, what in (
        ("select", "use a picture"),
        ("reject", "never use a picture"),
        ("clear", "take a selection or rejection back"),
    ):
        act = commands.add_parser(name, parents=[common], help=what)
        act.add_argument(
            "asset_id", metavar="ASSET_ID", type=_positive, help="number of a row, as `assets` prints it"
        )
    _add_automatic(commands, common)
    add_stats(commands.add_parser("stats", parents=[common], help="numbers of the cache"))
    add_cache(
        commands.add_parser("cache", parents=[common], help="what the cache holds; forget of it; compact")
    )
    commands.add_parser("providers", parents=[common], help="the services, their keys and today's numbers")
    server = commands.add_parser("demo-server", help="serve the demo catalogue on this machine")
    server.add_argument("--port", type=port, default=0, help="port on 127.0.0.1 (default: a free one)")
    return parser


def _add_automatic(commands: argparse._SubParsersAction[_Parser], common: _Parser) -> None:
    """Add the commands about what is done by itself."""
    _add_enrich(
        commands.add_parser("enrich", parents=[common], help="propose or select the best artwork of titles")
    )
    _add_proposals(
        commands.add_parser(
            "proposals", parents=[common], help="list, accept or dismiss what automation proposes"
        )
    )
    add_worker(
        commands.add_parser("worker", parents=[common], help="do the automatic work, without a window")
    )
    add_jobs(commands.add_parser("jobs", parents=[common], help="what waits and runs, or cancel it"))
    add_update(commands.add_parser("update", parents=[common], help="the weekly updates: show, set, run now"))
    add_webhooks(
        commands.add_parser(
            "webhooks", parents=[common], help="what Radarr, Sonarr and Lidarr reported; listen"
        )
    )


def _with_output_options(parser: _Parser, *, default: bool | str) -> _Parser:
    for name, what in (
        ("--json", "print one JSON document on standard output"),
        ("--verbose", "say on standard error what is being done"),
    ):
        parser.add_argument(name, action="store_true", default=default, help=what)
    return parser


def _add_search(command: argparse.ArgumentParser) -> None:
    command.add_argument(
        "query", metavar="QUERY", help="a title, an id (tt1375666, tmdb:27205) or an address"
    )
    command.add_argument("--type", dest="entity_type", type=entity_type, default=EntityType.MOVIE)
    command.add_argument("--year", type=_year)
    command.add_argument("--limit", type=_positive, default=20)


def _add_fetch(command: argparse.ArgumentParser) -> None:
    command.add_argument("entity_type", metavar="TYPE", type=entity_type, help=", ".join(EntityType))
    command.add_argument("entity_id", metavar="ID", type=_positive, help="local number; created if it is new")
    for kind in ID_KINDS:
        more = "; of an episode also its place, like 1399/1/9" if kind in ("tmdb", "tvdb") else ""
        command.add_argument(f"--{kind}", metavar="ID", help=f"external id at {kind}{more}")
    command.add_argument("--asset-type", metavar="T", type=_asset_type, action="append", default=[])
    command.add_argument("--force", action="store_true", help="ask every provider, whatever is cached")
    command.add_argument("--priority", type=Priority, choices=list(Priority), default=Priority.USER)


def _add_enrich(command: argparse.ArgumentParser) -> None:
    command.add_argument(
        "titles", metavar="ID", nargs="*",
        help="local numbers of titles, a type before them where it is not clear, as in movie 1 2 tv 3; none: all",
    )  # fmt: skip
    command.add_argument(
        "--all", action="store_true", help="all titles that are identified, as without any ID"
    )
    command.add_argument(
        "--select", action="store_true", help="select what would be proposed; locks and your choices stand"
    )


def _add_proposals(command: argparse.ArgumentParser) -> None:
    command.add_argument(
        "act", nargs="?", choices=["accept", "dismiss"], metavar="accept|dismiss",
        help="select what is proposed; do not propose it again",
    )  # fmt: skip
    command.add_argument("numbers", metavar="ID", nargs="*", type=_positive, help="numbers of proposals")
    command.add_argument("--all", action="store_true", help="all proposals")


def _add_assets(command: argparse.ArgumentParser) -> None:
    command.add_argument("entity_type", metavar="TYPE", type=entity_type)
    command.add_argument("entity_id", metavar="ID", type=_positive)
    command.add_argument("asset_type", metavar="ASSET_TYPE", type=_asset_type, help=", ".join(AssetType))


def _asset_type(text: str) -> AssetType:
    try:
        return AssetType(text)
    except ValueError:
        raise argparse.ArgumentTypeError(f"{text!r} is none of {', '.join(AssetType)}") from None


def _year(text: str) -> int:
    year = _positive(text)
    if not 1870 <= year <= 2100:
        raise argparse.ArgumentTypeError(f"{year} is no year of a film")
    return year
