"""``stats`` and ``cache``: how the cache fared, what it holds, and forgetting of it."""

from __future__ import annotations

import argparse
import csv
import io
from collections.abc import Mapping, Sequence
from typing import Any

from metarr_desktop.cli.answer import Answer
from metarr_desktop.cli.caring_arguments import FORGET, LIST
from metarr_desktop.cli.documents import plain, statistics_document
from metarr_desktop.cli.lines import statistics
from metarr_desktop.domain.asset import ASSET_TYPES
from metarr_desktop.domain.cache_report import (
    CacheEntry,
    CachePair,
    CacheQuery,
    CacheReport,
    CacheSizes,
    DayNumbers,
)
from metarr_desktop.domain.fetch import MAX_AGE
from metarr_desktop.domain.ports import Core
from metarr_desktop.domain.provider import METADATA

_COLUMNS = (
    "entity_type", "entity_id", "title", "provider", "part", "rows", "thumbnail_bytes", "state", "fetched_at",
    "expires_at", "outcome", "message",
)  # fmt: skip
_PAGE = 1000


async def stats(core: Core, call: argparse.Namespace) -> Answer:
    """The numbers of the cache over some days."""
    report = await core.cache_care.report(call.days)
    return Answer(report_document(report), f"{statistics(report.totals)}\n{_state_lines(report)}")


async def cache(core: Core, call: argparse.Namespace) -> Answer:
    """The cache table, or what is to be done with what it holds."""
    care = core.cache_care
    if call.act == LIST:
        return await _table(core, call)
    if call.act == FORGET:
        text = await care.forget(_pairs(core, call))
    elif call.act == "forget-failed":
        text = await care.forget_failed()
    elif call.act == "compact":
        text = await care.compact()
    else:
        text = await care.clear_thumbnails()
    sizes = await care.sizes()
    return Answer({"act": call.act, "text": text, "sizes": plain(sizes)}, text)


def report_document(report: CacheReport) -> dict[str, Any]:
    """Return the measures as ever, with days, ages and forecast beside them."""
    return {
        **statistics_document(report.totals),
        "days": [_day_document(day) for day in report.days],
        "ages": list(report.ages),
        "expiring": [{"day": plain(day), "titles": titles} for day, titles in report.expiring],
        "effectiveness": dict(report.effectiveness),
        "titles": report.titles,
    }


def _day_document(day: DayNumbers) -> dict[str, Any]:
    failures = [
        {"provider": provider, "kind": kind, "count": count}
        for (provider, kind), count in sorted(day.failures.items())
    ]
    names = ("day", "hits", "misses", "forced", "joined", "hit_rate", "median_s", "p95_s", "requests")
    return {**{name: plain(getattr(day, name)) for name in names}, "failures": failures}


def _state_lines(report: CacheReport) -> str:
    pairs, old = sum(report.ages), sum(report.ages[MAX_AGE.days :])
    lines = [
        f"Older than {MAX_AGE.days} days  {old:,} of {pairs:,} entries; titles in the cache: {report.titles:,}"
    ]
    soon = [f"{titles:,} on {day:%a %d %b}" for day, titles in report.expiring if titles]
    lines.append(f"Titles that expire  {', '.join(soon) or '-'}")
    failed = _failed(report.days)
    lines.append(f"Failures  {', '.join(f'{name} {count:,}' for name, count in failed.items()) or '-'}")
    return "\n".join(lines)


def _failed(days: Sequence[DayNumbers]) -> Mapping[str, int]:
    found: dict[str, int] = {}
    for day in days:
        for (provider, kind), count in day.failures.items():
            name = f"{provider} {kind.replace('_', ' ')}"
            found[name] = found.get(name, 0) + count
    return dict(sorted(found.items(), key=lambda pair: (-pair[1], pair[0])))


async def _table(core: Core, call: argparse.Namespace) -> Answer:
    entries, total = list[CacheEntry](), 0
    while True:
        wanted = _PAGE if call.limit is None else min(_PAGE, call.limit - len(entries))
        query = CacheQuery(
            call.text, call.provider, call.part, call.state, call.sort, call.descending, len(entries), wanted
        )
        page = await core.cache_care.entries(query)
        entries, total = entries + list(page.entries), page.total
        if not page.entries or len(entries) >= total or len(entries) == call.limit:
            break
    sizes = await core.cache_care.sizes()
    document = {"total": total, "entries": [_row(entry) for entry in entries], "sizes": plain(sizes)}
    return Answer(document, _csv(entries) if call.csv else _lines(entries, total, sizes))


def _row(entry: CacheEntry) -> dict[str, Any]:
    return {
        "entity_type": str(entry.key.entity_type),
        "entity_id": entry.key.entity_id,
        **{name: plain(getattr(entry, name)) for name in _COLUMNS[2:]},
    }


def _csv(entries: Sequence[CacheEntry]) -> str:
    text = io.StringIO()
    writer = csv.DictWriter(text, _COLUMNS, lineterminator="\n")
    writer.writeheader()
    for entry in entries:
        row = _row(entry)
        row["title"] = _harmless(row["title"])
        writer.writerow(row)
    return text.getvalue().rstrip("\n")


def _harmless(title: str) -> str:
    """Return a title that no spreadsheet takes for a formula: it comes from whoever edits a service's pages."""
    return f"'{title}" if title[:1] in ("=", "+", "-", "@", "\t", "\r") else title


def _lines(entries: Sequence[CacheEntry], total: int, sizes: CacheSizes) -> str:
    lines = [
        f"{entry.state:<8} {entry.rows:>5}  "
        f"{'never             ' if entry.fetched_at is None else f'{entry.fetched_at:%Y-%m-%d %H:%M}  '}"
        f"{entry.provider:<12} {entry.part:<16} {entry.title}  {entry.message}".rstrip()
        for entry in entries
    ]
    if not entries:
        lines = ["Nothing like that is cached."]
    shown = "" if len(entries) == total else f"{len(entries):,} of "
    database = "on a server" if sizes.database is None else f"{sizes.database / 1e6:,.1f} MB"
    return "\n".join(
        [
            *lines,
            f"{shown}{total:,} entries. Database {database}, small pictures {sizes.thumbnails / 1e6:,.1f} MB,"
            f" originals {sizes.originals / 1e6:,.1f} MB.",
        ]
    )


def _pairs(core: Core, call: argparse.Namespace) -> list[CachePair]:
    """Return the pairs of the title that the options leave; those there are not are passed over later."""
    providers = [call.provider] if call.provider else [info.name for info in core.providers.all_infos()]
    parts = [call.part] if call.part else [METADATA, *ASSET_TYPES[call.key.entity_type]]
    return [CachePair(call.key, provider, str(part)) for provider in providers for part in parts]
