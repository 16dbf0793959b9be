"""The invariants of the store about what is offered (6 to 9), each by its name, and the order of rows."""

from __future__ import annotations

from datetime import timedelta

import pytest

from metarr_desktop.domain.asset import AssetType, ScoreParts
from metarr_desktop.domain.entity import EntityKey, EntityType, ExternalIds
from metarr_desktop.domain.fetch import Outcome
from metarr_desktop.store import Store, address_of
from tests.builders import MOVIE, NOON, a_video, an_entity, an_image
from tests.store.reading import by_url, posters, record_of, save

LATER = NOON + timedelta(days=8)


class TestInvariant6Times:
    def test_every_row_offered_gets_the_new_fetched_at_and_keeps_first_seen_at(self, store: Store) -> None:
        save(store, an_image("a.jpg"))
        save(store, an_image("a.jpg"), an_image("b.jpg"), now=LATER)
        times = {name: (row.first_seen_at, row.fetched_at) for name, row in by_url(store).items()}
        assert times == {"a.jpg": (NOON, LATER), "b.jpg": (LATER, LATER)}

    def test_microseconds_survive(self, store: Store) -> None:
        moment = NOON + timedelta(microseconds=1)
        save(store, an_image(), now=moment)
        assert (posters(store)[0].fetched_at, record_of(store).last_success_at) == (moment, moment)


class TestInvariant7FirstOwnerKeeps:
    def test_an_address_two_providers_offer_stays_with_the_first(self, store: Store) -> None:
        save(store, an_image("shared.jpg", metadata={"votes": 5}))
        report = save(store, an_image("shared.jpg", metadata={"likes": 9}), provider="fanart_tv", now=LATER)
        row = by_url(store)["shared.jpg"]
        assert (row.provider_name, row.fetched_at, row.provider_metadata["votes"]) == ("tmdb", NOON, 5)
        assert list(row.provider_metadata["also_offered_by"]) == ["fanart_tv"]
        assert report.item_counts == {"poster": 0}

    def test_the_second_provider_takes_over_when_the_first_drops_it(self, store: Store) -> None:
        save(store, an_image("shared.jpg", metadata={"votes": 5}))
        save(store, an_image("shared.jpg", metadata={"likes": 9}), provider="fanart_tv")
        report = save(store, now=LATER)
        row = by_url(store)["shared.jpg"]
        assert (row.provider_name, row.provider_metadata, row.missing_since) == (
            "fanart_tv",
            {"likes": 9},
            None,
        )
        assert report.vanished == {}

    def test_the_second_provider_takes_over_an_address_that_is_missing(self, store: Store) -> None:
        save(store, an_image("shared.jpg"))
        save(store, now=LATER)
        save(store, an_image("shared.jpg"), provider="fanart_tv", now=LATER)
        assert by_url(store)["shared.jpg"].provider_name == "fanart_tv"

    def test_a_second_provider_that_drops_it_too_does_not_take_over(self, store: Store) -> None:
        save(store, an_image("shared.jpg"))
        save(store, an_image("shared.jpg"), provider="fanart_tv")
        save(store, provider="fanart_tv")
        save(store, now=LATER)
        assert by_url(store)["shared.jpg"].missing_since == LATER

    def test_the_note_of_the_second_survives_a_refetch_of_the_first(self, store: Store) -> None:
        save(store, an_image("shared.jpg"))
        save(store, an_image("shared.jpg"), provider="fanart_tv")
        save(store, an_image("shared.jpg"), now=LATER)
        assert list(by_url(store)["shared.jpg"].provider_metadata["also_offered_by"]) == ["fanart_tv"]

    def test_an_address_offered_for_two_seasons_fills_both_slots(self, store: Store) -> None:
        both = [an_image("s.jpg", AssetType.SEASONPOSTER, season_number=season) for season in (1, 2)]
        save(store, *both)
        save(store, *reversed(both), now=LATER)  # the order of a later answer changes no slot
        rows = by_url(store, AssetType.SEASONPOSTER)
        assert {name: row.season_number for name, row in rows.items()} == {"s.jpg": 1, "s.jpg#season=2": 2}
        assert {address_of(row.url) for row in rows.values()} == {"https://images.example/s.jpg"}

    def test_only_seasons_that_answered_may_mark_rows_missing(self, store: Store) -> None:
        save(
            store,
            *(an_image(f"{season}.jpg", AssetType.SEASONPOSTER, season_number=season) for season in (1, 2)),
        )
        new = an_image("new.jpg", AssetType.SEASONPOSTER, season_number=1)
        save(
            store,
            new,
            incomplete_parts=frozenset({"seasonposter"}),
            complete_seasons=frozenset({1}),
            now=LATER,
        )
        missing = {name: row.missing_since for name, row in by_url(store, AssetType.SEASONPOSTER).items()}
        assert missing == {"1.jpg": LATER, "2.jpg": None, "new.jpg": None}

    def test_an_incomplete_part_is_remembered_as_failed(self, store: Store) -> None:
        save(store, an_image(), incomplete_parts=frozenset({"poster"}))
        record = record_of(store)
        assert (record.outcome, record.last_success_at, record.failures) == (Outcome.FAILED, None, 1)
        assert record.next_retry_at == NOON + timedelta(minutes=5)


