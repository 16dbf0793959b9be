"""The invariants of the store about what is kept (1 to 5), each by its name."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from metarr_desktop.curation import Curator
from metarr_desktop.domain.asset import AssetType, ScoreParts
from metarr_desktop.domain.fetch import Outcome
from metarr_desktop.store import Store
from tests.builders import MOVIE, NOON, an_image
from tests.store.reading import by_url, posters, save, set_columns

LATER = NOON + timedelta(days=8)


class TestInvariant1MergeNeverWipe:
    async def test_a_refetch_keeps_what_the_user_selected(self, store: Store) -> None:
        save(store, an_image("a.jpg"), an_image("b.jpg"))
        await Curator(store).select(by_url(store)["b.jpg"].id)
        before = by_url(store)["b.jpg"]
        save(store, an_image("a.jpg"), an_image("b.jpg"), now=LATER)
        after = by_url(store)["b.jpg"]
        assert replace(after, fetched_at=before.fetched_at) == before

    async def test_a_refetch_keeps_what_the_user_rejected(self, store: Store) -> None:
        save(store, an_image("a.jpg"))
        await Curator(store).reject(by_url(store)["a.jpg"].id)
        save(store, an_image("a.jpg"), now=LATER)
        assert by_url(store)["a.jpg"].is_rejected

    async def test_a_refetch_keeps_the_order_of_a_slot_for_several(self, store: Store) -> None:
        fanart = [an_image(f"{name}.jpg", AssetType.FANART) for name in "abc"]
        save(store, *fanart)
        rows = by_url(store, AssetType.FANART)
        for name in ("c.jpg", "a.jpg", "b.jpg"):
            await Curator(store).add(rows[name].id)
        save(store, *fanart, now=LATER)
        order = {name: row.selection_order for name, row in by_url(store, AssetType.FANART).items()}
        assert order == {"c.jpg": 0, "a.jpg": 1, "b.jpg": 2}

    def test_a_refetch_keeps_the_analysis_of_an_unchanged_address(self, store: Store) -> None:
        save(store, an_image("a.jpg", width=1000, height=1426))
        set_columns(store, "a.jpg", analyzed=1, width=999, height=1425, score=77, content_hash="c0ffee")
        score = ScoreParts(30, 20, 20, 10, 10)
        image = an_image("a.jpg", width=1000, height=1426)
        save(store, image, now=LATER, scores={(AssetType.POSTER, image.url): score})
        after = by_url(store)["a.jpg"]
        assert (after.analyzed, after.width, after.height, after.score) == (True, 999, 1425, 77)

    async def test_a_refetch_keeps_locks(self, store: Store) -> None:
        await Curator(store).set_lock(MOVIE, AssetType.POSTER, is_locked=True)
        save(store, an_image())
        assert store.call(store.locks.is_locked, MOVIE, AssetType.POSTER)


class TestInvariant2MissingInsteadOfDeleted:
    def test_a_row_no_longer_offered_is_hidden_and_kept(self, store: Store) -> None:
        save(store, an_image("a.jpg"), an_image("b.jpg"))
        report = save(store, an_image("a.jpg"), now=LATER)
        assert [asset.url[-5:] for asset in posters(store)] == ["a.jpg"]
        assert by_url(store)["b.jpg"].missing_since == LATER
        assert report.vanished == {AssetType.POSTER: 1}

    def test_a_row_no_longer_offered_stays_visible_while_selected(self, store: Store) -> None:
        save(store, an_image("a.jpg"))
        set_columns(store, "a.jpg", is_selected=1)
        save(store, now=LATER)
        assert len(posters(store)) == 1

    def test_a_row_no_longer_offered_stays_visible_while_downloaded(self, store: Store) -> None:
        save(store, an_image("a.jpg"))
        set_columns(store, "a.jpg", is_downloaded=1)
        save(store, now=LATER)
        assert len(posters(store)) == 1

    async def test_a_rejected_address_that_returns_is_still_rejected(self, store: Store) -> None:
        save(store, an_image("a.jpg"))
        await Curator(store).reject(by_url(store)["a.jpg"].id)
        save(store, now=LATER)
        report = save(store, an_image("a.jpg"), now=LATER)
        after = by_url(store)["a.jpg"]
        assert (after.is_rejected, after.missing_since) == (True, None)
        assert (report.returned, report.new_asset_ids) == ({AssetType.POSTER: 1}, {})

    def test_rows_of_a_failed_provider_are_untouched(self, store: Store) -> None:
        save(store, an_image("a.jpg"))
        before = posters(store)
        store.call(
            store.fetches.save_failure, MOVIE, "tmdb", ["poster"], Outcome.TIMED_OUT, "unreachable", "No answer.",
            now=LATER,
        )  # fmt: skip
        assert posters(store) == before

    def test_rows_of_another_provider_are_untouched(self, store: Store) -> None:
        save(store, an_image("a.jpg"))
        before = by_url(store)["a.jpg"]
        save(store, provider="fanart_tv", outcome=Outcome.EMPTY, now=LATER)
        assert by_url(store)["a.jpg"] == before

    def test_rows_missing_for_long_are_pruned_unless_decided_about(self, store: Store, clock: Any) -> None:
        save(store, *(an_image(f"{name}.jpg") for name in ("free", "selected", "rejected", "downloaded")))
        for name in ("selected", "rejected", "downloaded"):
            set_columns(store, f"{name}.jpg", **{f"is_{name}": 1})
        save(store, now=NOON)
        clock.advance(days=91)
        assert store.call(store.assets.prune_missing) == 1
        assert sorted(by_url(store)) == ["downloaded.jpg", "rejected.jpg", "selected.jpg"]


class TestInvariant3KnownIsNeverReplacedByUnknown:
    def test_dimensions_and_language_once_known_stay(self, store: Store) -> None:
        save(
            store, an_image("a.jpg", width=2000, height=3000, language="de", thumb_url="https://t.example/a")
        )
        save(store, an_image("a.jpg", width=None, height=None, language=None), now=LATER)
        after = by_url(store)["a.jpg"]
        known = (after.width, after.height, after.language, after.thumb_url)
        assert known == (2000, 3000, "de", "https://t.example/a")

    def test_dimensions_that_become_known_are_taken_over(self, store: Store) -> None:
        save(store, an_image("a.jpg", width=None, height=None))
        save(store, an_image("a.jpg", width=2000, height=3000), now=LATER)
        assert by_url(store)["a.jpg"].pixels == 6_000_000


class TestInvariant4BadRowsLoseNoNeighbours:
    @pytest.mark.parametrize(
        "bad",
        [
            an_image("bad.jpg", width=2**31),
            an_image("bad.jpg", width=-1),
            an_image("bad.jpg", width="1000"),
            an_image("bad.jpg", metadata={"votes": float("nan")}),
            an_image("bad.jpg", metadata={"votes": object()}),
            an_image("bad.jpg", language="e\0n"),
            an_image("https://images.example/\ud800.jpg"),
            replace(an_image(), url=""),
            replace(an_image(), url=None),
            an_image("metarr:own/" + "0" * 64),
            an_image("bad.jpg", AssetType.SEASONPOSTER, season_number=-3),
        ],
        ids=["too wide", "negative", "text as width", "nan", "object", "nul", "surrogate", "empty", "none", "own",
             "season"],
    )  # fmt: skip
    def test_a_row_the_database_cannot_hold_is_skipped_and_counted(self, store: Store, bad: Any) -> None:
        good = [an_image(asset_type=bad.asset_type), an_image(asset_type=bad.asset_type)]
        report = save(store, good[0], bad, good[1])
        assert (report.item_counts, report.skipped_rows) == ({str(bad.asset_type): 2}, 1)

    def test_a_row_the_database_refuses_is_skipped_and_counted(self, store: Store) -> None:
        store.call(
            store._database.run,
            "CREATE TRIGGER no_bad BEFORE INSERT ON provider_assets WHEN NEW.provider_url LIKE '%bad%' "
            "BEGIN SELECT RAISE(ABORT, 'refused'); END",
        )
        report = save(store, an_image("a.jpg"), an_image("bad.jpg"), an_image("b.jpg"))
        assert (sorted(by_url(store)), report.skipped_rows) == (["a.jpg", "b.jpg"], 1)
        assert len(report.new_asset_ids[AssetType.POSTER]) == 2

    def test_a_malformed_stored_row_is_skipped_and_counted(self, store: Store) -> None:
        save(store, an_image("a.jpg"), an_image("b.jpg"), an_image("c.jpg"))
        set_columns(store, "b.jpg", fetched_at="yesterday")
        set_columns(store, "c.jpg", width="wide")
        assert [asset.url[-5:] for asset in posters(store)] == ["a.jpg"]
        assert store.assets.skipped_rows == 2

    def test_each_type_is_saved_in_a_transaction_of_its_own(self, store: Store) -> None:
        statements: list[str] = []
        store.call(lambda: store._database.peewee.connection().set_trace_callback(statements.append))
        save(store, an_image(), an_image(asset_type=AssetType.FANART))
        assert (
            statements.count("BEGIN IMMEDIATE") == statements.count("COMMIT") == 3
        )  # learnt ids, and two types


class TestInvariant5OneSelectionFlag:
    async def test_the_browser_reads_what_a_statement_of_the_original_design_selects(
        self, store: Store, tmp_path: Path
    ) -> None:
        save(store, an_image("a.jpg"), an_image("b.jpg"))
        await Curator(store).select(by_url(store)["b.jpg"].id)
        with closing(sqlite3.connect(tmp_path / "metarr.sqlite3")) as publisher:
            found = publisher.execute(
                "SELECT provider_url FROM provider_assets WHERE is_selected = 1"
            ).fetchall()
        assert [url[-5:] for (url,) in found] == ["b.jpg"]
