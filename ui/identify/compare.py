"""A result beside the title it is to be: what both say, what more is known, where they contradict; no Qt."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from metarr_desktop.domain.entity import Entity, EntityMetadata
from metarr_desktop.domain.search import SearchResult
from metarr_desktop.domain.titles import normalise_title
from ui.identify.wording import ID_LABELS, SAME_MINUTES, minutes_text
from ui.text import ELLIPSIS, count_text, join_words

_MOST_CAST = 6
_LONGEST_ID = 14


def known_of(entity: Entity | None, result: SearchResult) -> EntityMetadata | None:
    """Return what is stored of the very work that *result* is, None if it is another one or nothing is known."""
    if entity is None or not entity.external_ids.shares_any_with(result.external_ids):
        return None
    return None if entity.external_ids.conflicts_with(result.external_ids) else entity.metadata


def more_of(known: EntityMetadata | None) -> str:
    """Return seasons and cast as far as they are known: ``3 seasons · 26 episodes``, ``With …``."""
    if known is None:
        return ""
    seasons = [season for season in known.seasons if season.number > 0]
    parts = [count_text(len(seasons), "season")] if seasons else []
    if seasons and all(season.episodes for season in seasons):
        parts.append(count_text(sum(season.episodes or 0 for season in seasons), "episode"))
    cast = f"With {join_words(known.cast[:_MOST_CAST])}" if known.cast else ""
    return "\n".join(line for line in (" · ".join(parts), cast) if line)


@dataclass(frozen=True, slots=True)
class CompareLine:
    """One fact of the title beside that of the result; ``is_same`` False where they contradict each other."""

    name: str
    own: str
    found: str
    is_same: bool


def compare_lines(entity: Entity | None, result: SearchResult) -> tuple[CompareLine, ...]:
    """Return the facts that both the title and *result* state, side by side."""
    if entity is None:
        return ()
    pairs = [
        ("Title", entity.title, result.title, _same_title(entity, result)),
        ("Artist", entity.metadata.artist, result.artist, _same_words(entity.metadata.artist, result.artist)),
        ("Year", str(entity.year or ""), str(result.year or ""), entity.year == result.year),
    ]
    if entity.runtime_min and result.runtime_min:
        own, found = entity.runtime_min, result.runtime_min
        pairs.append(("Length", minutes_text(own), minutes_text(found), abs(own - found) <= SAME_MINUTES))
    for kind, own_id in entity.external_ids.items():
        if kind in result.external_ids:
            found_id = result.external_ids[kind]
            pairs.append(
                (ID_LABELS.get(kind, kind), _short_id(own_id), _short_id(found_id), own_id == found_id)
            )
    return tuple(CompareLine(*pair) for pair in pairs if pair[1] and pair[2])


def contradiction_of(entity: Entity | None, result: SearchResult) -> str:
    """Return a warning where ids of *result* contradict those stored of the title; empty if none does."""
    conflicts = entity.external_ids.conflicts_with(result.external_ids) if entity is not None else {}
    if not conflicts:
        return ""
    named = join_words(
        f"{ID_LABELS.get(kind, kind)} {_short_id(found)}, not {_short_id(own)}"
        for kind, (own, found) in conflicts.items()
    )
    return f"Contradicts the stored ids: {named}. Accepting replaces them."


def _same_title(entity: Entity, result: SearchResult) -> bool:
    """Compare as the confidence does: an album may be called with its artist's name in front, by either side."""
    found = _called((result.title, result.original_title, *result.alternative_titles), result.artist)
    return not found.isdisjoint(_called((entity.title,), entity.metadata.artist))


def _called(names: Iterable[str], artist: str) -> set[str]:
    given = [name for name in names if name]
    with_artist = [f"{artist} {name}" for name in given] if artist else []
    return {normalise_title(name) for name in (*given, *with_artist)}


def _same_words(own: str, found: str) -> bool:
    return normalise_title(own) == normalise_title(found)


def _short_id(value: str) -> str:
    """Return an id for a line of text: the first part of a long one tells it apart."""
    return value if len(value) <= _LONGEST_ID else f"{value[:8]}{ELLIPSIS}"
