"""Everything stored is scored by other ladders and another order; nobody is asked, nothing chosen changes."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from metarr_desktop.domain.asset import AssetType, CachedAsset
from metarr_desktop.domain.language import LanguageLadder
from metarr_desktop.domain.scoring import ScoringContext, score_image
from metarr_desktop.orchestration.rescoring import BATCH_S, RescoreAll
from metarr_desktop.store import Store, StoredScore, image_of
from tests.builders import MOVIE, a_store, a_video, an_answer, an_entity, an_image, some_metadata

ENGLISH = ScoringContext({AssetType.POSTER: LanguageLadder(("en", "de"))}, None, ("tmdb", "fanart_tv"))
GERMAN = ScoringContext({AssetType.POSTER: LanguageLadder(("de", "en"))}, None, ("tmdb", "fanart_tv"))


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with a_store(tmp_path) as opened:
        an_entity(opened)
        yield opened


def save(store: Store, *items: Any, **values: Any) -> None:
    scores = {
        (item.asset_type, item.url): score_image(item, "tmdb", ENGLISH)
        for item in items
        if hasattr(item, "width")
    }
    store.call(store.answers.save, an_answer(*items, scores=scores, **values))


def always(context: ScoringContext) -> Callable[[str | None], ScoringContext]:
    return lambda language: context


def posters(store: Store) -> dict[str, CachedAsset]:
    rows = store.call(store.assets.list, MOVIE, AssetType.POSTER, include_hidden=True)
    return {row.url.rsplit("/", 1)[-1]: row for row in rows}


async def test_another_ladder_changes_the_order_of_the_pictures(store: Store) -> None:
    save(store, an_image("en.jpg", language="en"), an_image("de.jpg", language="de"))
    assert list(posters(store)) == ["en.jpg", "de.jpg"]
    assert await RescoreAll(store).run(always(GERMAN)) == 2
    assert list(posters(store)) == ["de.jpg", "en.jpg"]


async def test_the_scores_are_those_a_fetch_would_have_written(store: Store) -> None:
    save(store, an_image("a.jpg", language="de"), an_image("b.jpg", width=None, height=None))
    await RescoreAll(store).run(always(GERMAN))
    for row in posters(store).values():
        assert row.score_parts == score_image(image_of(row), "tmdb", GERMAN)
        assert row.score == score_image(image_of(row), "tmdb", GERMAN).total


async def test_rows_that_keep_their_score_are_not_counted(store: Store) -> None:
    save(store, an_image(language="en"), an_image(language="ja"))
    assert await RescoreAll(store).run(always(ENGLISH)) == 0
    assert await RescoreAll(store).run(always(GERMAN)) == 1  # Japanese is on neither ladder


async def test_what_was_decided_stays(store: Store) -> None:
    save(store, an_image("a.jpg"), an_image("b.jpg"))
    store.call(
        store._database.run,
        "UPDATE provider_assets SET is_selected = 1, selected_by = 'user', selection_order = 0 "
        "WHERE provider_url LIKE '%a.jpg'",
    )
    store.call(
        store._database.run, "UPDATE provider_assets SET is_rejected = 1 WHERE provider_url LIKE '%b.jpg'"
    )
    await RescoreAll(store).run(always(GERMAN))
    rows = posters(store)
    assert (rows["a.jpg"].is_selected, rows["a.jpg"].selected_by, rows["b.jpg"].is_rejected) == (
        True, "user", True,
    )  # fmt: skip


async def test_what_was_measured_from_the_picture_itself_stays_and_counts(store: Store) -> None:
    save(store, an_image("a.jpg", language="de", width=2000, height=3000))
    store.call(store._database.run, "UPDATE provider_assets SET analyzed = 1, width = 500, height = 750")
    assert await RescoreAll(store).run(always(GERMAN)) == 1
    row = posters(store)["a.jpg"]
    measured = an_image("a.jpg", language="de", width=500, height=750)
    assert (row.analyzed, row.width, row.score) == (True, 500, score_image(measured, "tmdb", GERMAN).total)


async def test_each_work_is_scored_by_its_own_language(store: Store) -> None:
    save(store, an_image("ja.jpg", language="ja"), metadata=some_metadata(original_language="ja"))
    seen: list[str | None] = []

    def context_of(language: str | None) -> ScoringContext:
        seen.append(language)
        return ScoringContext({AssetType.POSTER: LanguageLadder(("original", "en"))}, language, ("tmdb",))

    await RescoreAll(store).run(context_of)
    parts = posters(store)["ja.jpg"].score_parts
    assert (seen, parts and parts.language) == (["ja"], 20)


async def test_who_takes_a_picture_over_later_brings_its_score_of_now(store: Store) -> None:
    shared = an_image("shared.jpg", language="en")
    save(store, shared)
    save(store, replace(shared, language="de"), provider="fanart_tv")
    rescoring = RescoreAll(store)
    assert await rescoring.run(always(GERMAN)) == 1
    assert await rescoring.run(always(GERMAN)) == 0
    save(store, an_image("other.jpg"))  # TMDB no longer offers the shared one
    row = posters(store)["shared.jpg"]
    assert (row.provider_name, row.language) == ("fanart_tv", "de")
    assert row.score_parts == score_image(image_of(row), "fanart_tv", GERMAN)


async def test_trailers_have_no_score(store: Store) -> None:
    save(store, a_video())
    assert await RescoreAll(store).run(always(GERMAN)) == 0


async def test_a_malformed_row_is_passed_over(store: Store) -> None:
    save(store, an_image("bad.jpg"), an_image("good.jpg"))
    store.call(
        store._database.run, "UPDATE provider_assets SET width = 'wide' WHERE provider_url LIKE '%bad.jpg'"
    )
    assert await RescoreAll(store).run(always(GERMAN)) == 1


async def test_every_row_is_scored_however_many_batches_that_takes(store: Store) -> None:
    save(store, *(an_image() for _ in range(250)))
    assert await RescoreAll(store, timer=slow_timer(10.0)).run(always(GERMAN)) == 250


async def test_batches_shrink_on_a_slow_machine(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    save(store, *(an_image() for _ in range(250)))
    sizes: list[int] = []
    write = store.score_pages.write

    def counting(scored: Any) -> int:
        rows: list[tuple[CachedAsset, StoredScore, str | None]] = list(scored)
        sizes.append(len(rows))
        return write(rows)

    monkeypatch.setattr(store.score_pages, "write", counting)
    await RescoreAll(store, timer=slow_timer(2 * BATCH_S)).run(always(GERMAN))
    assert sizes[:3] == [100, 50, 25]


async def test_others_get_their_turn_between_the_batches(store: Store) -> None:
    save(store, *(an_image() for _ in range(250)))
    run = asyncio.create_task(RescoreAll(store, timer=slow_timer(10.0)).run(always(GERMAN)))
    await asyncio.sleep(0)
    await store.run(store.entities.get, MOVIE)
    assert not run.done()
    await run


async def test_a_new_run_replaces_the_one_under_way(store: Store) -> None:
    save(store, *(an_image(language=each) for each in ("en", "de") * 125))
    rescoring = RescoreAll(store, timer=slow_timer(10.0))
    first = asyncio.create_task(rescoring.run(always(GERMAN)))
    await some_turns(store)
    await rescoring.run(always(ENGLISH))
    assert await first < 250
    languages = {
        (row.language, row.score_parts and row.score_parts.language) for row in posters(store).values()
    }
    assert languages == {("en", 20), ("de", 17)}


async def test_a_cancelled_run_leaves_whole_batches(store: Store) -> None:
    save(store, *(an_image() for _ in range(250)))
    run = asyncio.create_task(RescoreAll(store, timer=slow_timer(10.0)).run(always(GERMAN)))
    await some_turns(store)
    run.cancel()
    with pytest.raises(asyncio.CancelledError):
        await run
    changed = sum(
        row.score_parts is not None and row.score_parts.language == 17 for row in posters(store).values()
    )
    assert changed in {100 + 20 * number for number in range(8)}


async def some_turns(store: Store) -> None:
    """Wait until the worker has done a few things: a run that was begun before is then in its first batches."""
    await asyncio.sleep(0)
    for _ in range(3):
        await store.run(store.assets.total)


def slow_timer(batch_s: float) -> Callable[[], float]:
    """Return a clock by which every batch takes *batch_s* seconds."""
    now = 0.0

    def read() -> float:
        nonlocal now
        now += batch_s
        return now

    return read
