"""What every other part of the program stands on: save, read, remember."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from metarr_desktop.domain.asset import AssetType
from metarr_desktop.domain.fetch import Outcome
from metarr_desktop.domain.partial_date import PartialDate
from metarr_desktop.store import Store, image_of, video_of
from tests.builders import (
    MOVIE,
    NOON,
    FakeClock,
    a_store,
    a_video,
    an_answer,
    an_entity,
    an_image,
    some_metadata,
)


def test_saved_pictures_are_read_back_as_offered(store: Store) -> None:
    image = an_image(thumb_url="https://images.example/small.jpg", metadata={"votes": 3, "voteAverage": 5.2})
    store.call(store.answers.save, an_answer(image))
    (asset,) = store.call(store.assets.list, MOVIE, AssetType.POSTER)
    assert image_of(asset) == image


def test_saved_trailers_are_read_back_as_offered(store: Store) -> None:
    video = a_video(is_official=True, published_at=NOON, metadata={"iso": "US"})
    store.call(store.answers.save, an_answer(video))
    (asset,) = store.call(store.assets.list, MOVIE, AssetType.TRAILER)
    assert video_of(asset) == video


def test_metadata_is_kept_per_provider_and_shown_in_the_title(store: Store) -> None:
    store.call(store.answers.save, an_answer(metadata=some_metadata()))
    assert store.call(store.metadata.all, MOVIE) == {"tmdb": (some_metadata(), NOON)}
    assert store.call(store.entities.get, MOVIE).metadata == some_metadata()


def test_a_year_without_a_day_is_kept_as_a_year(store: Store) -> None:
    store.call(
        store.answers.save, an_answer(metadata=replace(some_metadata(), release_date=PartialDate(1991)))
    )
    kept = store.call(store.entities.get, MOVIE).metadata
    assert (str(kept.release_date), kept.year) == ("1991", 1991)


def test_a_success_is_remembered_with_its_count_and_basis(store: Store) -> None:
    store.call(store.answers.save, an_answer(an_image(), an_image()))
    record = store.call(store.fetches.records, MOVIE)["tmdb", "poster"]
    assert (record.outcome, record.item_count, record.live_rows) == (Outcome.OK, 2, 2)
    assert record.last_success_at == NOON
    assert record.basis is not None
    assert record.basis.id_value == "27205"


def test_everything_is_there_after_closing_and_opening_again(tmp_path: Path, clock: FakeClock) -> None:
    with a_store(tmp_path, clock) as first:
        an_entity(first)
        first.call(first.answers.save, an_answer(an_image()))
    with a_store(tmp_path, clock) as second:
        assert len(second.call(second.assets.list, MOVIE, AssetType.POSTER)) == 1