class TestInvariant8ItemCountIsCountedFromTheTable:
    def test_an_address_offered_twice_counts_once(self, store: Store) -> None:
        save(store, an_image("a.jpg"), an_image("a.jpg"))
        assert record_of(store).item_count == record_of(store).live_rows == 1

    def test_an_empty_answer_is_remembered_as_empty(self, store: Store) -> None:
        save(store, outcome=Outcome.EMPTY)
        assert (record_of(store).outcome, record_of(store).item_count) == (Outcome.EMPTY, 0)

    def test_rows_of_all_titles_deleted_by_the_documents_statement_are_fetched_again_without_error(
        self, store: Store
    ) -> None:
        series = an_entity(
            store, entity_type=EntityType.TV, title="Dark", external_ids=ExternalIds(tmdb=70523)
        ).key
        save(store, an_image("a.jpg"))
        save(store, an_image("a.jpg"), key=series)
        store.call(
            store._database.run,
            "DELETE FROM provider_assets WHERE entity_id = ? AND asset_type = ?",
            (1, "poster"),
        )
        for key in (MOVIE, series):
            record = store.call(store.fetches.records, key)["tmdb", "poster"]
            assert record.live_rows < record.item_count
            save(store, an_image("a.jpg"), key=key, now=LATER)
            record = store.call(store.fetches.records, key)["tmdb", "poster"]
            assert record.live_rows == record.item_count == 1


class TestInvariant9OwnPictures:
    OWN = "ab" * 32

    def test_an_own_picture_is_never_missing(self, store: Store) -> None:
        store.call(store.assets.add_own, MOVIE, AssetType.POSTER, self.OWN, width=1000, height=1500)
        save(store, an_image("a.jpg"))
        save(store, now=LATER)
        (own,) = posters(store)
        assert (own.provider_name, own.url, own.missing_since) == ("user", f"metarr:own/{self.OWN}", None)

    def test_an_own_picture_outlives_a_change_of_identity(self, store: Store) -> None:
        store.call(store.assets.add_own, MOVIE, AssetType.POSTER, self.OWN)
        store.call(store.entities.identify, MOVIE, ids=ExternalIds(tmdb=603), title="The Matrix", year=1999)
        assert [asset.provider_name for asset in posters(store)] == ["user"]

    def test_adding_an_own_picture_twice_adds_one(self, store: Store) -> None:
        first, second = (
            store.call(store.assets.add_own, MOVIE, AssetType.POSTER, self.OWN) for _ in range(2)
        )
        assert first == second

    def test_nobody_can_save_an_answer_of_the_user(self, store: Store) -> None:
        with pytest.raises(ValueError, match="cannot be saved"):
            save(store, an_image(), provider="user")


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
        save(store, image, *other, provider=provider, scores=scores | all_scores)
    names = [asset.url.rsplit("/", 1)[-1] for asset in posters(store)]
    assert names == ["best", "more-votes", "more-pixels", "low", "later-provider", "no-score"]


def test_an_answer_to_an_earlier_identity_is_not_saved(store: Store) -> None:
    store.call(store.entities.identify, MOVIE, ids=ExternalIds(tmdb=603), title="The Matrix", year=1999)
    report = save(store, an_image(), identity_revision=0)
    assert (report.is_outdated, store.call(store.assets.counts, MOVIE)) == (True, {})


def test_an_answer_for_a_title_that_is_gone_is_not_saved(store: Store) -> None:
    assert save(store, an_image(), key=EntityKey(EntityType.MOVIE, 99)).is_outdated


def test_ids_learnt_fill_gaps_and_contradictions_are_reported(store: Store) -> None:
    report = save(store, external_ids=ExternalIds(tmdb=603, imdb="tt1375666"))
    assert report.id_conflicts == {"tmdb": ("27205", "603")}
    assert store.call(store.entities.get, MOVIE).external_ids == ExternalIds(tmdb=27205, imdb="tt1375666")


def test_counts_are_candidates_per_type_of_the_current_identity(store: Store) -> None:
    save(store, an_image("a.jpg"), an_image("b.jpg"), a_video())
    save(store, an_image("a.jpg"), now=LATER)
    assert store.call(store.assets.counts, MOVIE) == {AssetType.POSTER: 1, AssetType.TRAILER: 1}
