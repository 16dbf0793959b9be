"""Saving what a provider answered: merge, never wipe.

One short transaction per provider and part: a program killed in between leaves whole parts, and each part's
record in ``provider_fetches`` is written together with its rows.
"""

from __future__ import annotations

import logging
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

from metarr_desktop.domain.asset import USER_PROVIDER, AssetType, ProviderImage, ProviderVideo, ScoreParts
from metarr_desktop.domain.entity import EntityKey, EntityMetadata, ExternalIds
from metarr_desktop.domain.fetch import Outcome
from metarr_desktop.domain.fetch_record import FetchBasis
from metarr_desktop.domain.provider import METADATA
from metarr_desktop.domain.seasons import merge_seasons
from metarr_desktop.domain.utc_text import to_utc_text
from metarr_desktop.store.answer_rows import AnswerRows, PartChanges
from metarr_desktop.store.database import Database
from metarr_desktop.store.entities import Entities
from metarr_desktop.store.id_conflicts import IdConflicts
from metarr_desktop.store.provider_fetches import ProviderFetches
from metarr_desktop.store.provider_metadata import ProviderMetadata

_log = logging.getLogger(__name__)
_FIRST_RETRY = timedelta(minutes=5)


@dataclass(frozen=True, slots=True)
class AnswerToSave:
    """A provider's answer to one group.

    Attributes:
        identity_revision: of the title when it was asked; an answer to an earlier identity is not saved.
        parts: what was asked for, values of :class:`AssetType` and possibly ``"metadata"``.
        scores: by type and address, as offered.
        basis: what the answer rests on; its language counts for metadata and trailers only.
        incomplete_parts, complete_seasons: see ``ProviderAnswer``.
        error_kind, message, next_retry_at: of the incomplete parts, which are remembered as failed.
    """

    key: EntityKey
    identity_revision: int
    provider: str
    parts: frozenset[str]
    outcome: Outcome
    basis: FetchBasis
    now: datetime
    images: tuple[ProviderImage, ...] = ()
    videos: tuple[ProviderVideo, ...] = ()
    metadata: EntityMetadata | None = None
    external_ids: ExternalIds = field(default_factory=ExternalIds)
    incomplete_parts: frozenset[str] = frozenset()
    complete_seasons: frozenset[int] = frozenset()
    scores: Mapping[tuple[AssetType, str], ScoreParts] = field(default_factory=dict)
    error_kind: str = "incomplete"
    message: str = ""
    next_retry_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class SaveReport:
    """What a save changed.

    Attributes:
        new_asset_ids: rows whose address was never stored before; ``vanished`` and ``returned`` count
        addresses
            that are no longer offered, or are again.
        item_counts: rows per part after the write, as remembered.
        skipped_rows: offers the database cannot hold.
        id_conflicts: per id kind (stored, given); the stored one stays.
        is_outdated: the title was identified anew, or removed, meanwhile: nothing was saved.
    """

    new_asset_ids: Mapping[AssetType, tuple[int, ...]] = field(default_factory=dict)
    vanished: Mapping[AssetType, int] = field(default_factory=dict)
    returned: Mapping[AssetType, int] = field(default_factory=dict)
    item_counts: Mapping[str, int] = field(default_factory=dict)
    skipped_rows: int = 0
    id_conflicts: Mapping[str, tuple[str, str]] = field(default_factory=dict)
    is_outdated: bool = False


