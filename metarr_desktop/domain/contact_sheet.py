"""One style for a whole set: the candidates of several members, laid out in columns that look alike.

The members of a collection, or the seasons of a series, are rows; a column holds for each row the candidate
that resembles those of the other rows most. Nothing is chosen here.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from metarr_desktop.domain.asset import AssetType, CachedAsset
from metarr_desktop.domain.entity import EntityKey

_ALIKE = 0.89
"""How near two pictures must look to stand in one column, 0..1; judged by eye on sheets of the demo.

Provider and language do not count here: they only say which of two that are alike goes first.
"""

_SAME_PROVIDER, _SAME_LANGUAGE = 0.03, 0.03
MOST_COLUMNS = 12


@dataclass(frozen=True, slots=True)
class SheetCandidate:
    """One candidate of one member; ``style`` as ``artwork.style`` makes it, ``None`` if nobody saw the picture."""

    asset_id: int
    style: bytes | None
    provider: str = ""
    language: str | None = None
    score: int = 0


@dataclass(frozen=True, slots=True)
class StyleColumn:
    """A style: per row the number of its candidate, ``None`` where the member has none of the kind.

    ``likeness`` 0..1: how alike its pictures are.
    """

    asset_ids: tuple[int | None, ...]
    likeness: float

    @property
    def coverage(self) -> int:
        """How many rows have a candidate."""
        return sum(each is not None for each in self.asset_ids)


@dataclass(frozen=True, slots=True)
class SheetRow:
    """One member of a set: a film of a collection, or a season of a series; candidates best first, none rejected."""

    key: EntityKey
    asset_type: AssetType
    season_number: int | None
    label: str
    candidates: tuple[CachedAsset, ...]


@dataclass(frozen=True, slots=True)
class ContactSheet:
    """A set with the styles its candidates come in.

    ``title`` names the set; ``unseen`` counts pictures nobody looked at yet, which stand in no column so far.
    """

    title: str
    rows: tuple[SheetRow, ...]
    columns: tuple[StyleColumn, ...] = ()
    unseen: int = 0


def likeness(one: SheetCandidate, other: SheetCandidate) -> float:
    """Return how alike two pictures are in style, 0..1; 0 if they are not, or one was never seen."""
    if one.style is None or other.style is None or len(one.style) != len(other.style):
        return 0.0
    apart = sum(abs(a - b) for a, b in zip(one.style, other.style, strict=True))
    value = 1 - apart / (255 * len(one.style))
    if value < _ALIKE:
        return 0.0
    value += _SAME_PROVIDER * (one.provider == other.provider)
    value += _SAME_LANGUAGE * (one.language == other.language)
    return min(1.0, value)


def style_columns(
    rows: Sequence[Sequence[SheetCandidate]], most: int = MOST_COLUMNS
) -> tuple[StyleColumn, ...]:
    """Return up to *most* columns, the one that covers most rows first, among those the most alike, then scored.

    Every candidate stands in one column at most. A candidate like no other makes no column.
    """
    places = [(row, candidate) for row, candidates in enumerate(rows) for candidate in candidates]
    likenesses = _between_rows(places)
    free, columns = set(range(len(places))), list[tuple[tuple[float, ...], StyleColumn]]()
    while len(columns) < most:
        found = [_column_of(seed, places, likenesses, free, len(rows)) for seed in sorted(free)]
        best = max((each for each in found if len(each[1]) > 1), default=None)
        if best is None:
            break
        rank, members = best
        free -= set(members)
        columns.append((rank, _column(members, places, rank[1], len(rows))))
    return tuple(column for _, column in sorted(columns, key=lambda each: each[0], reverse=True))


def _between_rows(places: Sequence[tuple[int, SheetCandidate]]) -> list[dict[int, float]]:
    """Return per candidate those of other rows that are alike."""
    found: list[dict[int, float]] = [{} for _ in places]
    for first, (row, one) in enumerate(places):
        for second in range(first + 1, len(places)):
            other_row, other = places[second]
            if row != other_row:
                value = likeness(one, other)
                if value:
                    found[first][second] = found[second][first] = value
    return found


def _column_of(
    seed: int,
    places: Sequence[tuple[int, SheetCandidate]],
    likenesses: Sequence[dict[int, float]],
    free: set[int],
    row_count: int,
) -> tuple[tuple[float, float, float], tuple[int, ...]]:
    """Return rank and members of the column around *seed*: of each other row the candidate most like it."""
    best: dict[int, tuple[float, int]] = {}
    for other, value in likenesses[seed].items():
        if other in free:
            row = places[other][0]
            best[row] = max(best.get(row, (0.0, -1)), (value, -other))
    members = (seed, *(-other for _, other in best.values()))
    mean = sum(value for value, _ in best.values()) / len(best) if best else 0.0
    score = sum(places[member][1].score for member in members) / len(members)
    return (len(members) / row_count, round(mean, 3), score), members


def _column(
    members: Sequence[int], places: Sequence[tuple[int, SheetCandidate]], mean: float, row_count: int
) -> StyleColumn:
    ids: list[int | None] = [None] * row_count
    for member in members:
        row, candidate = places[member]
        ids[row] = candidate.asset_id
    return StyleColumn(tuple(ids), mean)
