"""What is remembered of asking, of numbers, of looking."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from metarr_desktop.curation import Curator
from metarr_desktop.domain.asset import AssetType
from metarr_desktop.domain.entity import EntityType
from metarr_desktop.domain.fetch import Outcome
from metarr_desktop.domain.fetch_record import FetchBasis
from metarr_desktop.store import Store
from tests.builders import MOVIE, NOON, FakeClock, a_video, an_answer, an_entity, an_image, some_metadata
from tests.store.reading import set_columns

LATER = NOON + timedelta(days=8)


def _fail(store: Store, **values: Any) -> None:
    given: dict[str, Any] = {"now": LATER, "next_retry_at": LATER + timedelta(minutes=5)}
    store.call(
        lambda: store.fetches.save_failure(
            MOVIE, "tmdb", ["poster"], Outcome.FAILED, "unreachable", "No answer.", **(given | values)
        )
    )


def test_a_failure_keeps_the_earlier_success(store: Store) -> None:
    store.call(store.answers.save, an_answer(an_image()))
    _fail(store)
    record = store.call(store.fetches.records, MOVIE)["tmdb", "poster"]
    assert (record.last_success_at, record.item_count, record.live_rows) == (NOON, 1, 1)
    assert (record.outcome, record.error_kind, record.message) == (
        Outcome.FAILED,
        "unreachable",
        "No answer.",
    )
    assert record.basis == FetchBasis("tmdb", "27205")


def test_failures_in_a_row_are_counted_until_a_success(store: Store) -> None:
    _fail(store)
    _fail(store)
    assert store.call(store.fetches.records, MOVIE)["tmdb", "poster"].failures == 2
    store.call(store.answers.save, an_answer(an_image()))
    record = store.call(store.fetches.records, MOVIE)["tmdb", "poster"]
    assert (record.failures, record.next_retry_at, record.error_kind) == (0, None, "")


def test_a_new_key_ends_the_resting_of_its_provider_alone(store: Store) -> None:
    _fail(store)
    store.call(
        store.fetches.save_failure, MOVIE, "fanart_tv", ["poster"], Outcome.FAILED, "refused", "Wrong key.",
        now=NOON, next_retry_at=LATER,
    )  # fmt: skip
    store.call(store.fetches.clear_resting, "tmdb")
    records = store.call(store.fetches.records, MOVIE)
    assert records["tmdb", "poster"].next_retry_at is None
    assert records["fanart_tv", "poster"].next_retry_at == LATER


def test_a_failure_of_an_earlier_identity_is_forgotten(store: Store) -> None:
    _fail(store, identity_revision=7)
    assert store.call(store.fetches.records, MOVIE) == {}


@pytest.mark.parametrize("outcome", [Outcome.OK, Outcome.CANCELLED, Outcome.SKIPPED])
def test_only_failures_are_remembered_as_failures(store: Store, outcome: Outcome) -> None:
    with pytest.raises(ValueError, match="no failure"):
        store.call(store.fetches.save_failure, MOVIE, "tmdb", ["poster"], outcome, "", "", now=NOON)


def test_the_language_belongs_to_metadata_and_trailers_only(store: Store) -> None:
    basis = FetchBasis("tmdb", "27205", language="de")
    store.call(store.answers.save, an_answer(an_image(), a_video(), metadata=some_metadata(), basis=basis))
    records = store.call(store.fetches.records, MOVIE)
    languages = {part: record.basis.language for (_, part), record in records.items() if record.basis}
    assert languages == {"poster": "", "trailer": "de", "metadata": "de"}


def test_metadata_no_longer_given_is_not_read_any_more(store: Store) -> None:
    parts = frozenset({"metadata"})
    store.call(store.answers.save, an_answer(parts=parts, metadata=some_metadata()))
    assert store.call(store.fetches.records, MOVIE)["tmdb", "metadata"].live_rows == 1
    store.call(store.answers.save, an_answer(parts=parts, outcome=Outcome.NOT_FOUND))
    record = store.call(store.fetches.records, MOVIE)["tmdb", "metadata"]
    assert (record.outcome, record.item_count, record.live_rows) == (Outcome.NOT_FOUND, 0, 0)
    assert store.call(store.metadata.all, MOVIE) == {}


def test_without_any_data_shares_are_unknown_and_not_zero(store: Store) -> None:
    summary = store.call(store.statistics.summary)
    assert (summary.hit_rate, summary.average_fetch_seconds, summary.p95_fetch_seconds) == (None, None, None)
    assert (summary.ttl_effectiveness, dict(summary.reliability)) == (None, {})


def test_measures_are_computed_as_the_design_defines_them(store: Store) -> None:
    def record() -> None:
        for event in ("hit", "hit", "hit", "miss", "forced", "joined"):
            store.statistics.count_event(event)
        for seconds in range(1, 21):
            store.statistics.record_flight("tmdb", Outcome.OK, float(seconds))
        store.statistics.record_flight("tmdb", Outcome.TIMED_OUT, 100.0)
        store.statistics.record_flight("tmdb", Outcome.NOT_FOUND, 100.0)
        store.statistics.record_flight("tmdb", Outcome.CANCELLED, 100.0)
        store.statistics.record_flight("fanart_tv", Outcome.SKIPPED, 0.0)
        for brought_new in (True, False, False, False):
            store.statistics.count_refetch("tmdb", brought_new=brought_new)
        store.statistics.count_requests("tmdb", 7)

    store.call(record)
    summary = store.call(store.statistics.summary)
    assert (summary.hits, summary.misses, summary.forced, summary.joined) == (3, 1, 1, 1)
    assert (summary.hit_rate, summary.ttl_effectiveness) == (0.75, 0.25)
    assert (summary.average_fetch_seconds, summary.p95_fetch_seconds) == (10.5, 19.0)
    assert summary.reliability == {"tmdb": 21 / 22}
    assert (summary.requests_today, summary.entities) == ({"tmdb": 7}, 1)


def test_requests_are_counted_per_utc_day(store: Store, clock: FakeClock) -> None:
    store.call(store.statistics.count_requests, "tmdb", 3)
    clock.advance(hours=12)
    assert store.call(store.statistics.requests_today) == {}


def test_an_unknown_event_is_refused(store: Store) -> None:
    with pytest.raises(ValueError, match="none of"):
        store.call(store.statistics.count_event, "hits")


def test_old_numbers_are_pruned(store: Store, clock: FakeClock) -> None:
    store.call(store.statistics.count_event, "hit")
    store.call(store.statistics.record_flight, "tmdb", Outcome.OK, 1.0)
    clock.advance(days=401)
    store.call(store.statistics.prune)
    assert store.call(store.statistics.summary, 1000).hits == 0
    assert store.call(store._database.rows, "SELECT * FROM flight_durations") == []


def test_what_came_since_a_type_was_looked_at_is_new(store: Store, clock: FakeClock) -> None:
    store.call(store.answers.save, an_answer(an_image("a.jpg")))
    assert store.call(store.views.last, MOVIE, AssetType.POSTER) is None
    assert store.call(store.views.new_counts, EntityType.MOVIE) == {}
    store.call(store.views.mark, MOVIE, AssetType.POSTER)
    store.call(store.answers.save, an_answer(an_image("a.jpg"), an_image("b.jpg"), now=clock.advance(days=1)))
    assert store.call(store.views.new_counts, EntityType.MOVIE) == {1: 1}
    set_columns(store, "b.jpg", provider_name="user")  # what a person brings is no news
    assert store.call(store.views.new_counts, EntityType.MOVIE) == {}
    store.call(store.views.mark, MOVIE, AssetType.POSTER)
    assert store.call(store.views.new_counts, EntityType.MOVIE) == {}
    assert store.call(store.views.last, MOVIE, AssetType.POSTER) == clock.now


async def test_the_overview_sums_up_all_titles(store: Store) -> None:
    second = an_entity(store, entity_id=2, title="Dune").key
    store.call(store.answers.save, an_answer(an_image("a.jpg", metadata={"votes": 90}), an_image("b.jpg")))
    store.call(store.answers.save, an_answer(an_image("d.jpg"), key=second, now=LATER))
    _fail(store)
    rows = store.call(store.assets.list, MOVIE, AssetType.POSTER)
    covers = store.call(store.overview.covers, EntityType.MOVIE, AssetType.POSTER)
    assert {number: asset.url[-5:] for number, asset in covers.items()} == {1: "a.jpg", 2: "d.jpg"}
    await Curator(store).select(rows[1].id)
    covers = store.call(store.overview.covers, EntityType.MOVIE, AssetType.POSTER)
    assert covers[1].url.endswith("b.jpg")
    assert store.call(store.overview.chosen, EntityType.MOVIE) == {1: {AssetType.POSTER}}
    assert store.call(store.overview.oldest_success, EntityType.MOVIE) == {1: NOON, 2: LATER}
    assert store.call(store.overview.failing, EntityType.MOVIE) == {1}
