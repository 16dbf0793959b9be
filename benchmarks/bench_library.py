"""Ten thousand: filtering, sorting and merging so many candidates, and opening a library of so many titles."""

from __future__ import annotations

import sqlite3
import sys
import tempfile
import time
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from benchmarks.cached_rows import NOW
from benchmarks.event_loop import application, run_in_qt
from benchmarks.measure import (
    Line,
    Report,
    at_most,
    compared,
    duration,
    show,
    take_turns,
    take_turns_awaiting,
)
from benchmarks.tiles import asset, asset_model
from metarr_desktop.domain.asset import ASSET_SHAPES, AssetType, CachedAsset
from metarr_desktop.domain.utc_text import to_utc_text
from metarr_desktop.library.library import LibraryService
from metarr_desktop.store import Store
from ui.assets.asset_filter import HALF, AssetFilter, AssetSort, sorted_assets, visible_assets
from ui.assets.facets import count_facets

_AT_ONCE_MS = 100.0  # what a person takes for immediate; no promise was made for so many candidates
_OPEN_MS = 1500.0  # a library of 10,000 films, as the design of the screens promises
_POSTERS = 20
_SHAPE = ASSET_SHAPES[AssetType.POSTER]


def measure(count: int = 10_000, rounds: int = 15) -> Report:
    """Return the report for *count* candidates and *count* titles with 20 posters each."""
    application()
    assets = [asset(number) for number in range(1, count + 1)]
    with tempfile.TemporaryDirectory() as folder:
        lines = [
            *_filters(assets, rounds),
            *_merges(assets, rounds),
            _rows(Path(folder), count, max(3, rounds // 5)),
        ]
    return Report("library", lines, ["CPU time."])


def _filters(assets: Sequence[CachedAsset], rounds: int) -> list[Line]:
    wanted = AssetFilter(languages=frozenset({"en", "none"}), least=HALF)
    turns = take_turns(
        {
            "pass": lambda _: [each for each in assets if each.language == "en" and not each.is_rejected],
            "filter": lambda _: visible_assets(assets, wanted, _SHAPE),
            "facets": lambda _: count_facets(assets, wanted, _SHAPE),
            "votes": lambda _: sorted_assets(assets, AssetSort.VOTES),
            "size": lambda _: sorted_assets(assets, AssetSort.SIZE),
        },
        rounds=rounds, clock=time.thread_time,
    )  # fmt: skip
    return [
        _in_ms(f"{what} {len(assets):,} candidates", turns.median(name), turns.median("pass"))
        for what, name in (
            ("filtering", "filter"),
            ("counting the filters of", "facets"),
            ("sorting by votes", "votes"),
            ("sorting by size", "size"),
        )
    ]


def _in_ms(what: str, ours: float, floor: float) -> Line:
    return Line(what, ours * 1000, at_most(_AT_ONCE_MS), duration(ours), duration(floor), "ms")


def _merges(assets: Sequence[CachedAsset], rounds: int) -> list[Line]:
    """Bring a refresh into the model: some pictures gone, some new, some with other votes; none reset."""
    model = asset_model(assets)
    news = [replace(each, score=50) if each.id % 50 == 0 else each for each in assets if each.id % 97]
    lists = [list(assets), news]

    def reset(number: int) -> None:
        model.beginResetModel()
        list(lists[number % 2])
        model.endResetModel()

    turns = take_turns(
        {"merge": lambda number: model.show(lists[number % 2], frozenset()), "reset": reset},
        rounds=rounds, clock=time.thread_time,
    )  # fmt: skip
    return [_in_ms(f"merging {len(assets):,} candidates", turns.median("merge"), turns.median("reset"))]


def _rows(folder: Path, count: int, rounds: int) -> Line:
    path = folder / "library.sqlite3"
    store = Store.open(f"sqlite:///{path}", clock=lambda: NOW)
    _fill(path, count)
    try:
        return run_in_qt(lambda: _opened(store, path, count, rounds))
    finally:
        store.close_now()


async def _opened(store: Store, path: Path, count: int, rounds: int) -> Line:
    library = LibraryService(store, clock=lambda: NOW)
    raw = sqlite3.connect(path)

    async def ours(_: int) -> object:
        rows = await library.rows()
        assert len(rows) == count
        return rows

    async def floor(_: int) -> object:
        titles = raw.execute("SELECT * FROM entities ORDER BY title").fetchall()
        best = "SELECT entity_id, provider_url, MAX(score) FROM provider_assets WHERE asset_type = 'poster' GROUP BY 1"
        return titles, raw.execute(best).fetchall()

    turns = await take_turns_awaiting({"ours": ours, "raw": floor}, rounds=rounds, warm_ups=1)
    raw.close()
    seconds = turns.median("ours")
    line = compared(f"rows() of {count:,} titles", turns, "ours", "raw")
    return replace(line, value=seconds * 1000, goal=at_most(_OPEN_MS), unit="ms")


def _fill(path: Path, count: int) -> None:
    moment = to_utc_text(NOW)
    database = sqlite3.connect(path)
    with database:
        database.executemany(
            "INSERT INTO entities (entity_type, entity_id, title, year, state, metadata, added_at) "
            "VALUES ('movie', ?, ?, ?, 'identified', '{\"overview\":\"A film.\"}', ?)",
            ((n, f"Film {n * 7919 % count}", 1930 + n % 95, moment) for n in range(1, count + 1)),
        )
        database.executemany(
            "INSERT INTO entity_external_ids VALUES ('movie', ?, 'tmdb', ?)",
            ((n, str(n)) for n in range(1, count + 1)),
        )
        database.executemany(
            "INSERT INTO provider_fetches (entity_type, entity_id, identity_revision, provider_name, part, "
            "last_attempt_at, last_success_at, outcome) VALUES ('movie', ?, 0, 'tmdb', 'poster', ?, ?, 'ok')",
            ((n, moment, moment) for n in range(1, count + 1)),
        )
        database.executemany(
            "INSERT INTO provider_assets (entity_type, entity_id, asset_type, provider_name, provider_url, score, "
            "is_selected, fetched_at, first_seen_at) VALUES ('movie', ?, 'poster', 'tmdb', ?, ?, ?, ?, ?)",
            (
                (n, f"https://images.example/{n}/{k}.jpg", (n + k) * 37 % 101, int(k == 3 and n % 2 == 0), moment,
                 moment)
                for n in range(1, count + 1)
                for k in range(_POSTERS)
            ),
        )  # fmt: skip
    database.close()


if __name__ == "__main__":
    sys.exit(show(measure()))
