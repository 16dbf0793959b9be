"""The tables as peewee sees them.

``migrations.py`` creates them; a test holds the two together. Rows never leave the store. The models are
bound to no database, since several stores may be open at once: queries name theirs,
``query.execute(database.peewee)``.
"""

from __future__ import annotations

import json
from datetime import datetime
from typing import Any

import peewee

from metarr_desktop.domain.utc_text import from_utc_text, to_utc_text


class UtcField(peewee.Field):
    """An aware time, stored as UTC without zone: text in SQLite, ``timestamp`` in PostgreSQL."""

    field_type = "TIMESTAMP"

    def db_value(self, value: datetime | None) -> str | None:
        return None if value is None else to_utc_text(value)

    def python_value(self, value: str | datetime | None) -> datetime | None:
        return None if value is None else from_utc_text(value)


class JsonField(peewee.TextField):
    """A JSON value as ASCII text, which holds any string, also those PostgreSQL would refuse."""

    def db_value(self, value: Any) -> str | None:
        return None if value is None else json.dumps(value, allow_nan=False)

    def python_value(self, value: str | None) -> Any:
        return None if value is None else json.loads(value)


class ProviderAssetRow(peewee.Model):
    entity_type = peewee.TextField()
    entity_id = peewee.IntegerField()
    asset_type = peewee.TextField()
    provider_name = peewee.TextField()
    provider_url = peewee.TextField()
    provider_metadata = peewee.TextField(null=True)  # parsed by CachedAsset, on first use
    width = peewee.IntegerField(null=True)
    height = peewee.IntegerField(null=True)
    analyzed = peewee.IntegerField(default=0, null=True)
    content_hash = peewee.TextField(null=True)
    perceptual_hash = peewee.TextField(null=True)
    score = peewee.IntegerField(null=True)
    is_selected = peewee.IntegerField(default=0, null=True)
    is_rejected = peewee.IntegerField(default=0, null=True)
    is_downloaded = peewee.IntegerField(default=0, null=True)
    fetched_at = UtcField(null=True)
    selected_at = UtcField(null=True)
    selected_by = peewee.TextField(null=True)
    thumb_url = peewee.TextField(null=True)
    language = peewee.TextField(null=True)
    season_number = peewee.IntegerField(null=True)
    votes = peewee.IntegerField(null=True)
    score_parts = peewee.TextField(null=True)
    selection_order = peewee.IntegerField(null=True)
    identity_revision = peewee.IntegerField(default=0)
    first_seen_at = UtcField(null=True)
    missing_since = UtcField(null=True)
    duplicate_of = peewee.IntegerField(null=True)
    mime_type = peewee.TextField(null=True)
    file_size = peewee.BigIntegerField(null=True)
    has_alpha = peewee.IntegerField(null=True)
    unreadable_since = UtcField(null=True)

    class Meta:
        table_name = "provider_assets"


class EntityRow(peewee.Model):
    entity_type = peewee.TextField()
    entity_id = peewee.IntegerField()
    title = peewee.TextField()
    year = peewee.IntegerField(null=True)
    edition = peewee.TextField(default="")
    path = peewee.TextField(null=True)
    runtime_min = peewee.IntegerField(null=True)
    state = peewee.TextField()
    identity_revision = peewee.IntegerField(default=0)
    highest_revision = peewee.IntegerField(default=0)
    metadata = JsonField(default=dict)
    metadata_sources = JsonField(default=dict)
    edited_fields = JsonField(default=list)
    added_at = UtcField()
    is_monitored = peewee.IntegerField(default=1)

    class Meta:
        table_name = "entities"
        primary_key = peewee.CompositeKey("entity_type", "entity_id")


class ExternalIdRow(peewee.Model):
    entity_type = peewee.TextField()
    entity_id = peewee.IntegerField()
    id_kind = peewee.TextField()
    id_value = peewee.TextField()

    class Meta:
        table_name = "entity_external_ids"
        primary_key = peewee.CompositeKey("entity_type", "entity_id", "id_kind")


class ProviderFetchRow(peewee.Model):
    entity_type = peewee.TextField()
    entity_id = peewee.IntegerField()
    identity_revision = peewee.IntegerField()
    provider_name = peewee.TextField()
    part = peewee.TextField()
    last_attempt_at = UtcField()
    last_success_at = UtcField(null=True)
    outcome = peewee.TextField()
    error_kind = peewee.TextField(default="")
    message = peewee.TextField(default="")
    item_count = peewee.IntegerField(default=0)
    id_kind = peewee.TextField(null=True)
    id_value = peewee.TextField(null=True)
    generation = peewee.IntegerField(default=0)
    language = peewee.TextField(default="")
    failures = peewee.IntegerField(default=0)
    next_retry_at = UtcField(null=True)

    class Meta:
        table_name = "provider_fetches"
        primary_key = peewee.CompositeKey(
            "entity_type", "entity_id", "identity_revision", "provider_name", "part"
        )


class ProviderMetadataRow(peewee.Model):
    entity_type = peewee.TextField()
    entity_id = peewee.IntegerField()
    identity_revision = peewee.IntegerField()
    provider_name = peewee.TextField()
    data = peewee.TextField()
    fetched_at = UtcField()
    missing_since = UtcField(null=True)

    class Meta:
        table_name = "provider_metadata"
        primary_key = peewee.CompositeKey("entity_type", "entity_id", "identity_revision", "provider_name")


