"""What each command does: one call of the core, then a document for machines and lines for people."""

from __future__ import annotations

import argparse
import contextlib
import sys
from collections.abc import AsyncIterator, Awaitable, Callable
from typing import TYPE_CHECKING

from metarr_desktop.cli import automating, caring, enriching, lines, webhooks
from metarr_desktop.cli.answer import Answer
from metarr_desktop.cli.arguments import ID_KINDS
from metarr_desktop.cli.documents import (
    assets_document,
    change_document,
    fetch_document,
    providers_document,
    search_document,
)
from metarr_desktop.domain.entity import EntityKey, EntityType, ExternalIds
from metarr_desktop.domain.errors import AllProvidersFailed, InvalidInput
from metarr_desktop.domain.fetch import Consumer, FetchRequest, Outcome, Priority, ProviderProgress
from metarr_desktop.domain.ports import Core
from metarr_desktop.domain.search import SearchReport, SearchRequest
from metarr_desktop.domain.status import ProviderNumbers

if TYPE_CHECKING:
    from metarr_desktop.services import Services


async def run_command(call: argparse.Namespace) -> Answer:
    """Build the core, run the command of *call* on it, close the core."""
    async with _core() as services:
        if call.command in _AUTOMATION:
            return await _AUTOMATION[call.command](services, call)
        return await _COMMANDS[call.command](services, call)


@contextlib.asynccontextmanager
async def _core() -> AsyncIterator[Services]:
    from metarr_desktop.services import build_services

    services = build_services()
    try:
        yield services
    finally:
        await services.close()


async def search(core: Core, call: argparse.Namespace) -> Answer:
    """Search; fails only if no provider could answer at all."""
    if not call.query.strip():
        raise InvalidInput("The query is empty. Give a title, an id or an address.")
    request = SearchRequest(call.query, call.entity_type, year=call.year, limit=call.limit)
    report = await core.cache.search(request)
    _require_an_answer(report)
    return Answer(search_document(report), lines.search(report))


async def fetch(core: Core, call: argparse.Namespace) -> Answer:
    """Fetch metadata and artwork of one title, creating it if it is new."""
    ids = ExternalIds({_kind_of(kind, call): getattr(call, kind) for kind in ID_KINDS})
    key = EntityKey(call.entity_type, call.entity_id)
    request = FetchRequest(
        key,
        external_ids=ids,
        asset_types=tuple(dict.fromkeys(call.asset_type)),
        force=call.force,
        priority=Priority(call.priority),
        consumer=Consumer.CLI,
    )
    result = await core.cache.fetch_assets(request, on_progress=_say_progress if call.verbose else None)
    return Answer(fetch_document(key, result), lines.fetch(key, result))


def _kind_of(kind: str, call: argparse.Namespace) -> str:
    """An episode can be named by its place (series/season/episode); TMDB knows it by nothing else."""
    is_place = kind in ("tmdb", "tvdb") and "/" in (getattr(call, kind) or "")
    return f"{kind}_episode" if is_place and call.entity_type is EntityType.EPISODE else kind


async def assets(core: Core, call: argparse.Namespace) -> Answer:
    """List what is cached of one type; no provider is asked."""
    found = await core.cache.get_cached_assets(EntityKey(call.entity_type, call.entity_id), call.asset_type)
    return Answer(assets_document(found), lines.assets(found, call.entity_type))


async def curate(core: Core, call: argparse.Namespace) -> Answer:
    """Select, reject or clear one picture."""
    act = {"select": core.curation.select, "reject": core.curation.reject, "clear": core.curation.clear}
    change = await act[call.command](call.asset_id)
    return Answer(change_document(change), change.text)


async def providers(core: Core, call: argparse.Namespace) -> Answer:
    """Every registered provider: whether it is on, its key, its limit, what was asked of it today."""
    numbers = await core.statistics.provider_numbers()
    listed = [
        (info, core.providers.report(info.name), numbers.get(info.name, ProviderNumbers()))
        for info in core.providers.all_infos()
    ]
    return Answer(providers_document(listed), lines.providers(listed))


_COMMANDS: dict[str, Callable[[Core, argparse.Namespace], Awaitable[Answer]]] = {
    "search": search,
    "fetch": fetch,
    "assets": assets,
    "select": curate,
    "reject": curate,
    "clear": curate,
    "stats": caring.stats,
    "cache": caring.cache,
    "providers": providers,
}

_AUTOMATION: dict[str, Callable[[Services, argparse.Namespace], Awaitable[Answer]]] = {
    "enrich": enriching.enrich,
    "proposals": enriching.proposals,
    "worker": automating.worker,
    "jobs": automating.jobs,
    "update": automating.update,
    "webhooks": webhooks.webhooks,
}


def _require_an_answer(report: SearchReport) -> None:
    if not report.outcomes and report.notes:  # nobody was asked, for the query means nothing
        raise InvalidInput(" ".join(report.notes))
    asked = [outcome for outcome in report.outcomes if outcome.outcome is not Outcome.SKIPPED]
    if asked and any(outcome.outcome.is_success for outcome in asked):
        return
    reasons = " ".join(outcome.message for outcome in asked if outcome.message)
    message = (
        "No provider could be searched." if asked else "No provider that is switched on can search this."
    )
    raise AllProvidersFailed(f"{message} {reasons}".strip(), report.outcomes)


def _say_progress(progress: ProviderProgress) -> None:
    print(lines.progress(progress), file=sys.stderr)
