"""The seven days and the decision matrix: whether one part of one provider is used as stored or asked for.

A *pair* is (provider, part), a part an asset type or ``"metadata"``. All functions are pure; the time is an
argument and always aware UTC.

===================  =======  ================  ==========================================
caller               fresh    stale or missing  resting (failed lately)
===================  =======  ================  ==========================================
background           use      ask               leave alone
user                 use      ask               ask, unless the provider is paused
anybody, forced      ask      ask               ask
===================  =======  ================  ==========================================
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum

from metarr_desktop.domain.asset import AssetType
from metarr_desktop.domain.entity import ExternalIds
from metarr_desktop.domain.fetch import MAX_AGE, Outcome, Priority
from metarr_desktop.domain.fetch_record import FetchBasis, FetchRecord
from metarr_desktop.domain.provider import METADATA, AnswerGroup

SKEW_TOLERANCE = timedelta(minutes=5)
"""How far in the future a success may lie (clocks of two machines) and still count as young."""

FIRST_REST = timedelta(minutes=5)
LONGEST_REST = timedelta(hours=24)

LANGUAGE_PARTS = frozenset({METADATA, AssetType.TRAILER.value})
"""Parts whose content depends on the user's metadata language; artwork is fetched in all languages."""


class PairState(StrEnum):
    """What the store knows of one pair."""

    FRESH = "fresh"
    STALE = "stale"
    MISSING = "missing"
    RESTING = "resting"


class Decision(StrEnum):
    """What a call does about one pair."""

    USE = "use"
    ASK = "ask"
    LEAVE = "leave"


@dataclass(frozen=True, slots=True)
class Standpoint:
    """What an answer of one provider would rest on if it were asked now.

    Attributes:
        ids: all ids known of the title.
        best_id: (kind, value) the provider would be asked with, ``None`` if it knows none of the ids.
        generation: see :class:`FetchBasis`.
        language: metadata language.
    """

    ids: ExternalIds = field(default_factory=ExternalIds)
    best_id: tuple[str, str] | None = None
    generation: int = 0
    language: str = ""

    def basis(self) -> FetchBasis:
        """Return what an answer asked for now is remembered to rest on. Needs a ``best_id``."""
        if self.best_id is None:
            raise ValueError("a provider without a usable id cannot be asked")
        return FetchBasis(*self.best_id, generation=self.generation, language=self.language)


def is_young(success_at: datetime, *, now: datetime, max_age: timedelta = MAX_AGE) -> bool:
    """Tell whether *success_at* is less than *max_age* ago; exactly that old is too old.

    A success that lies in the future by more than the tolerance was dated by a wrong clock: not young.
    """
    return -SKEW_TOLERANCE <= now - success_at < min(max_age, MAX_AGE)


def pair_state(
    record: FetchRecord | None, standpoint: Standpoint, *, now: datetime, max_age: timedelta = MAX_AGE
) -> PairState:
    """Return what *record* is worth now. A success that is still fresh outweighs a failed refetch."""
    if record is None:
        return PairState.MISSING
    has_rows = record.live_rows >= record.item_count
    if (
        record.last_success_at is not None
        and has_rows
        and is_young(record.last_success_at, now=now, max_age=max_age)
        and rests_on_the_same(record, standpoint)
    ):
        return PairState.FRESH
    if is_resting(record, now=now):
        return PairState.RESTING
    return PairState.MISSING if record.last_success_at is None or not has_rows else PairState.STALE


def is_resting(record: FetchRecord, *, now: datetime) -> bool:
    """Tell whether the last attempt failed and the next one is not due yet."""
    if record.outcome.is_success or record.next_retry_at is None:
        return False
    # A retry further ahead than any rest lasts was dated by a wrong clock and must not rest for years.
    return now < record.next_retry_at <= now + LONGEST_REST + SKEW_TOLERANCE


def rests_on_the_same(record: FetchRecord, standpoint: Standpoint) -> bool:
    """Tell whether the stored answer would be given again for today's id, key kind and language.

    A provider keeps to the id it was asked with as long as that id is still the title's: learning a further
    id makes nothing stale. Only "not found" is asked anew when a better id has become known since.
    """
    basis = record.basis
    if basis is None:
        return False
    if basis.generation != standpoint.generation:
        return False
    if record.part in LANGUAGE_PARTS and basis.language != standpoint.language:
        return False
    used = (basis.id_kind, basis.id_value)
    if record.outcome is Outcome.NOT_FOUND:
        return used == standpoint.best_id
    return standpoint.ids.get(basis.id_kind) == basis.id_value


def decide(state: PairState, *, force: bool, priority: Priority, is_paused: bool = False) -> Decision:
    """Return the cell of the matrix above. *is_paused*: breaker open, 429, or key refused."""
    if force:
        return Decision.ASK
    if state is PairState.FRESH:
        return Decision.USE
    if state is PairState.RESTING and (priority is not Priority.USER or is_paused):
        return Decision.LEAVE
    return Decision.ASK


def groups_with(groups: Iterable[AnswerGroup], parts: Iterable[str]) -> tuple[AnswerGroup, ...]:
    """Return the groups that deliver any of *parts*: a provider is asked for whole groups only."""
    wanted = frozenset(parts)
    return tuple(group for group in groups if group.parts & wanted)


def rest_after(failures: int, *, named_s: float | None = None) -> timedelta:
    """Return how long the background leaves a pair alone after its n-th failure in a row.

    Five minutes, doubling up to 24 hours. *named_s*: seconds the provider itself named (Retry-After), which
    rule where given, within the same ceiling.
    """
    if named_s is not None and named_s > 0:
        return min(timedelta(seconds=min(named_s, LONGEST_REST.total_seconds())), LONGEST_REST)
    doublings = min(max(failures, 1) - 1, 20)  # 2^20 rests are far beyond the ceiling, and never overflow
    return min(FIRST_REST * (1 << doublings), LONGEST_REST)