class CacheImageFileRow(peewee.Model):
    """An original on the disk; ``path`` is below the folder of originals, ``width`` and ``height`` are px."""

    sha256 = peewee.TextField(primary_key=True)
    path = peewee.TextField()
    bytes = peewee.BigIntegerField()
    width = peewee.IntegerField(null=True)
    height = peewee.IntegerField(null=True)
    mime = peewee.TextField()
    created_at = UtcField()

    class Meta:
        table_name = "cache_image_files"


class ImageAddressRow(peewee.Model):
    """Which file the original at an address is; of another title, or from before its row was deleted, too."""

    address = peewee.TextField(primary_key=True)
    sha256 = peewee.TextField()

    class Meta:
        table_name = "image_addresses"


class EnrichmentRow(peewee.Model):
    """The last enrichment of a title: the phase it reached, how it ended, its report."""

    entity_type = peewee.TextField()
    entity_id = peewee.IntegerField()
    phase = peewee.TextField()
    state = peewee.TextField()
    started_at = UtcField()
    changed_at = UtcField()
    report = JsonField(default=dict)

    class Meta:
        table_name = "enrichments"
        primary_key = peewee.CompositeKey("entity_type", "entity_id")


class ProposalRow(peewee.Model):
    """``asset_id`` is proposed, in place of ``replaces`` if that is given; ``season_number`` -1: of no season."""

    id = peewee.AutoField()
    entity_type = peewee.TextField()
    entity_id = peewee.IntegerField()
    asset_type = peewee.TextField()
    season_number = peewee.IntegerField(default=-1)
    asset_id = peewee.IntegerField()
    replaces = peewee.IntegerField(null=True)
    reason = peewee.TextField(default="")
    created_at = UtcField()

    class Meta:
        table_name = "proposals"


class DismissedProposalRow(peewee.Model):
    """A picture that is not proposed again, nor any other with the same content."""

    entity_type = peewee.TextField()
    entity_id = peewee.IntegerField()
    asset_type = peewee.TextField()
    provider_url = peewee.TextField()
    season_number = peewee.IntegerField(default=-1)
    content_hash = peewee.TextField(null=True)
    dismissed_at = UtcField()

    class Meta:
        table_name = "dismissed_proposals"
        primary_key = peewee.CompositeKey("entity_type", "entity_id", "asset_type", "provider_url")


class SlotLockRow(peewee.Model):
    """``season_number`` -1 is the whole type; ``source`` is ``pick`` (by selecting) or ``user`` (by itself)."""

    entity_type = peewee.TextField()
    entity_id = peewee.IntegerField()
    asset_type = peewee.TextField()
    season_number = peewee.IntegerField(default=-1)
    source = peewee.TextField()
    locked_at = UtcField()

    class Meta:
        table_name = "slot_locks"
        primary_key = peewee.CompositeKey("entity_type", "entity_id", "asset_type", "season_number", "source")


class ViewRow(peewee.Model):
    entity_type = peewee.TextField()
    entity_id = peewee.IntegerField()
    asset_type = peewee.TextField()
    viewed_at = UtcField()

    class Meta:
        table_name = "asset_views"
        primary_key = peewee.CompositeKey("entity_type", "entity_id", "asset_type")


class HistoryRow(peewee.Model):
    """One act; ``before`` and ``after`` are what undo and redo restore. Redo is lost with the next act."""

    id = peewee.AutoField()
    happened_at = UtcField()
    act = peewee.TextField()
    text = peewee.TextField()
    entity_type = peewee.TextField(null=True)
    entity_id = peewee.IntegerField(null=True)
    before = JsonField()
    after = JsonField()
    is_undone = peewee.IntegerField(default=0)
    can_redo = peewee.IntegerField(default=1)
    is_automatic = peewee.IntegerField(default=0)

    class Meta:
        table_name = "history"


class DailyStatisticRow(peewee.Model):
    """One counter of one UTC day: ``measure`` such as ``event.hit``, ``subject`` a provider or empty."""

    day = peewee.TextField()
    measure = peewee.TextField()
    subject = peewee.TextField(default="")
    amount = peewee.IntegerField(default=0)

    class Meta:
        table_name = "daily_statistics"
        primary_key = peewee.CompositeKey("day", "measure", "subject")


class FlightDurationRow(peewee.Model):
    id = peewee.AutoField()
    finished_at = UtcField()
    provider_name = peewee.TextField()
    elapsed_s = peewee.FloatField()

    class Meta:
        table_name = "flight_durations"


class RequestTurnRow(peewee.Model):
    """When the next request to a service may be sent, whichever program sends it."""

    provider_name = peewee.TextField(primary_key=True)
    next_turn_at = UtcField()

    class Meta:
        table_name = "request_turns"


class IdConflictRow(peewee.Model):
    """A provider gives the title the id ``given``, while ``stored`` is its id of that kind here."""

    entity_type = peewee.TextField()
    entity_id = peewee.IntegerField()
    identity_revision = peewee.IntegerField()
    provider_name = peewee.TextField()
    id_kind = peewee.TextField()
    stored = peewee.TextField()
    given = peewee.TextField()
    seen_at = UtcField()

    class Meta:
        table_name = "id_conflicts"
        primary_key = peewee.CompositeKey(
            "entity_type", "entity_id", "identity_revision", "provider_name", "id_kind"
        )


MODELS: tuple[type[peewee.Model], ...] = (
    ProviderAssetRow, EntityRow, ExternalIdRow, ProviderFetchRow, ProviderMetadataRow, CacheImageFileRow,
    SlotLockRow, ImageAddressRow, EnrichmentRow, ProposalRow, DismissedProposalRow, ViewRow, HistoryRow,
    DailyStatisticRow, FlightDurationRow, RequestTurnRow, IdConflictRow,
)  # fmt: skip
