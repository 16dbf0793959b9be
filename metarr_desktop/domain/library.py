"""What the library pages and their actions speak in."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from metarr_desktop.domain.asset import AssetType, CachedAsset
from metarr_desktop.domain.entity import Entity, EntityKey

_DAY_S = 86_400.0


@dataclass(frozen=True, slots=True)
class LibraryRow:
    """One title on the wall or in the table.

    Attributes:
        poster: what the tile shows: the selected poster, else the best scored candidate, else ``None``.
        chosen: how many of the title's slots have a selected picture; ``wanted`` how many slots there are
            (trailers not counted; the seasons of a series have their own count in the slots).
        fetched_at: the oldest success (aware UTC), ``None`` if never fetched.
        new_count: candidates first seen since the title was last looked at.
        has_failed_fetch: some provider's last attempt failed.
    """

    entity: Entity
    poster: CachedAsset | None = None
    chosen: int = 0
    wanted: int = 0
    fetched_at: datetime | None = None
    new_count: int = 0
    has_failed_fetch: bool = False

    @property
    def key(self) -> EntityKey:
        return self.entity.key

    def age_days(self, now: datetime) -> float | None:
        """Return how old the oldest data is at *now*, ``None`` if never fetched; never below 0."""
        return None if self.fetched_at is None else max(0.0, (now - self.fetched_at).total_seconds() / _DAY_S)


@dataclass(frozen=True, slots=True)
class SlotSummary:
    """One slot in the inspector: the selected picture, the number of candidates, the lock.

    Season types stand for all their seasons: ``selected`` is that of the first season which has one,
    ``seasons`` counts the seasons with candidates, ``seasons_chosen`` those with a selected picture.
    """

    asset_type: AssetType
    selected: CachedAsset | None
    candidates: int
    is_locked: bool = False
    seasons: int = 0
    seasons_chosen: int = 0


@dataclass(frozen=True, slots=True)
class IdConflict:
    """A provider names another id than the stored one, which stays until a person decides.

    ``kind`` is the id kind (``imdb``), ``provider`` the slug of who says *given*.
    """

    provider: str
    kind: str
    stored: str
    given: str


@dataclass(frozen=True, slots=True)
class HistoryEntry:
    """One act that can be undone, in words ("Selected a poster from TMDB").

    ``title`` is what people call the work, empty where nobody said or it is gone; ``is_automatic``: no person did it.
    """

    id: int
    happened_at: datetime
    text: str
    key: EntityKey | None
    is_undone: bool = False
    title: str = ""
    is_automatic: bool = False


@dataclass(frozen=True, slots=True)
class EntityDetails:
    """All the inspector shows of one title.

    ``next_fetch_at`` is when its oldest data will be stale (aware UTC); ``sources`` are the slugs of who delivered any
    of its data.
    """

    row: LibraryRow
    slots: tuple[SlotSummary, ...]
    next_fetch_at: datetime | None
    history: tuple[HistoryEntry, ...] = ()
    id_conflicts: tuple[IdConflict, ...] = ()
    sources: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class AddReport:
    """What adding a folder or a title did.

    ``added`` in the order found; ``known`` counts titles the library already had; ``skipped`` names what could
    not be read and why.
    """

    added: tuple[Entity, ...]
    known: int = 0
    skipped: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class SelectionChange:
    """What an act of curation changed: the rows to repaint, as they are now."""

    key: EntityKey
    changed: tuple[CachedAsset, ...]
    text: str = ""


class CurationAct(StrEnum):
    """What can be done with pictures; see ``Curation``."""

    SELECT = "select"
    ADD = "add"
    REJECT = "reject"
    CLEAR = "clear"


@dataclass(frozen=True, slots=True)
class BatchChange:
    """What one act upon several pictures changed, per title; ``text`` says it in words."""

    changes: tuple[SelectionChange, ...]
    text: str = ""


@dataclass(frozen=True, slots=True)
class UndoOutcome:
    """What undo or redo did; ``text`` says it ("Undone: Selected a poster from TMDB").

    ``key`` is the title, the first one of an act upon several; ``keys`` are all of them, where known.
    """

    text: str
    key: EntityKey | None
    changed: tuple[CachedAsset, ...] = ()
    keys: tuple[EntityKey, ...] = ()
