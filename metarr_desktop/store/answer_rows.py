"""Merging the offers of one provider and type into ``provider_assets``, inside the caller's transaction."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

import peewee

from metarr_desktop.domain.asset import USER_PROVIDER, AssetType, ProviderImage, ProviderVideo, ScoreParts
from metarr_desktop.domain.entity import EntityKey
from metarr_desktop.domain.utc_text import from_utc_text
from metarr_desktop.store.database import Database
from metarr_desktop.store.offers import ALSO_OFFERED_BY, BadRow, Offer, offer_of, with_season_fragments
from metarr_desktop.store.serialise import compact_json, json_object

# Never in the list of changes: id, first_seen_at, and every column of a choice. A known value never becomes
# unknown, and what an analysis of the bytes found outweighs what the provider states.
_UPSERT = """
INSERT INTO provider_assets (entity_type, entity_id, asset_type, provider_url, provider_name, provider_metadata,
  thumb_url, width, height, language, season_number, votes, score, score_parts, fetched_at, first_seen_at,
  identity_revision)
VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
ON CONFLICT (entity_type, entity_id, asset_type, provider_url) DO UPDATE SET
  provider_name = excluded.provider_name, provider_metadata = excluded.provider_metadata,
  thumb_url = COALESCE(excluded.thumb_url, provider_assets.thumb_url),
  width = CASE WHEN provider_assets.analyzed = 1 THEN provider_assets.width
    ELSE COALESCE(excluded.width, provider_assets.width) END,
  height = CASE WHEN provider_assets.analyzed = 1 THEN provider_assets.height
    ELSE COALESCE(excluded.height, provider_assets.height) END,
  language = COALESCE(excluded.language, provider_assets.language),
  season_number = excluded.season_number,
  votes = COALESCE(excluded.votes, provider_assets.votes),
  score = CASE WHEN provider_assets.analyzed = 1 THEN provider_assets.score
    ELSE COALESCE(excluded.score, provider_assets.score) END,
  score_parts = CASE WHEN provider_assets.analyzed = 1 THEN provider_assets.score_parts
    ELSE COALESCE(excluded.score_parts, provider_assets.score_parts) END,
  fetched_at = excluded.fetched_at, missing_since = NULL, identity_revision = excluded.identity_revision
"""

_SLOT = "entity_type = ? AND entity_id = ? AND asset_type = ?"

_UNDECIDED = """
SELECT id FROM provider_assets AS a WHERE entity_type = ? AND entity_id = ? AND asset_type = ?
  AND provider_name = ? AND identity_revision = ?
  AND COALESCE(is_selected, 0) = 0 AND COALESCE(is_rejected, 0) = 0
  AND NOT EXISTS (SELECT 1 FROM slot_locks AS l WHERE l.entity_type = a.entity_type AND l.entity_id = a.entity_id
    AND l.asset_type = a.asset_type AND l.season_number IN (-1, COALESCE(a.season_number, -1)))
