"""A database that cannot be read or written costs the cache, never the answer."""

from __future__ import annotations

import logging
from pathlib import Path
from typing import Any

import pytest

from metarr_desktop.domain.asset import AssetType, ProviderVideo
from metarr_desktop.domain.entity import EntityType, ExternalIds
from metarr_desktop.domain.errors import AllProvidersFailed, ProviderAnswerInvalid, StoreError
from tests.orchestration.bench import IDS, MOVIE, Bench, a_bench
from tests.orchestration.scripted import ARTWORK, ScriptedProvider, an_answer, an_image, an_info

POSTER, FANART, TRAILER = AssetType.POSTER, AssetType.FANART, AssetType.TRAILER
VIDEO = ProviderVideo(TRAILER, "https://videos.example/1", "Trailer", "YouTube", "en", 1080, True)
ANSWER = an_answer(an_image(1), an_image(2), an_image(1, FANART), videos=(VIDEO,))
NEWER = an_answer(an_image(2), an_image(3))
BROKEN = ProviderAnswerInvalid("tmdb", "TMDB answered with something we do not understand.")


def unreadable(bench: Bench, monkeypatch: pytest.MonkeyPatch) -> None:
    """From now on what is remembered of fetches cannot be read, as on a damaged page of the database."""

    def fail(*_: Any) -> Any:
        raise StoreError("The database is damaged.", reason="corrupt")

    monkeypatch.setattr(bench.store.fetches, "records", fail)


async def test_a_cache_that_cannot_be_read_is_a_miss(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    async with a_bench(tmp_path, ScriptedProvider(an_info(), ANSWER)) as bench:
        await bench.fetch()
        unreadable(bench, monkeypatch)
        with caplog.at_level(logging.ERROR):
            result = await bench.fetch()

    assert (result.cached, result.metadata.completed_providers) == (False, ("tmdb",))
    assert "could not be read" in caplog.text


async def test_a_cache_that_cannot_be_written_still_returns_the_fresh_data(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    async with a_bench(tmp_path, ScriptedProvider(an_info(), ANSWER, NEWER)) as bench:
        await bench.fetch()
        await bench.break_writing()
        with caplog.at_level(logging.ERROR):
            result = await bench.fetch(force=True)
        rows = await bench.manager.get_cached_assets(MOVIE, POSTER)

    data = result.providers["tmdb"]
    assert (result.is_saved, result.cached, data.is_stale, result.cache_age) == (False, False, False, 0.0)
    assert [image.url for image in data.images[POSTER]] == [an_image(n).url for n in (2, 3)]
    assert FANART not in data.images  # no longer offered
    assert TRAILER not in data.videos
    assert len(rows) == 2  # the stored ones are untouched
    assert "could not be saved" in caplog.text


async def test_a_new_title_on_a_disk_that_takes_nothing_is_fetched_all_the_same(tmp_path: Path) -> None:
    async with a_bench(tmp_path, ScriptedProvider(an_info(), ANSWER)) as bench:
        await bench.break_writing()
        results = [await bench.fetch(POSTER) for _ in range(2)]

    for result in results:
        assert (result.cached, result.is_saved) == (False, False)
        data = result.providers["tmdb"]
        assert (data.images[POSTER], data.metadata) == ((an_image(1), an_image(2)), ANSWER.metadata)
        assert list(data.images) == [POSTER]
    assert len(bench.enabled[0].requests) == 2


async def test_ids_learned_without_a_store_still_let_the_next_provider_be_asked(tmp_path: Path) -> None:
    pictures = an_info(
        "fanart_tv", answers={EntityType.MOVIE: (ARTWORK,)}, id_kinds={EntityType.MOVIE: ("tvdb",)}
    )
    teacher = ScriptedProvider(an_info(), an_answer(an_image(1), ids={"tvdb": "113"}))
    pupil = ScriptedProvider(pictures, an_answer(an_image(1, host="fanart.example"), title=""))
    async with a_bench(tmp_path, teacher, pupil) as bench:
        await bench.break_writing()
        result = await bench.fetch()

    assert result.metadata.completed_providers == ("tmdb", "fanart_tv")


async def test_a_failure_that_cannot_be_remembered_is_reported_like_any(tmp_path: Path) -> None:
    async with a_bench(tmp_path, ScriptedProvider(an_info(), BROKEN)) as bench:
        await bench.break_writing()
        with pytest.raises(AllProvidersFailed, match="do not understand"):
            await bench.fetch()


async def test_reading_for_the_browser_says_that_the_store_cannot_be_read(tmp_path: Path) -> None:
    async with a_bench(tmp_path, ScriptedProvider(an_info(), ANSWER)) as bench:
        await bench.fetch()
        await bench.execute("ALTER TABLE provider_assets RENAME TO damaged")
        with pytest.raises(StoreError):
            await bench.manager.get_cached_assets(MOVIE, POSTER)


async def test_statistics_that_cannot_be_written_cost_nobody_a_hit(tmp_path: Path) -> None:
    async with a_bench(tmp_path, ScriptedProvider(an_info(), ANSWER)) as bench:
        await bench.fetch()
        await bench.break_writing()
        result = await bench.fetch()

    assert (result.cached, result.is_saved) == (True, True)


async def test_ids_of_a_request_count_even_where_they_cannot_be_stored(tmp_path: Path) -> None:
    async with a_bench(tmp_path, ScriptedProvider(an_info(), ANSWER)) as bench:
        await bench.store.run(
            bench.store.entities.create, entity_type=EntityType.MOVIE, entity_id=1, title="Inception"
        )
        await bench.break_writing()
        result = await bench.fetch(external_ids=ExternalIds(imdb=IDS["imdb"]))

    assert bench.enabled[0].requests[0].id_kind == "imdb"
    assert result.metadata.completed_providers == ("tmdb",)
