"""What the cache table says; no Qt."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from metarr_desktop.domain.asset import ASSET_SHAPES, AssetType
from metarr_desktop.domain.cache_report import CacheEntry, CacheOrder, CacheSizes, PairState
from metarr_desktop.domain.provider import METADATA
from ui.text import age_text, count_text, first_sentence, for_people, short_age_text, size_text

NOTHING = "–"
STATE_WORDS = {
    PairState.FRESH: ("Fresh", "good", "good", "Younger than seven days; no fetch asks for it."),
    PairState.STALE: ("Expired", "time", "warn", "Seven days old or older; the next fetch asks anew."),
    PairState.RESTING: ("Resting", "pause", "muted", "The last try failed; it is left alone for a while."),
    PairState.FAILED: ("Failed", "error", "bad", "The last try failed; the next fetch tries again."),
}
"""State to its word, icon, colour and consequence."""

_OUTCOMES = {
    "ok": "Answered",
    "empty": "Nothing there",
    "not_found": "No such entry",
    "failed": "Failed",
    "timed_out": "No answer in time",
    "skipped": "Left out",
    "cancelled": "Cancelled",
}


class Column:
    """Numbers of the columns, in their first order."""

    TITLE, PART, PROVIDER, ROWS, THUMBNAILS, FETCHED, EXPIRES, STATE, RESULT = range(9)


HEADS = (
    ("Title", CacheOrder.TITLE, ""),
    ("Type", CacheOrder.PART, ""),
    ("Provider", CacheOrder.PROVIDER, ""),
    ("Pictures", CacheOrder.ROWS, "Pictures or trailers stored from this answer."),
    ("Thumbnails", None, "What the small pictures take on the disk. Cannot be sorted by."),
    ("Fetched", CacheOrder.FETCHED, "How long ago the provider last answered."),
    ("Expires", CacheOrder.EXPIRES, "When it will be seven days old."),
    ("State", CacheOrder.STATE, ""),
    ("Last result", None, "What the last attempt said. Cannot be sorted by."),
)
"""Word, order and further explanation of each column."""


def part_text(part: str) -> str:
    """Return the words of an asset type or of the metadata."""
    if part == METADATA:
        return "Metadata"
    return ASSET_SHAPES[AssetType(part)].title if part in set(AssetType) else part


def expires_text(entry: CacheEntry, now: datetime) -> str:
    """Return when *entry* expires: ``in 4.5 d``, ``now``, ``2.0 d ago``, a dash when it never succeeded."""
    if entry.expires_at is None:
        return NOTHING
    days = (entry.expires_at - now).total_seconds() / 86400
    if days > 0:
        words = short_age_text(days)
        return words if words == "now" else f"in {words}"
    words = short_age_text(-days)
    return words if words == "now" else f"{words} ago"


def fetched_text(entry: CacheEntry, now: datetime) -> str:
    """Return how old *entry* is: ``2.5 d``, a dash when it never succeeded."""
    return NOTHING if entry.fetched_at is None else short_age_text(age_days(entry, now))


def age_days(entry: CacheEntry, now: datetime) -> float | None:
    """Return the age of *entry* in days."""
    return None if entry.fetched_at is None else (now - entry.fetched_at).total_seconds() / 86400


def result_text(entry: CacheEntry) -> str:
    """Return what the last attempt said, in a few words."""
    if entry.message:
        return f"{first_sentence(for_people(entry.message))}."
    return _OUTCOMES.get(entry.outcome) or entry.outcome.replace("_", " ").capitalize() or NOTHING


def row_sentence(entry: CacheEntry, provider: str, now: datetime) -> str:
    """Return a row as a screen reader tells it."""
    word = STATE_WORDS[entry.state][0].lower()
    return (
        f"{entry.title}, {part_text(entry.part)}, {provider}: {word}, {count_text(entry.rows, 'picture')}, "
        f"fetched {age_text(age_days(entry, now))}. {result_text(entry)}"
    )


def sizes_text(sizes: CacheSizes) -> str:
    """Return what the cache takes, in one line."""
    parts = [
        f"{count_text(sizes.pairs, 'answer')} with {count_text(sizes.rows, 'picture')}",
        "database on a server" if sizes.database is None else f"database {size_text(sizes.database)}",
        f"thumbnails {size_text(sizes.thumbnails)} in {count_text(sizes.thumbnail_files, 'file')}",
        f"originals {size_text(sizes.originals)}",
    ]
    return " · ".join(parts)


def count_line(total: int, selected: int, *, is_filtered: bool) -> str:
    """Return how many entries are listed: ``1,204 answers match · 3 selected``."""
    words = count_text(total, "answer")
    if is_filtered:
        words += " matches" if total == 1 else " match"
    return f"{words} · {selected:,} selected" if selected else words


def csv_head() -> tuple[str, ...]:
    """Return the header row of an export."""
    return (
        "title", "entity_type", "entity_id", "type", "provider", "pictures", "thumbnail_bytes", "fetched_at",
        "expires_at", "state", "outcome", "message",
    )  # fmt: skip


def csv_rows(entries: Sequence[CacheEntry]) -> list[tuple[str, ...]]:
    """Return *entries* as rows of an export; times are ISO with zone, empty where there is none."""
    return [
        (
            entry.title, entry.key.entity_type.value, str(entry.key.entity_id), entry.part, entry.provider,
            str(entry.rows), str(entry.thumbnail_bytes), _iso(entry.fetched_at), _iso(entry.expires_at),
            entry.state.value, entry.outcome, entry.message,
        )
        for entry in entries
    ]  # fmt: skip


def _iso(when: datetime | None) -> str:
    return "" if when is None else when.isoformat(timespec="seconds")