class Answers:
    """Writes answers into ``provider_assets``, ``provider_metadata`` and ``provider_fetches``."""

    def __init__(
        self,
        database: Database,
        fetches: ProviderFetches,
        metadata: ProviderMetadata,
        entities: Entities,
        id_conflicts: IdConflicts,
    ) -> None:
        self._database = database
        self._fetches = fetches
        self._metadata = metadata
        self._entities = entities
        self._id_conflicts = id_conflicts
        self._rows = AnswerRows(database)

    def save(self, answer: AnswerToSave) -> SaveReport:
        """Merge *answer* into the store and say what changed.

        What people decided, analysis results and the rows of other providers stay. Rows of this provider
        that it no longer offers are marked missing, unless the part is incomplete.
        """
        if answer.provider == USER_PROVIDER or not answer.outcome.is_success:
            raise ValueError(f"an answer of {answer.provider} that ended {answer.outcome} cannot be saved")
        changes: dict[AssetType, PartChanges] = {}
        counts: dict[str, int] = {}
        conflicts = self._learn(answer)
        if conflicts is None:
            return SaveReport(is_outdated=True)
        for part in sorted(answer.parts):
            with self._database.transaction():
                if self._fetches.revision(answer.key) != answer.identity_revision:
                    return replace(_report(changes, counts, conflicts), is_outdated=True)
                if part == METADATA:
                    counts[part] = self._save_metadata(answer)
                else:
                    changed = self._save_rows(answer, AssetType(part))
                    changes[AssetType(part)] = changed
                    counts[part] = changed.item_count
                self._remember(answer, part, counts[part])
        unasked = sum(item.asset_type not in answer.parts for item in _items(answer))
        report = _report(changes, counts, conflicts)
        return replace(report, skipped_rows=report.skipped_rows + unasked)

    def _learn(self, answer: AnswerToSave) -> dict[str, tuple[str, str]] | None:
        with self._database.transaction():
            if self._fetches.revision(answer.key) != answer.identity_revision:
                return None
            conflicts = self._entities.fill_ids(answer.key, answer.external_ids)[1]
            # A part of what it knows, such as the seasons alone, takes back nothing it said before.
            is_whole = METADATA in answer.parts - answer.incomplete_parts
            self._id_conflicts.note(
                answer.key, answer.identity_revision, answer.provider, answer.external_ids, conflicts,
                is_whole=is_whole, now=answer.now,
            )  # fmt: skip
            return conflicts

    def _save_metadata(self, answer: AnswerToSave) -> int:
        address = (answer.key, answer.identity_revision, answer.provider)
        if answer.metadata is not None:
            self._metadata.save(*address, answer.metadata, answer.now)
            self._entities.fill_metadata(answer.key, answer.metadata, answer.provider)
            if answer.metadata.seasons:
                said = self._metadata.all(answer.key)
                favourites_first = sorted(said, key=self._entities.rank_of)
                self._entities.set_seasons(
                    answer.key, merge_seasons(said[name][0].seasons for name in favourites_first)
                )
            return 1
        if METADATA not in answer.incomplete_parts:
            self._metadata.mark_missing(*address, answer.now)
        return 0

    def _save_rows(self, answer: AnswerToSave, asset_type: AssetType) -> PartChanges:
        is_complete = asset_type not in answer.incomplete_parts
        items: list[ProviderImage | ProviderVideo] = [
            item for item in _items(answer) if item.asset_type == asset_type
        ]
        changed = self._rows.merge(
            answer.key, answer.identity_revision, answer.provider, asset_type, items, answer.scores,
            to_utc_text(answer.now), None if is_complete else answer.complete_seasons,
        )  # fmt: skip
        if changed.skipped:
            _log.warning(
                "skipped %d malformed %s offers of %s for %s",
                changed.skipped, asset_type, answer.provider, answer.key,
            )  # fmt: skip
        return changed

    def _remember(self, answer: AnswerToSave, part: str, count: int) -> None:
        if part in answer.incomplete_parts:
            self._fetches.save_failure(
                answer.key, answer.provider, (part,), Outcome.FAILED, answer.error_kind,
                answer.message or "Only a part of the answer arrived; what arrived was kept.",
                now=answer.now, next_retry_at=answer.next_retry_at or answer.now + _FIRST_RETRY,
            )  # fmt: skip
            return
        has_language = part in (METADATA, AssetType.TRAILER)
        outcome = answer.outcome
        if outcome is not Outcome.NOT_FOUND:
            outcome = Outcome.OK if count else Outcome.EMPTY
        self._fetches.save_success(
            answer.key, answer.identity_revision, answer.provider, part, outcome=outcome, item_count=count,
            basis=answer.basis if has_language else replace(answer.basis, language=""), now=answer.now,
        )  # fmt: skip


def _items(answer: AnswerToSave) -> list[ProviderImage | ProviderVideo]:
    return [*answer.images, *answer.videos]


def _report(
    changes: Mapping[AssetType, PartChanges],
    counts: Mapping[str, int],
    conflicts: Mapping[str, tuple[str, str]],
) -> SaveReport:
    return SaveReport(
        new_asset_ids={each: found.new_ids for each, found in changes.items() if found.new_ids},
        vanished={each: found.vanished for each, found in changes.items() if found.vanished},
        returned={each: found.returned for each, found in changes.items() if found.returned},
        item_counts=counts,
        skipped_rows=sum(found.skipped for found in changes.values()),
        id_conflicts=conflicts,
    )
