"""Fetches what was selected in the cache table through the one cache manager, a few titles at once."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from metarr_desktop.domain.asset import ASSET_TYPES, AssetType
from metarr_desktop.domain.cache_report import CachePair
from metarr_desktop.domain.entity import EntityKey, EntityType
from metarr_desktop.domain.errors import AllProvidersFailed, MetarrError
from metarr_desktop.domain.fetch import (
    Consumer,
    FetchRequest,
    FetchResult,
    Outcome,
    Priority,
    ProviderOutcome,
)
from metarr_desktop.domain.ports import ProviderCache
from metarr_desktop.domain.provider import METADATA, ProviderInfo
from ui.text import count_text, first_sentence, for_people, join_words, sentence_of

# The providers' limits decide how fast it goes; more at once would only let the first titles wait longer.
_MOST_AT_ONCE = 3
_MOST_REASONS = 2


@dataclass
class RefreshReport:
    """How a refresh went; ``errors`` are sentences of what failed apart from the providers."""

    titles: int
    done: set[EntityKey] = field(default_factory=set)
    results: list[FetchResult] = field(default_factory=list)
    failures: list[ProviderOutcome] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)
    is_cancelled: bool = False

    @property
    def is_good(self) -> bool:
        """Everything was answered."""
        return not (self.failures or self.errors or self.is_cancelled)


def requests_for(
    pairs: Sequence[CachePair], infos: Mapping[str, ProviderInfo], *, force: bool
) -> list[FetchRequest]:
    """Return what must be fetched for *pairs*: one request a title and set of parts, limited to their providers."""
    parts: dict[EntityKey, dict[str, set[str]]] = {}
    for pair in pairs:
        parts.setdefault(pair.key, {}).setdefault(pair.provider, set()).add(pair.part)
    return [
        FetchRequest(
            key, asset_types=types, force=force, priority=Priority.USER, consumer=Consumer.MANUAL,
            providers=frozenset(providers),
        )
        for key, wanted in parts.items()
        for types, providers in _together(key.entity_type, wanted, infos).items()
    ]  # fmt: skip


def _together(
    entity_type: EntityType, wanted: Mapping[str, set[str]], infos: Mapping[str, ProviderInfo]
) -> dict[tuple[AssetType, ...], set[str]]:
    """Return which providers are asked for which types of one title, in as few calls as ask for nothing else."""
    every = tuple(each for each in AssetType if any(each in parts for parts in wanted.values()))
    together: dict[tuple[AssetType, ...], set[str]] = {}
    for provider, parts in wanted.items():
        info = infos.get(provider)
        types = tuple(each for each in every if each in parts)
        if not types:
            types = (_beside_metadata(entity_type, info),)
        elif info is not None and all(each in parts for each in every if each in info.parts_for(entity_type)):
            types = every  # of the others it has nothing anyway
        together.setdefault(types, set()).add(provider)
    return together


def _beside_metadata(entity_type: EntityType, info: ProviderInfo | None) -> AssetType:
    """Return the type to ask for where only the metadata is wanted: none would mean all of them.

    Metadata is always part of a fetch. Best is a type the provider does not have, else one it sends along with
    the metadata.
    """
    types = ASSET_TYPES[entity_type]
    if info is None:
        return types[0]
    own = info.parts_for(entity_type)
    groups = info.answers.get(entity_type, ())
    along = frozenset().union(*(group.parts for group in groups if METADATA in group.parts))
    return next(
        (each for each in types if each not in own), next((each for each in types if each in along), types[0])
    )


async def refresh(
    cache: ProviderCache, requests: Sequence[FetchRequest], on_progress: Callable[[int, int], None]
) -> RefreshReport:
    """Fetch *requests*; *on_progress* hears (titles done, titles in all). Cancelling keeps what arrived."""
    left: dict[EntityKey, int] = {}
    for request in requests:
        left[request.key] = left.get(request.key, 0) + 1
    report = RefreshReport(len(left))
    waiting = iter(requests)

    async def fetch_one_after_the_other() -> None:
        for request in waiting:
            await fetch(request)

    async def fetch(request: FetchRequest) -> None:
        try:
            result = await cache.fetch_assets(request)
        except AllProvidersFailed as error:
            report.failures += error.outcomes
        except MetarrError as error:
            report.errors.append(sentence_of(error))
        else:
            report.results.append(result)
            report.failures += [each for each in result.metadata.outcomes if _has_failed(each)]
        left[request.key] -= 1
        if not left[request.key]:
            report.done.add(request.key)
            on_progress(len(report.done), report.titles)

    try:
        async with asyncio.TaskGroup() as group:
            for _ in range(_MOST_AT_ONCE):
                group.create_task(fetch_one_after_the_other())
    except asyncio.CancelledError:
        report.is_cancelled = True
    return report


def _has_failed(outcome: ProviderOutcome) -> bool:
    if outcome.outcome is Outcome.SKIPPED:
        return bool(outcome.message)
    return outcome.outcome in (Outcome.FAILED, Outcome.TIMED_OUT)


def report_sentence(report: RefreshReport, titles: Mapping[str, str]) -> str:
    """Return what a refresh did: ``3 titles refreshed: 12 new pictures, 1 vanished. TMDB did not answer.``"""
    done = count_text(len(report.done), "title")
    new = sum(len(ids) for result in report.results for ids in result.changes.new_asset_ids.values())
    gone = sum(sum(result.changes.vanished.values()) for result in report.results)
    if report.is_cancelled:
        start = f"Cancelled after {len(report.done):,} of {count_text(report.titles, 'title')}. What arrived is kept."
    elif report.results and all(result.cached for result in report.results):
        start = f"{done} up to date; no provider needed to be asked. Ctrl+F5 asks all the same."
    elif report.results:
        brought = count_text(new, "new picture") if new else "nothing new"
        start = f"{done} refreshed: {brought}, {gone or 'none'} vanished."
    else:
        start = f"{count_text(report.titles, 'title')} could not be refreshed. What was stored before is still there."
    return " ".join(
        part for part in (start, _failures_text(report.failures, titles), *report.errors[:1]) if part
    )


def _failures_text(failures: Sequence[ProviderOutcome], titles: Mapping[str, str]) -> str:
    reasons: dict[str, int] = {}
    for each in failures:
        name = titles.get(each.provider, each.provider)
        words = first_sentence(for_people(each.message)) or f"{name} did not answer"
        reasons[words] = reasons.get(words, 0) + 1
    most = sorted(reasons, key=lambda words: -reasons[words])
    told = [
        f"{words} ({count_text(reasons[words], 'time')})" if reasons[words] > 1 else words
        for words in most[:_MOST_REASONS]
    ]
    if len(most) > _MOST_REASONS:
        told.append(f"{len(most) - _MOST_REASONS} other reasons")
    return f"{join_words(told)}." if told else ""
