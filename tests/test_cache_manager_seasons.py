"""ProviderCacheManager: one season that fails, and what the others brought."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from metarr_desktop.domain.asset import AssetType, CachedAsset
from metarr_desktop.domain.entity import EntityKey, EntityType, ExternalIds
from metarr_desktop.domain.errors import AllProvidersFailed
from metarr_desktop.domain.fetch import FetchResult
from metarr_desktop.domain.provider import AnswerGroup
from metarr_desktop.providers.base import ProviderAnswer
from tests.orchestration.bench import Bench, a_bench
from tests.orchestration.scripted import ScriptedProvider, an_answer, an_image, an_info

SERIES = EntityKey(EntityType.TV, 1)
SEASONS = AnswerGroup("seasons", frozenset({"seasonposter"}))


def posters(*seasons: int, edition: int = 0) -> ProviderAnswer:
    images = (
        an_image(10 * season + edition, AssetType.SEASONPOSTER, season_number=season) for season in seasons
    )
    return an_answer(*images, title="")


def in_part(answer: ProviderAnswer, *complete: int) -> ProviderAnswer:
    """Return the answer as it is when only the seasons *complete* could be read."""
    return replace(answer, incomplete_parts=frozenset({"seasonposter"}), complete_seasons=frozenset(complete))


def a_provider(*answers: ProviderAnswer) -> ScriptedProvider:
    info = an_info(answers={EntityType.TV: (SEASONS,)}, id_kinds={EntityType.TV: ("tmdb",)})
    return ScriptedProvider(info, *answers)


async def fetch(bench: Bench, **options: bool) -> FetchResult:
    ids = ExternalIds(tmdb=1399)
    return await bench.fetch(AssetType.SEASONPOSTER, key=SERIES, external_ids=ids, **options)


async def stored(bench: Bench) -> dict[str, CachedAsset]:
    rows = await bench.store.run(bench.store.assets.list, SERIES, AssetType.SEASONPOSTER, include_hidden=True)
    return {row.url.rsplit("/", 1)[-1]: row for row in rows}


async def test_one_season_that_fails_fails_the_type_and_keeps_what_arrived(tmp_path: Path) -> None:
    async with a_bench(tmp_path, a_provider(posters(1, 2), in_part(posters(1, edition=1), 1))) as bench:
        await fetch(bench)
        result = await fetch(bench, force=True)
        rows = await stored(bench)

    assert result.metadata.failed_providers == ("tmdb",)
    assert {name: row.missing_since is None for name, row in rows.items()} == {
        "10.jpg": False, "11.jpg": True, "20.jpg": True,
    }  # fmt: skip


async def test_what_is_kept_of_a_season_that_failed_is_marked_stale(tmp_path: Path) -> None:
    async with a_bench(tmp_path, a_provider(posters(1, 2), in_part(posters(1), 1))) as bench:
        await fetch(bench)
        result = await fetch(bench, force=True)

    data = result.providers["tmdb"]
    assert data.is_stale
    assert {image.season_number for image in data.images[AssetType.SEASONPOSTER]} == {1, 2}


async def test_after_a_season_failed_the_next_call_of_a_person_asks_again(tmp_path: Path) -> None:
    async with a_bench(tmp_path, a_provider(in_part(posters(1), 1), posters(1, 2))) as bench:
        with pytest.raises(AllProvidersFailed, match="What came was saved"):
            await fetch(bench)
        second = await fetch(bench)

    assert second.metadata.completed_providers == ("tmdb",)
    assert len(bench.enabled[0].requests) == 2


async def test_a_season_that_is_gone_from_a_whole_answer_loses_its_posters(tmp_path: Path) -> None:
    async with a_bench(tmp_path, a_provider(posters(1, 2), posters(1))) as bench:
        await fetch(bench)
        await fetch(bench, force=True)
        rows = await stored(bench)

    assert (rows["10.jpg"].missing_since, rows["20.jpg"].missing_since is None) == (None, False)


async def test_a_picture_of_two_seasons_arrives_for_both_under_its_own_address(tmp_path: Path) -> None:
    shared = an_answer(
        *(an_image(7, AssetType.SEASONPOSTER, season_number=season) for season in (1, 2)), title=""
    )
    async with a_bench(tmp_path, a_provider(shared)) as bench:
        result = await fetch(bench)
        rows = await stored(bench)

    images = result.providers["tmdb"].images[AssetType.SEASONPOSTER]
    assert {image.season_number for image in images} == {1, 2}
    assert len({image.url for image in images}) == 1
    assert set(rows) == {"7.jpg", "7.jpg#season=2"}
