"""The numbered steps that make the tables, oldest first. A step that was released is never changed again.

Three words differ between SQLite and PostgreSQL: ``{pk}``, a number given by the database, ``{title}``, a title by
which one sorts without regard to case, and ``{nulls_first}``, which says of a column what SQLite does anyway.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Migration:
    """One step: *statements* run in order, in one transaction together with the note that it was done.

    ``creates`` names a table that may be there already, from a program that used the original design; then
    the step only takes note.
    """

    number: int
    name: str
    statements: tuple[str, ...]
    creates: str = ""


_ORIGINAL_TABLE = """
CREATE TABLE provider_assets (
  id {pk},
  entity_type TEXT NOT NULL,        -- 'movie', 'tv', 'music'
  entity_id INTEGER NOT NULL,       -- FK to movies/series/albums
  asset_type TEXT NOT NULL,         -- 'poster', 'fanart', 'trailer', etc.
  provider_name TEXT NOT NULL,      -- 'tmdb', 'fanart_tv', 'tvdb'
  provider_url TEXT NOT NULL,       -- Remote URL (source of truth)
  provider_metadata TEXT,           -- JSON: votes, language, etc.
  width INTEGER,
  height INTEGER,

  -- Analysis data (enrichment phase)
  analyzed INTEGER DEFAULT 0,       -- Has been analyzed?
  content_hash TEXT,                -- SHA256 of downloaded file
  perceptual_hash TEXT,             -- pHash for similarity matching
  score INTEGER,                    -- 0-100 quality score

  -- Selection state
  is_selected INTEGER DEFAULT 0,    -- User/auto selected for publishing
  is_rejected INTEGER DEFAULT 0,    -- User explicitly rejected
  is_downloaded INTEGER DEFAULT 0,  -- Exists in cache_image_files

  -- Timestamps
  fetched_at TIMESTAMP DEFAULT CURRENT_TIMESTAMP,
  selected_at TIMESTAMP,
  selected_by TEXT,                 -- 'user' | 'auto'

  -- Indexes
  UNIQUE(entity_type, entity_id, asset_type, provider_url)
)
"""

MIGRATIONS: tuple[Migration, ...] = (
    Migration(
        1,
        "provider_assets of the original design",
        (
            _ORIGINAL_TABLE,
            "CREATE INDEX idx_provider_assets_entity ON provider_assets(entity_type, entity_id)",
            "CREATE INDEX idx_provider_assets_type ON provider_assets(entity_type, entity_id, asset_type)",
            "CREATE INDEX idx_provider_assets_fetched ON provider_assets(fetched_at)",
        ),
        creates="provider_assets",
    ),
    Migration(
        2,
        "what provider_assets needs for browsing and merging",
        (
            "ALTER TABLE provider_assets ADD COLUMN thumb_url TEXT",
            "ALTER TABLE provider_assets ADD COLUMN language TEXT",
            "ALTER TABLE provider_assets ADD COLUMN season_number INTEGER",
            "ALTER TABLE provider_assets ADD COLUMN votes INTEGER",
            "ALTER TABLE provider_assets ADD COLUMN score_parts TEXT",
            "ALTER TABLE provider_assets ADD COLUMN selection_order INTEGER",
            "ALTER TABLE provider_assets ADD COLUMN identity_revision INTEGER NOT NULL DEFAULT 0",
            "ALTER TABLE provider_assets ADD COLUMN first_seen_at TIMESTAMP",
            "ALTER TABLE provider_assets ADD COLUMN missing_since TIMESTAMP",
            "ALTER TABLE provider_assets ADD COLUMN duplicate_of INTEGER",
            "ALTER TABLE provider_assets ADD COLUMN mime_type TEXT",
            "ALTER TABLE provider_assets ADD COLUMN file_size BIGINT",
            "UPDATE provider_assets SET first_seen_at = fetched_at",
        ),
    ),
    Migration(
        3,
        "titles and what was asked of whom",
        (
            """CREATE TABLE entities (
              entity_type TEXT NOT NULL, entity_id INTEGER NOT NULL,
              title TEXT NOT NULL, year INTEGER, edition TEXT NOT NULL DEFAULT '',
              path TEXT, runtime_min INTEGER, state TEXT NOT NULL,
              identity_revision INTEGER NOT NULL DEFAULT 0, highest_revision INTEGER NOT NULL DEFAULT 0,
              metadata TEXT NOT NULL DEFAULT '{}', metadata_sources TEXT NOT NULL DEFAULT '{}',
              edited_fields TEXT NOT NULL DEFAULT '[]',
              added_at TIMESTAMP NOT NULL, PRIMARY KEY (entity_type, entity_id))""",
            "CREATE INDEX idx_entities_path ON entities(path)",
            """CREATE TABLE entity_external_ids (
              entity_type TEXT NOT NULL, entity_id INTEGER NOT NULL,
              id_kind TEXT NOT NULL, id_value TEXT NOT NULL,
              PRIMARY KEY (entity_type, entity_id, id_kind),
              FOREIGN KEY (entity_type, entity_id) REFERENCES entities(entity_type, entity_id)
                ON DELETE CASCADE)""",
            """CREATE INDEX idx_entity_external_ids_value
              ON entity_external_ids(entity_type, id_kind, id_value)""",
            """CREATE TABLE provider_fetches (
              entity_type TEXT NOT NULL, entity_id INTEGER NOT NULL, identity_revision INTEGER NOT NULL,
              provider_name TEXT NOT NULL, part TEXT NOT NULL,
              last_attempt_at TIMESTAMP NOT NULL, last_success_at TIMESTAMP, outcome TEXT NOT NULL,
              error_kind TEXT NOT NULL DEFAULT '', message TEXT NOT NULL DEFAULT '',
              item_count INTEGER NOT NULL DEFAULT 0,
              id_kind TEXT, id_value TEXT,
              generation INTEGER NOT NULL DEFAULT 0, language TEXT NOT NULL DEFAULT '',
              failures INTEGER NOT NULL DEFAULT 0, next_retry_at TIMESTAMP,
              PRIMARY KEY (entity_type, entity_id, identity_revision, provider_name, part))""",
            """CREATE TABLE provider_metadata (
              entity_type TEXT NOT NULL, entity_id INTEGER NOT NULL, identity_revision INTEGER NOT NULL,
              provider_name TEXT NOT NULL, data TEXT NOT NULL,
              fetched_at TIMESTAMP NOT NULL, missing_since TIMESTAMP,
              PRIMARY KEY (entity_type, entity_id, identity_revision, provider_name))""",
        ),
    ),
    Migration(
        4,
        "choices, history and numbers",
        (
            """CREATE TABLE cache_image_files (
              sha256 TEXT NOT NULL PRIMARY KEY, path TEXT NOT NULL, bytes BIGINT NOT NULL,
              width INTEGER, height INTEGER, mime TEXT NOT NULL, created_at TIMESTAMP NOT NULL)""",
            """CREATE TABLE slot_locks (
              entity_type TEXT NOT NULL, entity_id INTEGER NOT NULL, asset_type TEXT NOT NULL,
              season_number INTEGER NOT NULL DEFAULT -1, source TEXT NOT NULL, locked_at TIMESTAMP NOT NULL,
              PRIMARY KEY (entity_type, entity_id, asset_type, season_number, source))""",
            """CREATE TABLE asset_views (
              entity_type TEXT NOT NULL, entity_id INTEGER NOT NULL, asset_type TEXT NOT NULL,
              viewed_at TIMESTAMP NOT NULL, PRIMARY KEY (entity_type, entity_id, asset_type))""",
            """CREATE TABLE history (
              id {pk}, happened_at TIMESTAMP NOT NULL, act TEXT NOT NULL, text TEXT NOT NULL,
              entity_type TEXT, entity_id INTEGER, before TEXT NOT NULL, after TEXT NOT NULL,
              is_undone INTEGER NOT NULL DEFAULT 0, can_redo INTEGER NOT NULL DEFAULT 1)""",
            "CREATE INDEX idx_history_entity ON history(entity_type, entity_id)",
            """CREATE TABLE daily_statistics (
              day TEXT NOT NULL, measure TEXT NOT NULL, subject TEXT NOT NULL DEFAULT '',
              amount INTEGER NOT NULL DEFAULT 0, PRIMARY KEY (day, measure, subject))""",
            """CREATE TABLE flight_durations (
              id {pk}, finished_at TIMESTAMP NOT NULL, provider_name TEXT NOT NULL,
              elapsed_s DOUBLE PRECISION NOT NULL)""",
            "CREATE INDEX idx_flight_durations_finished ON flight_durations(finished_at)",
        ),
    ),
    Migration(
        5,
        "turns at services whose limit all programs of a machine share",
        (
            """CREATE TABLE request_turns (
              provider_name TEXT NOT NULL PRIMARY KEY, next_turn_at TIMESTAMP NOT NULL)""",
        ),
    ),
    Migration(
        6,
        "ids by which providers contradict what is stored",
        (
            """CREATE TABLE id_conflicts (
              entity_type TEXT NOT NULL, entity_id INTEGER NOT NULL, identity_revision INTEGER NOT NULL,
              provider_name TEXT NOT NULL, id_kind TEXT NOT NULL,
              stored TEXT NOT NULL, given TEXT NOT NULL, seen_at TIMESTAMP NOT NULL,
              PRIMARY KEY (entity_type, entity_id, identity_revision, provider_name, id_kind))""",
        ),
    ),
    Migration(
        7,
        "what pictures look like, and rejections taken back",
        (
            """CREATE TABLE picture_hashes (
              picture_url TEXT NOT NULL PRIMARY KEY, perceptual TEXT NOT NULL, difference TEXT NOT NULL,
              mask TEXT, ratio DOUBLE PRECISION NOT NULL, is_plain INTEGER NOT NULL DEFAULT 0,
              hashed_at TIMESTAMP NOT NULL)""",
            """CREATE TABLE lifted_rejections (
              entity_type TEXT NOT NULL, entity_id INTEGER NOT NULL, asset_type TEXT NOT NULL,
              provider_url TEXT NOT NULL,
              PRIMARY KEY (entity_type, entity_id, asset_type, provider_url))""",
        ),
    ),
    Migration(
        8,
        "jobs, who runs them, and when",
        (
            """CREATE TABLE jobs (
              id {pk}, kind TEXT NOT NULL, job_key TEXT NOT NULL, payload TEXT NOT NULL DEFAULT '{}',
              priority INTEGER NOT NULL, state TEXT NOT NULL, attempts INTEGER NOT NULL DEFAULT 0,
              due_at TIMESTAMP NOT NULL, created_at TIMESTAMP NOT NULL,
              started_at TIMESTAMP, finished_at TIMESTAMP, lease_owner TEXT, lease_until TIMESTAMP,
              progress_done INTEGER NOT NULL DEFAULT 0, progress_total INTEGER NOT NULL DEFAULT 0,
              progress_words TEXT NOT NULL DEFAULT '', error TEXT NOT NULL DEFAULT '',
              result TEXT NOT NULL DEFAULT '{}', is_abort_requested INTEGER NOT NULL DEFAULT 0)""",
            "CREATE UNIQUE INDEX idx_jobs_queued_key ON jobs(job_key) WHERE state = 'queued'",
            "CREATE UNIQUE INDEX idx_jobs_running_key ON jobs(job_key) WHERE state = 'running'",
            "CREATE INDEX idx_jobs_due ON jobs(state, priority, due_at)",
            "CREATE INDEX idx_jobs_finished ON jobs(finished_at)",
            """CREATE TABLE automation_lease (
              name TEXT NOT NULL PRIMARY KEY, owner TEXT NOT NULL, lease_until TIMESTAMP NOT NULL)""",
            """CREATE TABLE schedules (
              name TEXT NOT NULL PRIMARY KEY, settings TEXT NOT NULL DEFAULT '{}',
              feeds TEXT NOT NULL DEFAULT '{}', slice_begun_at TIMESTAMP, next_run_at TIMESTAMP,
              last_started_at TIMESTAMP, last_finished_at TIMESTAMP, last_result TEXT NOT NULL DEFAULT '{}')""",
        ),
    ),
    Migration(
        9,
        "originals, enrichment, and what it proposes",
        (
            "ALTER TABLE entities ADD COLUMN is_monitored INTEGER NOT NULL DEFAULT 1",
            "ALTER TABLE provider_assets ADD COLUMN has_alpha INTEGER",
            "ALTER TABLE provider_assets ADD COLUMN unreadable_since TIMESTAMP",
            "CREATE TABLE image_addresses (address TEXT NOT NULL PRIMARY KEY, sha256 TEXT NOT NULL)",
            """CREATE TABLE enrichments (
              entity_type TEXT NOT NULL, entity_id INTEGER NOT NULL, phase TEXT NOT NULL, state TEXT NOT NULL,
              started_at TIMESTAMP NOT NULL, changed_at TIMESTAMP NOT NULL, report TEXT NOT NULL DEFAULT '{}',
              PRIMARY KEY (entity_type, entity_id))""",
            """CREATE TABLE proposals (
              id {pk}, entity_type TEXT NOT NULL, entity_id INTEGER NOT NULL, asset_type TEXT NOT NULL,
              season_number INTEGER NOT NULL DEFAULT -1, asset_id INTEGER NOT NULL, replaces INTEGER,
              reason TEXT NOT NULL DEFAULT '', created_at TIMESTAMP NOT NULL)""",
            "CREATE UNIQUE INDEX idx_proposals_asset ON proposals(asset_id)",
            "CREATE INDEX idx_proposals_entity ON proposals(entity_type, entity_id)",
        ),
    ),
    Migration(
        10,
        "the colours of pictures, which tell one design in two colours apart",
        ("ALTER TABLE picture_hashes ADD COLUMN tint TEXT",),
    ),
    Migration(
        11,
        "what other programs report",
        (
            """CREATE TABLE webhook_events (
              id {pk}, source TEXT NOT NULL, event TEXT NOT NULL, content_key TEXT NOT NULL,
              occurrence INTEGER NOT NULL DEFAULT 0, payload TEXT NOT NULL,
              received_at TIMESTAMP NOT NULL, last_delivery_at TIMESTAMP NOT NULL,
              deliveries INTEGER NOT NULL DEFAULT 1, state TEXT NOT NULL, job_id INTEGER,
              message TEXT NOT NULL DEFAULT '')""",
            "CREATE UNIQUE INDEX idx_webhook_events_content ON webhook_events(content_key, occurrence)",
            "CREATE INDEX idx_webhook_events_last ON webhook_events(last_delivery_at)",
        ),
    ),
    Migration(
        12,
        "a pause of the automatic work",
        ("ALTER TABLE automation_lease ADD COLUMN is_paused INTEGER NOT NULL DEFAULT 0",),
    ),
    Migration(
        13,
        "what a person does not want proposed, and which acts are automation's",
        (
            """CREATE TABLE dismissed_proposals (
              entity_type TEXT NOT NULL, entity_id INTEGER NOT NULL, asset_type TEXT NOT NULL,
              provider_url TEXT NOT NULL, season_number INTEGER NOT NULL DEFAULT -1, content_hash TEXT,
              dismissed_at TIMESTAMP NOT NULL,
              PRIMARY KEY (entity_type, entity_id, asset_type, provider_url))""",
            "ALTER TABLE history ADD COLUMN is_automatic INTEGER NOT NULL DEFAULT 0",
            "UPDATE history SET is_automatic = 1 WHERE substr(text, 1, 14) = 'Automatically '",
        ),
    ),
    Migration(
        14,
        "the order of the cache table, and how old what it holds is",
        (
            "CREATE INDEX idx_entities_title ON entities({title}, entity_type, entity_id, identity_revision)",
            """CREATE INDEX idx_provider_fetches_success ON provider_fetches
              (last_success_at{nulls_first}, entity_type, entity_id, provider_name, part, identity_revision,
              outcome)""",
            """CREATE INDEX idx_provider_fetches_provider ON provider_fetches
              (provider_name, entity_type, entity_id, part, identity_revision)""",
            """CREATE INDEX idx_provider_fetches_part ON provider_fetches
              (part, entity_type, entity_id, provider_name, identity_revision)""",
            """CREATE INDEX idx_provider_fetches_rows ON provider_fetches
              (item_count, entity_type, entity_id, provider_name, part, identity_revision)""",
            """CREATE INDEX idx_provider_fetches_failed ON provider_fetches
              (next_retry_at, last_success_at, entity_type, entity_id, provider_name, part, identity_revision)
              WHERE outcome IN ('failed', 'timed_out')""",
        ),
    ),
)
