"""A database of the size a big library grows to: every 20th title has 400 posters, the others have 60."""

from __future__ import annotations

import hashlib
import os
import sqlite3
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

from metarr_desktop.domain.asset import AssetType, ProviderImage, ScoreParts
from metarr_desktop.domain.entity import EntityKey, EntityType
from metarr_desktop.domain.fetch import Outcome
from metarr_desktop.domain.fetch_record import FetchBasis
from metarr_desktop.domain.utc_text import to_utc_text
from metarr_desktop.store import AnswerToSave, Store
from metarr_desktop.store.schema import MIGRATIONS
from metarr_desktop.store.serialise import score_to_json

NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)
MANY, FEW = 400, 60
_GROUP = 20  # titles, of which the first has MANY pictures
_FORMAT = "1"  # raise it when the rows below change
_SCORE = ScoreParts(28, 18, 20, 11, 5, (0.93, 0.9, 1.0, 0.55, 0.5))

_PICTURE = (
    "INSERT INTO provider_assets (entity_type, entity_id, asset_type, provider_url, provider_name, "
    "provider_metadata, thumb_url, width, height, language, votes, score, score_parts, is_selected, "
    "fetched_at, first_seen_at) VALUES ('movie', ?, 'poster', ?, ?, ?, ?, 2000, 3000, ?, ?, ?, ?, ?, ?, ?)"
)
_TITLE = (
    "INSERT INTO entities (entity_type, entity_id, title, year, state, added_at) "
    "VALUES ('movie', ?, ?, ?, 'identified', ?)"
)
_FETCH = (
    "INSERT INTO provider_fetches (entity_type, entity_id, identity_revision, provider_name, part, "
    "last_attempt_at, last_success_at, outcome, item_count, id_kind, id_value) "
    "VALUES ('movie', ?, 0, ?, 'poster', ?, ?, 'ok', ?, 'tmdb', ?)"
)


def titles_with(pictures: int, rows: int) -> list[EntityKey]:
    """Return the titles of a table of *rows* rows that have *pictures* (MANY or FEW) pictures."""
    return [EntityKey(EntityType.MOVIE, number) for number, count in _titles(rows) if count == pictures]


def open_table(rows: int, folder: Path) -> Store:
    """Return a store whose ``provider_assets`` has about *rows* rows, made in *folder* if it is not there yet."""
    steps = "".join(text for migration in MIGRATIONS for text in migration.statements)
    stamp = hashlib.sha256(f"{_FORMAT}{steps}{_PICTURE}{_TITLE}{_FETCH}".encode()).hexdigest()[:8]
    path = folder / f"rows-{rows}-{stamp}.sqlite3"
    if not path.exists():
        folder.mkdir(parents=True, exist_ok=True)
        for old in folder.glob(f"rows-{rows}-*"):
            old.unlink()  # half a gigabyte each
        partial = path.with_suffix(".part")
        _open(partial).close_now()
        _fill(partial, rows)
        os.replace(partial, path)
    return _open(path)


def answer_with(key: EntityKey, count: int, number: int) -> AnswerToSave:
    """Return what TMDB would answer for *key* now: its *count* pictures, with votes that changed a little."""
    images = tuple(
        ProviderImage(
            AssetType.POSTER, url, thumb, 2000, 3000, language, None,
            {"kind": "poster", "votes": votes + number % 2, "voteAverage": 5.312},
        )
        for url, _, thumb, language, votes in _pictures(key.entity_id, count)
    )  # fmt: skip
    return AnswerToSave(
        key, 0, "tmdb", frozenset({"poster"}), Outcome.OK, FetchBasis("tmdb", str(key.entity_id)),
        NOW.replace(second=number % 60), images,
        scores={(AssetType.POSTER, image.url): _SCORE for image in images},
    )  # fmt: skip


def _open(path: Path) -> Store:
    return Store.open(f"sqlite:///{path}", clock=lambda: NOW, provider_order=("tmdb", "fanart_tv"))


def _titles(rows: int) -> Iterator[tuple[int, int]]:
    number = made = 0
    while made < rows:
        count = min(rows - made, MANY if number % _GROUP == 0 else FEW)
        number += 1
        made += count
        yield number, count


def _pictures(title: int, count: int) -> Iterator[tuple[str, str, str, str | None, int]]:
    """Yield (url, provider, thumb_url, language, votes); the order of addresses is unlike that of scores."""
    for place in range(count):
        name = f"{(title * 1009 + place) * 0x9E3779B97F4A7C15 % 2**108:027x}.jpg"
        base = "https://image.tmdb.org/t/p"
        language = ("en", None, "de", "fr", "ja")[place % 5]
        yield f"{base}/original/{name}", "tmdb", f"{base}/w342/{name}", language, place * 7919 % 300


def _fill(path: Path, rows: int) -> None:
    """Insert everything at once, the secondary indexes afterwards: 1,000,000 rows in some seconds."""
    moment, score_json = to_utc_text(NOW), score_to_json(_SCORE)
    database = sqlite3.connect(path)
    indexes = [
        (name, text)
        for name, text in database.execute(
            "SELECT name, sql FROM sqlite_master WHERE tbl_name = 'provider_assets' AND type = 'index' "
            "AND sql IS NOT NULL"
        )
    ]
    database.execute("PRAGMA synchronous = OFF")
    for name, _ in indexes:
        database.execute(f"DROP INDEX {name}")
    titles = list(_titles(rows))
    with database:
        database.executemany(_TITLE, ((each, f"Film {each}", 1930 + each % 95, moment) for each, _ in titles))
        database.executemany(
            _FETCH, ((each, "tmdb", moment, moment, count, str(each)) for each, count in titles)
        )
        database.executemany(
            _PICTURE,
            (
                (title, url, provider, f'{{"kind":"poster","votes":{votes},"voteAverage":5.312,"rank_share":0.5}}',
                 thumb, language, votes, votes * 31 % 101, score_json, int(votes == 0), moment, moment)
                for title, count in titles
                for url, provider, thumb, language, votes in _pictures(title, count)
            ),
        )  # fmt: skip
        for _, text in indexes:
            database.execute(text)
    database.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    database.close()