"""


@dataclass(frozen=True, slots=True)
class PartChanges:
    """What merging one part changed; ``item_count`` is counted from the table afterwards."""

    item_count: int
    new_ids: tuple[int, ...]
    vanished: int
    returned: int
    skipped: int


class _Stored(NamedTuple):
    id: int
    provider: str
    season_number: int | None
    is_live: bool
    metadata_json: str

    @property
    def notes(self) -> dict[str, Any]:
        """What other providers say of the same address, by provider."""
        if ALSO_OFFERED_BY not in self.metadata_json:  # almost always: spares parsing
            return {}
        notes = json_object(self.metadata_json).get(ALSO_OFFERED_BY)
        return notes if isinstance(notes, dict) else {}


class AnswerRows:
    """Writes rows of ``provider_assets`` on behalf of providers."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def merge(
        self,
        key: EntityKey,
        revision: int,
        provider: str,
        asset_type: AssetType,
        items: Iterable[ProviderImage | ProviderVideo],
        scores: Mapping[tuple[AssetType, str], ScoreParts],
        now_text: str,
        complete_seasons: Collection[int] | None = None,
    ) -> PartChanges:
        """Merge *items* and mark missing what is no longer offered.

        *complete_seasons* ``None`` is a complete answer; otherwise only rows of these seasons can go missing.
        """
        slot = (key.entity_type, key.entity_id, asset_type)
        stored = self._stored(slot, revision)
        offers, skipped = _offers(items, scores, stored)
        taken = {url for url in offers if url in stored and _is_of_another(stored[url], provider)}
        mine = [offer for url, offer in offers.items() if url not in taken]
        refused = self._upsert(slot, revision, provider, mine, stored, now_text)
        self._note(provider, {url: offers[url] for url in taken}, stored, now_text)
        written = {offer.url for offer in mine} - refused

        def is_answered(row: _Stored) -> bool:
            return complete_seasons is None or row.season_number in complete_seasons

        gone = [
            (url, row)
            for url, row in stored.items()
            if url not in offers and row.is_live and is_answered(row)
        ]
        self._forget_notes(provider, [row for _, row in gone if row.provider != provider])
        vanished = self._vanish([row for _, row in gone if row.provider == provider], now_text)
        new = written - stored.keys()
        return PartChanges(
            item_count=self._count(slot, revision, provider),
            new_ids=self._ids(slot, new),
            vanished=vanished,
            returned=sum(not stored[url].is_live for url in written & stored.keys()),
            skipped=skipped + len(refused),
        )

    def forget(
        self, key: EntityKey, revision: int, provider: str, asset_type: AssetType, now_text: str
    ) -> tuple[int, int]:
        """Forget what *provider* offered of one type; returns how many pictures that are, and how many stay.

        What is selected or rejected, or lies in a locked slot, stays; what another provider offers, too, becomes its.
        """
        slot = (key.entity_type, key.entity_id, asset_type)
        stored = self._stored(slot, revision)
        self._forget_notes(provider, [row for row in stored.values() if row.provider != provider])
        undecided = {row[0] for row in self._database.rows(_UNDECIDED, (*slot, provider, revision))}
        kept = self._decided(slot, revision, provider, len(undecided))
        heirs = [row for row in stored.values() if row.id in undecided and row.is_live and row.notes]
        for row in heirs:
            self._hand_over(row)
        gone = undecided - {row.id for row in heirs}
        newest = self._database.row("SELECT MAX(id) FROM provider_assets")
        hidden = gone & ({newest[0]} if newest is not None else set())
        # SQLite would give the number of the newest to the next picture of any title, and whoever still shows this
        # one would act upon that one: it is only hidden.
        newly_hidden = {row.id for row in stored.values() if row.id in hidden and row.is_live}
        self._database.run_many(
            "UPDATE provider_assets SET missing_since = ? WHERE id = ?",
            [(now_text, each) for each in newly_hidden],
        )
        deleted = [(each,) for each in sorted(gone - hidden)]
        self._database.run_many("DELETE FROM proposals WHERE asset_id = ?", deleted)
        self._database.run_many("DELETE FROM provider_assets WHERE id = ?", deleted)
        return len(deleted) + len(newly_hidden), kept

    def _decided(self, slot: Sequence[object], revision: int, provider: str, undecided: int) -> int:
        row = self._database.row(
            f"SELECT COUNT(*) FROM provider_assets WHERE {_SLOT} AND provider_name = ? AND identity_revision = ?",
            (*slot, provider, revision),
        )
        return (int(row[0]) if row else 0) - undecided

    def _stored(self, slot: Sequence[object], revision: int) -> dict[str, _Stored]:
        return {
            url: _Stored(
                asset_id, name, season, missing is None and its_revision == revision, metadata or "{}"
            )
            for asset_id, url, name, season, missing, its_revision, metadata in self._database.rows(
                "SELECT id, provider_url, provider_name, season_number, missing_since, identity_revision, "
                f"provider_metadata FROM provider_assets WHERE {_SLOT}",
                slot,
            )
        }

    def _upsert(
        self,
        slot: tuple[str, int, str],
        revision: int,
        provider: str,
        offers: Iterable[Offer],
        stored: Mapping[str, _Stored],
        now_text: str,
    ) -> set[str]:
        """Write *offers*; returns the addresses the database refused."""
        rows = []
        for offer in offers:
            metadata_json = offer.metadata_json
            notes = stored[offer.url].notes if offer.url in stored else {}
            if notes.keys() - {provider}:
                others = {name: note for name, note in notes.items() if name != provider}
                metadata_json = compact_json({**json_object(metadata_json), ALSO_OFFERED_BY: others})
            rows.append(
                (*slot, offer.url, provider, metadata_json, offer.thumb_url, offer.width, offer.height,
                 offer.language, offer.season_number, offer.votes, offer.score, offer.score_json, now_text,
                 now_text, revision)
            )  # fmt: skip
        try:
            with self._database.transaction():
                self._database.run_many(_UPSERT, rows)
        except (peewee.IntegrityError, peewee.DataError, peewee.InterfaceError):
            return self._upsert_singly(rows)
        return set()

    def _upsert_singly(self, rows: Iterable[tuple[Any, ...]]) -> set[str]:
        # A bad row never loses its neighbours: a savepoint each, for PostgreSQL ends a failed transaction.
        refused = set()
        for row in rows:
            try:
                with self._database.transaction():
                    self._database.run(_UPSERT, row)
            except (peewee.IntegrityError, peewee.DataError, peewee.InterfaceError):
                refused.add(row[3])
        return refused

    def _note(
        self, provider: str, offers: Mapping[str, Offer], stored: Mapping[str, _Stored], now_text: str
    ) -> None:
        now = from_utc_text(now_text)
        self._write_metadata(
            (stored[url], stored[url].notes | {provider: offer.note(now)}) for url, offer in offers.items()
        )

    def _forget_notes(self, provider: str, rows: Iterable[_Stored]) -> None:
        self._write_metadata(
            (row, {name: note for name, note in row.notes.items() if name != provider})
            for row in rows
            if provider in row.notes
        )

    def _write_metadata(self, noted: Iterable[tuple[_Stored, dict[str, Any]]]) -> None:
        many = []
        for row, notes in noted:
            metadata = {**json_object(row.metadata_json), ALSO_OFFERED_BY: notes}
            if not notes:
                del metadata[ALSO_OFFERED_BY]
            many.append((compact_json(metadata), row.id))
        if many:
            self._database.run_many("UPDATE provider_assets SET provider_metadata = ? WHERE id = ?", many)

    def _vanish(self, rows: Iterable[_Stored], now_text: str) -> int:
        """Mark rows missing, or hand them to another provider that offers them too; returns how many vanished."""
        vanished = []
        for row in rows:
            if row.notes:
                self._hand_over(row)
            else:
                vanished.append((now_text, row.id))
        if vanished:
            self._database.run_many("UPDATE provider_assets SET missing_since = ? WHERE id = ?", vanished)
        return len(vanished)

    def _hand_over(self, row: _Stored) -> None:
        notes = row.notes
        heir = next(iter(notes))
        note = notes.pop(heir)
        metadata = dict(note.get("metadata") or {})
        if notes:
            metadata[ALSO_OFFERED_BY] = notes
        self._database.run(
            "UPDATE provider_assets SET provider_name = ?, provider_metadata = ?, "
            "thumb_url = COALESCE(?, thumb_url), language = COALESCE(?, language), votes = ?, "
            "width = CASE WHEN analyzed = 1 THEN width ELSE COALESCE(?, width) END, "
            "height = CASE WHEN analyzed = 1 THEN height ELSE COALESCE(?, height) END, "
            "score = CASE WHEN analyzed = 1 THEN score ELSE COALESCE(?, score) END, "
            "score_parts = CASE WHEN analyzed = 1 THEN score_parts ELSE COALESCE(?, score_parts) END, "
            "fetched_at = COALESCE(?, fetched_at) WHERE id = ?",
            (heir, compact_json(metadata), note.get("thumb_url"), note.get("language"), note.get("votes"),
             note.get("width"), note.get("height"), note.get("score"), note.get("score_json"),
             note.get("fetched_at"), row.id),
        )  # fmt: skip

    def _count(self, slot: Sequence[object], revision: int, provider: str) -> int:
        row = self._database.row(
            f"SELECT COUNT(*) FROM provider_assets WHERE {_SLOT} AND provider_name = ? "
            "AND identity_revision = ? AND missing_since IS NULL",
            (*slot, provider, revision),
        )
        return int(row[0]) if row else 0

    def _ids(self, slot: Sequence[object], urls: Collection[str]) -> tuple[int, ...]:
        if not urls:
            return ()
        rows = self._database.rows(
            f"SELECT id, provider_url FROM provider_assets WHERE {_SLOT} ORDER BY id", slot
        )
        return tuple(asset_id for asset_id, url in rows if url in urls)


def _offers(
    items: Iterable[ProviderImage | ProviderVideo],
    scores: Mapping[tuple[AssetType, str], ScoreParts],
    stored: Mapping[str, _Stored],
) -> tuple[dict[str, Offer], int]:
    sound, skipped = [], 0
    for item in items:
        try:
            sound.append(offer_of(item, scores))
        except BadRow:
            skipped += 1
    seasons = {url: row.season_number for url, row in stored.items()}
    return with_season_fragments(sound, seasons), skipped


def _is_of_another(row: _Stored, provider: str) -> bool:
    return row.is_live and row.provider not in (provider, USER_PROVIDER)
