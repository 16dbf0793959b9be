"""Core values as JSON documents; their keys are those of the dataclasses. ``docs/cli.md`` shows each."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping, Sequence, Set
from datetime import date, timedelta
from enum import Enum
from typing import Any

from metarr_desktop.domain.asset import CachedAsset
from metarr_desktop.domain.entity import EntityKey
from metarr_desktop.domain.errors import AllProvidersFailed, MetarrError
from metarr_desktop.domain.fetch import FetchResult
from metarr_desktop.domain.library import SelectionChange
from metarr_desktop.domain.provider import ProviderInfo
from metarr_desktop.domain.search import SearchReport, SearchResult
from metarr_desktop.domain.status import CacheStatistics, ProviderNumbers, ProviderReport

ASSET_KEYS = (
    "id", "asset_type", "provider_name", "url", "thumb_url", "width", "height", "language", "season_number",
    "score", "score_parts", "analyzed", "is_selected", "is_rejected", "is_downloaded", "selected_by",
    "selection_order", "provider_metadata", "fetched_at", "first_seen_at", "missing_since",
)  # fmt: skip
_RESULT_KEYS = (
    "title", "artist", "original_title", "release_date", "year", "overview", "poster_url", "confidence",
    "confidence_parts", "external_ids", "providers", "hits", "runtime_min", "genres", "countries",
    "alternative_titles",
)  # fmt: skip


def search_document(report: SearchReport) -> dict[str, Any]:
    """Return ``{"results", "margin", "providers", "notes"}``."""
    return {
        "results": [picked(result, _RESULT_KEYS) for result in report.results],
        "margin": report.margin,
        "providers": plain(report.outcomes),
        "notes": list(report.notes),
    }


def fetch_document(key: EntityKey, result: FetchResult) -> dict[str, Any]:
    """Return the fetch result with the key it is about."""
    return {"key": plain(key), **plain(result)}


def assets_document(assets: Sequence[CachedAsset]) -> dict[str, Any]:
    """Return ``{"assets": [...]}`` in the order of the cache: best first."""
    return {"assets": [picked(asset, ASSET_KEYS) for asset in assets]}


def change_document(change: SelectionChange) -> dict[str, Any]:
    """Return what an act of curation changed."""
    return {
        "key": plain(change.key),
        "changed": [picked(asset, ASSET_KEYS) for asset in change.changed],
        "text": change.text,
    }


def providers_document(
    listed: Sequence[tuple[ProviderInfo, ProviderReport, ProviderNumbers]],
) -> dict[str, Any]:
    """Return ``{"providers": [...]}`` in the user's order: report and numbers of today of each."""
    return {
        "providers": [
            {"name": info.name, "title": info.title, **plain(report), "today": plain(numbers)}
            for info, report, numbers in listed
        ]
    }


def statistics_document(statistics: CacheStatistics) -> dict[str, Any]:
    """Return the measures; ``null`` where there is no data."""
    return dict(plain(statistics))


def error_document(kind: str, message: str, error: MetarrError | None = None) -> dict[str, Any]:
    """Return ``{"error": {"kind", "message"}}``, with each provider's outcome where all of them failed."""
    document: dict[str, Any] = {"error": {"kind": kind, "message": message}}
    if isinstance(error, AllProvidersFailed):
        document["error"]["providers"] = plain(error.outcomes)
    return document


def plain(value: object) -> Any:
    """Return *value* in the types of JSON: dataclasses as objects, times as ISO 8601, spans in seconds."""
    if isinstance(value, Enum):
        return value.value
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        return {field.name: plain(getattr(value, field.name)) for field in dataclasses.fields(value)}
    if isinstance(value, Mapping):
        return {str(plain(name)): plain(item) for name, item in value.items()}
    if isinstance(value, date):  # datetimes are dates too
        return value.isoformat()
    if isinstance(value, timedelta):
        return value.total_seconds()
    if isinstance(value, Set):
        return sorted(plain(item) for item in value)
    if isinstance(value, Sequence) and not isinstance(value, str | bytes):
        return [plain(item) for item in value]
    return value


def picked(value: SearchResult | CachedAsset, names: Sequence[str]) -> dict[str, Any]:
    """Return the attributes *names* of *value* as JSON values."""
    return {name: plain(getattr(value, name)) for name in names}
