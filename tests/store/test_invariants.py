"""The nine invariants of the store, each by its name."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from metarr_desktop.curation import Curator
from metarr_desktop.domain.asset import AssetType, CachedAsset, ScoreParts
from metarr_desktop.domain.entity import EntityKey, EntityType, ExternalIds
from metarr_desktop.domain.fetch import Outcome
from metarr_desktop.domain.fetch_record import FetchRecord
from metarr_desktop.store import SaveReport, Store, address_of
from tests.builders import MOVIE, NOON, a_video, an_answer, an_entity, an_image

LATER = NOON + timedelta(days=8)


def _save(store: Store, *items: Any, **values: Any) -> SaveReport:
    return store.call(store.answers.save, an_answer(*items, **values))


def _posters(store: Store, **options: Any) -> list[CachedAsset]:
    return store.call(store.assets.list, MOVIE, AssetType.POSTER, **options)


def _by_url(store: Store, asset_type: AssetType = AssetType.POSTER) -> dict[str, CachedAsset]:
    assets = store.call(store.assets.list, MOVIE, asset_type, include_hidden=True)
    return {asset.url.rsplit("/", 1)[-1]: asset for asset in assets}


def _record(store: Store, provider: str = "tmdb", part: str = "poster") -> FetchRecord:
    return store.call(store.fetches.records, MOVIE)[provider, part]


def _set(store: Store, url: str, **columns: object) -> None:
    names = ", ".join(f"{name} = ?" for name in columns)
    text = f"UPDATE provider_assets SET {names} WHERE provider_url LIKE ?"
    assert store.call(store._database.run, text, (*columns.values(), f"%/{url}")) == 1


class TestInvariant1MergeNeverWipe:
    async def test_a_refetch_keeps_what_the_user_selected(self, store: Store) -> None:
        _save(store, an_image("a.jpg"), an_image("b.jpg"))
        await Curator(store).select(_by_url(store)["b.jpg"].id)
        before = _by_url(store)["b.jpg"]
        _save(store, an_image("a.jpg"), an_image("b.jpg"), now=LATER)
        after = _by_url(store)["b.jpg"]
        assert replace(after, fetched_at=before.fetched_at) == before

    async def test_a_refetch_keeps_what_the_user_rejected(self, store: Store) -> None:
        _save(store, an_image("a.jpg"))
        await Curator(store).reject(_by_url(store)["a.jpg"].id)
        _save(store, an_image("a.jpg"), now=LATER)
        assert _by_url(store)["a.jpg"].is_rejected

    async def test_a_refetch_keeps_the_order_of_a_slot_for_several(self, store: Store) -> None:
        fanart = [an_image(f"{name}.jpg", AssetType.FANART) for name in "abc"]
        _save(store, *fanart)
        rows = _by_url(store, AssetType.FANART)
        for name in ("c.jpg", "a.jpg", "b.jpg"):
            await Curator(store).add(rows[name].id)
        _save(store, *fanart, now=LATER)
        order = {name: row.selection_order for name, row in _by_url(store, AssetType.FANART).items()}
        assert order == {"c.jpg": 0, "a.jpg": 1, "b.jpg": 2}

    def test_a_refetch_keeps_the_analysis_of_an_unchanged_address(self, store: Store) -> None:
        _save(store, an_image("a.jpg", width=1000, height=1426))
        _set(store, "a.jpg", analyzed=1, width=999, height=1425, score=77, content_hash="c0ffee")
        score = ScoreParts(30, 20, 20, 10, 10)
        image = an_image("a.jpg", width=1000, height=1426)
        _save(store, image, now=LATER, scores={(AssetType.POSTER, image.url): score})
        after = _by_url(store)["a.jpg"]
        assert (after.analyzed, after.width, after.height, after.score) == (True, 999, 1425, 77)

    async def test_a_refetch_keeps_locks(self, store: Store) -> None:
        await Curator(store).set_lock(MOVIE, AssetType.POSTER, is_locked=True)
        _save(store, an_image())
        assert store.call(store.locks.is_locked, MOVIE, AssetType.POSTER)


class TestInvariant2MissingInsteadOfDeleted:
    def test_a_row_no_longer_offered_is_hidden_and_kept(self, store: Store) -> None:
        _save(store, an_image("a.jpg"), an_image("b.jpg"))
        report = _save(store, an_image("a.jpg"), now=LATER)
        assert [asset.url[-5:] for asset in _posters(store)] == ["a.jpg"]
        assert _by_url(store)["b.jpg"].missing_since == LATER
        assert report.vanished == {AssetType.POSTER: 1}

    def test_a_row_no_longer_offered_stays_visible_while_selected(self, store: Store) -> None:
        _save(store, an_image("a.jpg"))
        _set(store, "a.jpg", is_selected=1)
        _save(store, now=LATER)
        assert len(_posters(store)) == 1

    def test_a_row_no_longer_offered_stays_visible_while_downloaded(self, store: Store) -> None:
        _save(store, an_image("a.jpg"))
        _set(store, "a.jpg", is_downloaded=1)
        _save(store, now=LATER)
        assert len(_posters(store)) == 1

    async def test_a_rejected_address_that_returns_is_still_rejected(self, store: Store) -> None:
        _save(store, an_image("a.jpg"))
        await Curator(store).reject(_by_url(store)["a.jpg"].id)
        _save(store, now=LATER)
        report = _save(store, an_image("a.jpg"), now=LATER)
        after = _by_url(store)["a.jpg"]
        assert (after.is_rejected, after.missing_since) == (True, None)
        assert (report.returned, report.new_asset_ids) == ({AssetType.POSTER: 1}, {})

    def test_rows_of_a_failed_provider_are_untouched(self, store: Store) -> None:
        _save(store, an_image("a.jpg"))
        before = _posters(store)
        store.call(
            store.fetches.save_failure, MOVIE, "tmdb", ["poster"], Outcome.TIMED_OUT, "unreachable", "No answer.",
            now=LATER,
        )  # fmt: skip
        assert _posters(store) == before

    def test_rows_of_another_provider_are_untouched(self, store: Store) -> None:
        _save(store, an_image("a.jpg"))
        before = _by_url(store)["a.jpg"]
        _save(store, provider="fanart_tv", outcome=Outcome.EMPTY, now=LATER)
        assert _by_url(store)["a.jpg"] == before

    def test_rows_missing_for_long_are_pruned_unless_decided_about(self, store: Store, clock: Any) -> None:
        _save(store, *(an_image(f"{name}.jpg") for name in ("free", "selected", "rejected", "downloaded")))
        for name in ("selected", "rejected", "downloaded"):
            _set(store, f"{name}.jpg", **{f"is_{name}": 1})
        _save(store, now=NOON)
        clock.advance(days=91)
        assert store.call(store.assets.prune_missing) == 1
        assert sorted(_by_url(store)) == ["downloaded.jpg", "rejected.jpg", "selected.jpg"]


class TestInvariant3KnownIsNeverReplacedByUnknown:
    def test_dimensions_and_language_once_known_stay(self, store: Store) -> None:
        _save(
            store, an_image("a.jpg", width=2000, height=3000, language="de", thumb_url="https://t.example/a")
        )
        _save(store, an_image("a.jpg", width=None, height=None, language=None), now=LATER)
        after = _by_url(store)["a.jpg"]
        known = (after.width, after.height, after.language, after.thumb_url)
        assert known == (2000, 3000, "de", "https://t.example/a")

    def test_dimensions_that_become_known_are_taken_over(self, store: Store) -> None:
        _save(store, an_image("a.jpg", width=None, height=None))
        _save(store, an_image("a.jpg", width=2000, height=3000), now=LATER)
        assert _by_url(store)["a.jpg"].pixels == 6_000_000


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
        report = _save(store, good[0], bad, good[1])
        assert (report.item_counts, report.skipped_rows) == ({str(bad.asset_type): 2}, 1)

    def test_a_row_the_database_refuses_is_skipped_and_counted(self, store: Store) -> None:
        store.call(
            store._database.run,
            "CREATE TRIGGER no_bad BEFORE INSERT ON provider_assets WHEN NEW.provider_url LIKE '%bad%' "
            "BEGIN SELECT RAISE(ABORT, 'refused'); END",
        )
        report = _save(store, an_image("a.jpg"), an_image("bad.jpg"), an_image("b.jpg"))
        assert (sorted(_by_url(store)), report.skipped_rows) == (["a.jpg", "b.jpg"], 1)
        assert len(report.new_asset_ids[AssetType.POSTER]) == 2

    def test_a_malformed_stored_row_is_skipped_and_counted(self, store: Store) -> None:
        _save(store, an_image("a.jpg"), an_image("b.jpg"), an_image("c.jpg"))
        _set(store, "b.jpg", fetched_at="yesterday")
        _set(store, "c.jpg", width="wide")
        assert [asset.url[-5:] for asset in _posters(store)] == ["a.jpg"]
        assert store.assets.skipped_rows == 2

    def test_each_type_is_saved_in_a_transaction_of_its_own(self, store: Store) -> None:
        statements: list[str] = []
        store.call(lambda: store._database.peewee.connection().set_trace_callback(statements.append))
        _save(store, an_image(), an_image(asset_type=AssetType.FANART))
        assert (
            statements.count("BEGIN IMMEDIATE") == statements.count("COMMIT") == 3
        )  # learnt ids, and two types


class TestInvariant5OneSelectionFlag:
    async def test_the_browser_reads_what_a_statement_of_the_original_design_selects(
        self, store: Store, tmp_path: Path
    ) -> None:
        _save(store, an_image("a.jpg"), an_image("b.jpg"))
        await Curator(store).select(_by_url(store)["b.jpg"].id)
        with closing(sqlite3.connect(tmp_path / "metarr.sqlite3")) as publisher:
            found = publisher.execute(
                "SELECT provider_url FROM provider_assets WHERE is_selected = 1"
            ).fetchall()
        assert [url[-5:] for (url,) in found] == ["b.jpg"]


class TestInvariant6Times:
    def test_every_row_offered_gets_the_new_fetched_at_and_keeps_first_seen_at(self, store: Store) -> None:
        _save(store, an_image("a.jpg"))
        _save(store, an_image("a.jpg"), an_image("b.jpg"), now=LATER)
        times = {name: (row.first_seen_at, row.fetched_at) for name, row in _by_url(store).items()}
        assert times == {"a.jpg": (NOON, LATER), "b.jpg": (LATER, LATER)}

    def test_microseconds_survive(self, store: Store) -> None:
        moment = NOON + timedelta(microseconds=1)
        _save(store, an_image(), now=moment)
        assert (_posters(store)[0].fetched_at, _record(store).last_success_at) == (moment, moment)


class TestInvariant7FirstOwnerKeeps:
    def test_an_address_two_providers_offer_stays_with_the_first(self, store: Store) -> None:
        _save(store, an_image("shared.jpg", metadata={"votes": 5}))
        report = _save(store, an_image("shared.jpg", metadata={"likes": 9}), provider="fanart_tv", now=LATER)
        row = _by_url(store)["shared.jpg"]
        assert (row.provider_name, row.fetched_at, row.provider_metadata["votes"]) == ("tmdb", NOON, 5)
        assert list(row.provider_metadata["also_offered_by"]) == ["fanart_tv"]
        assert report.item_counts == {"poster": 0}

    def test_the_second_provider_takes_over_when_the_first_drops_it(self, store: Store) -> None:
        _save(store, an_image("shared.jpg", metadata={"votes": 5}))
        _save(store, an_image("shared.jpg", metadata={"likes": 9}), provider="fanart_tv")
        report = _save(store, now=LATER)
        row = _by_url(store)["shared.jpg"]
        assert (row.provider_name, row.provider_metadata, row.missing_since) == (
            "fanart_tv",
            {"likes": 9},
            None,
        )
        assert report.vanished == {}

    def test_the_second_provider_takes_over_an_address_that_is_missing(self, store: Store) -> None:
        _save(store, an_image("shared.jpg"))
        _save(store, now=LATER)
        _save(store, an_image("shared.jpg"), provider="fanart_tv", now=LATER)
        assert _by_url(store)["shared.jpg"].provider_name == "fanart_tv"

    def test_a_second_provider_that_drops_it_too_does_not_take_over(self, store: Store) -> None:
        _save(store, an_image("shared.jpg"))
        _save(store, an_image("shared.jpg"), provider="fanart_tv")
        _save(store, provider="fanart_tv")
        _save(store, now=LATER)
        assert _by_url(store)["shared.jpg"].missing_since == LATER

    def test_the_note_of_the_second_survives_a_refetch_of_the_first(self, store: Store) -> None:
        _save(store, an_image("shared.jpg"))
        _save(store, an_image("shared.jpg"), provider="fanart_tv")
        _save(store, an_image("shared.jpg"), now=LATER)
        assert list(_by_url(store)["shared.jpg"].provider_metadata["also_offered_by"]) == ["fanart_tv"]

    def test_an_address_offered_for_two_seasons_fills_both_slots(self, store: Store) -> None:
        both = [an_image("s.jpg", AssetType.SEASONPOSTER, season_number=season) for season in (1, 2)]
        _save(store, *both)
        _save(store, *reversed(both), now=LATER)  # the order of a later answer changes no slot
        rows = _by_url(store, AssetType.SEASONPOSTER)
        assert {name: row.season_number for name, row in rows.items()} == {"s.jpg": 1, "s.jpg#season=2": 2}
        assert {address_of(row.url) for row in rows.values()} == {"https://images.example/s.jpg"}

    def test_only_seasons_that_answered_may_mark_rows_missing(self, store: Store) -> None:
        _save(
            store,
            *(an_image(f"{season}.jpg", AssetType.SEASONPOSTER, season_number=season) for season in (1, 2)),
        )
        new = an_image("new.jpg", AssetType.SEASONPOSTER, season_number=1)
        _save(
            store,
            new,
            incomplete_parts=frozenset({"seasonposter"}),
            complete_seasons=frozenset({1}),
            now=LATER,
        )
        missing = {name: row.missing_since for name, row in _by_url(store, AssetType.SEASONPOSTER).items()}
        assert missing == {"1.jpg": LATER, "2.jpg": None, "new.jpg": None}

    def test_an_incomplete_part_is_remembered_as_failed(self, store: Store) -> None:
        _save(store, an_image(), incomplete_parts=frozenset({"poster"}))
        record = _record(store)
        assert (record.outcome, record.last_success_at, record.failures) == (Outcome.FAILED, None, 1)
        assert record.next_retry_at == NOON + timedelta(minutes=5)


class TestInvariant8ItemCountIsCountedFromTheTable:
    def test_an_address_offered_twice_counts_once(self, store: Store) -> None:
        _save(store, an_image("a.jpg"), an_image("a.jpg"))
        assert _record(store).item_count == _record(store).live_rows == 1

    def test_an_empty_answer_is_remembered_as_empty(self, store: Store) -> None:
        _save(store, outcome=Outcome.EMPTY)
        assert (_record(store).outcome, _record(store).item_count) == (Outcome.EMPTY, 0)

    def test_rows_of_all_titles_deleted_by_the_documents_statement_are_fetched_again_without_error(
        self, store: Store
    ) -> None:
        series = an_entity(
            store, entity_type=EntityType.TV, title="Dark", external_ids=ExternalIds(tmdb=70523)
        ).key
        _save(store, an_image("a.jpg"))
        _save(store, an_image("a.jpg"), key=series)
        store.call(
            store._database.run,
            "DELETE FROM provider_assets WHERE entity_id = ? AND asset_type = ?",
            (1, "poster"),
        )
        for key in (MOVIE, series):
            record = store.call(store.fetches.records, key)["tmdb", "poster"]
            assert record.live_rows < record.item_count
            _save(store, an_image("a.jpg"), key=key, now=LATER)
            record = store.call(store.fetches.records, key)["tmdb", "poster"]
            assert record.live_rows == record.item_count == 1


class TestInvariant9OwnPictures:
    OWN = "ab" * 32

    def test_an_own_picture_is_never_missing(self, store: Store) -> None:
        store.call(store.assets.add_own, MOVIE, AssetType.POSTER, self.OWN, width=1000, height=1500)
        _save(store, an_image("a.jpg"))
        _save(store, now=LATER)
        (own,) = _posters(store)
        assert (own.provider_name, own.url, own.missing_since) == ("user", f"metarr:own/{self.OWN}", None)

    def test_an_own_picture_outlives_a_change_of_identity(self, store: Store) -> None:
        store.call(store.assets.add_own, MOVIE, AssetType.POSTER, self.OWN)
        store.call(store.entities.identify, MOVIE, ids=ExternalIds(tmdb=603), title="The Matrix", year=1999)
        assert [asset.provider_name for asset in _posters(store)] == ["user"]

    def test_adding_an_own_picture_twice_adds_one(self, store: Store) -> None:
        first, second = (
            store.call(store.assets.add_own, MOVIE, AssetType.POSTER, self.OWN) for _ in range(2)
        )
        assert first == second

    def test_nobody_can_save_an_answer_of_the_user(self, store: Store) -> None:
        with pytest.raises(ValueError, match="cannot be saved"):
            _save(store, an_image(), provider="user")


def test_posters_come_best_score_first_then_votes_pixels_provider_and_number(store: Store) -> None:
    def score(points: int) -> ScoreParts:
        return ScoreParts(points, 0, 0, 0, 0)

    images = {
        "no-score": (an_image("no-score", metadata={"votes": 99}), "tmdb"),
        "low": (an_image("low"), "tmdb"),
        "later-provider": (an_image("later-provider"), "fanart_tv"),
        "best": (an_image("best"), "fanart_tv"),
        "more-votes": (an_image("more-votes", metadata={"votes": 50}), "fanart_tv"),
        "more-pixels": (an_image("more-pixels", width=2000, height=3000), "fanart_tv"),
    }
    points = {"low": 20, "later-provider": 20, "best": 30, "more-votes": 20, "more-pixels": 20}
    for name, (image, provider) in images.items():
        scores = {(AssetType.POSTER, image.url): score(points[name])} if name in points else {}
        other = [each for label, (each, owner) in images.items() if owner == provider and label != name]
        all_scores = {
            (AssetType.POSTER, each.url): score(points[each.url.rsplit("/", 1)[-1]])
            for each in other
            if each.url.rsplit("/", 1)[-1] in points
        }
        _save(store, image, *other, provider=provider, scores=scores | all_scores)
    names = [asset.url.rsplit("/", 1)[-1] for asset in _posters(store)]
    assert names == ["best", "more-votes", "more-pixels", "low", "later-provider", "no-score"]


def test_an_answer_to_an_earlier_identity_is_not_saved(store: Store) -> None:
    store.call(store.entities.identify, MOVIE, ids=ExternalIds(tmdb=603), title="The Matrix", year=1999)
    report = _save(store, an_image(), identity_revision=0)
    assert (report.is_outdated, store.call(store.assets.counts, MOVIE)) == (True, {})


def test_an_answer_for_a_title_that_is_gone_is_not_saved(store: Store) -> None:
    assert _save(store, an_image(), key=EntityKey(EntityType.MOVIE, 99)).is_outdated


def test_ids_learnt_fill_gaps_and_contradictions_are_reported(store: Store) -> None:
    report = _save(store, external_ids=ExternalIds(tmdb=603, imdb="tt1375666"))
    assert report.id_conflicts == {"tmdb": ("27205", "603")}
    assert store.call(store.entities.get, MOVIE).external_ids == ExternalIds(tmdb=27205, imdb="tt1375666")


def test_counts_are_candidates_per_type_of_the_current_identity(store: Store) -> None:
    _save(store, an_image("a.jpg"), an_image("b.jpg"), a_video())
    _save(store, an_image("a.jpg"), now=LATER)
    assert store.call(store.assets.counts, MOVIE) == {AssetType.POSTER: 1, AssetType.TRAILER: 1}
