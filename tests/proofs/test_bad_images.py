"""Pictures that are none: a sentence for each, and every other picture is shown."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import Any

import pytest

from metarr_desktop.demo.faults import Failure, PathKind
from metarr_desktop.demo.server import DemoServer
from metarr_desktop.domain.asset import AssetType, CachedAsset
from metarr_desktop.domain.errors import ThumbnailUnavailable
from metarr_desktop.domain.thumbnail import Size
from metarr_desktop.services import Services
from tests.proofs.rig import INCEPTION, MOVIE, TMDB, assert_fit_for_people, break_service, pulse

BOX = Size(171, 257)
BROKEN = {
    Failure.IMAGE_IS_HTML: "text/html",
    Failure.IMAGE_IS_EMPTY: "empty picture",
    Failure.IMAGE_TRUNCATED: "damaged",
    Failure.IMAGE_BOMB: "50000 by 50000 pixels",
    Failure.IMAGE_OVERSIZE: "too large",
    Failure.DROP: "cannot be loaded",
    Failure.STATUS: "status 500",
    Failure.REDIRECT_AWAY: "no secure address",
}


async def posters_of(services: Services, provider: str) -> list[CachedAsset]:
    posters = await services.cache.get_cached_assets(MOVIE, AssetType.POSTER)
    return [poster for poster in posters if poster.provider_name == provider and poster.thumb_url]


def address(poster: CachedAsset) -> str:
    assert poster.thumb_url is not None
    return poster.thumb_url


@pytest.mark.parametrize("failure", BROKEN)
async def test_a_broken_picture_is_a_sentence_and_the_others_are_shown(
    server: DemoServer, program: Callable[..., Any], failure: Failure
) -> None:
    async with program() as services:
        await services.cache.fetch_assets(INCEPTION)
        bad, other = (await posters_of(services, "tmdb"))[:2]
        (good, *_) = await posters_of(services, "fanart_tv")
        values = {"size_bytes": 48_000_000} if failure is Failure.IMAGE_OVERSIZE else {}
        break_service(server, TMDB, failure, PathKind.IMAGE, **values)
        async with pulse() as felt:
            broken, shown = await asyncio.gather(
                services.thumbnails.load(address(bad), BOX),
                services.thumbnails.load(address(good), BOX),
                return_exceptions=True,
            )
        server.services.faults.switch_off()
        afterwards = await services.thumbnails.load(address(other), BOX)

    assert isinstance(broken, ThumbnailUnavailable)
    assert BROKEN[failure] in str(broken)
    assert_fit_for_people(str(broken).replace("127.0.0.1", "The host"))
    assert not isinstance(shown, BaseException)
    assert shown.height > 200
    assert afterwards.height > 200
    assert felt.longest_s < 1.0


async def test_nothing_of_a_broken_picture_is_kept_for_the_next_start(
    server: DemoServer, program: Callable[..., Any]
) -> None:
    async with program() as services:
        await services.cache.fetch_assets(INCEPTION)
        (poster, *_) = await posters_of(services, "tmdb")
        break_service(server, TMDB, Failure.IMAGE_TRUNCATED, PathKind.IMAGE)
        with pytest.raises(ThumbnailUnavailable):
            await services.thumbnails.load(address(poster), BOX)
    server.services.faults.switch_off()

    async with program() as services:
        assert (await services.thumbnails.load(address(poster), BOX)).height > 200


async def test_a_wall_of_broken_pictures_leaves_the_whole_ones(
    server: DemoServer, program: Callable[..., Any]
) -> None:
    async with program() as services:
        await services.cache.fetch_assets(INCEPTION)
        posters = await services.cache.get_cached_assets(MOVIE, AssetType.POSTER)
        break_service(server, TMDB, Failure.IMAGE_TRUNCATED, PathKind.IMAGE)
        loaded = await asyncio.gather(
            *(services.thumbnails.load(address(poster), BOX) for poster in posters), return_exceptions=True
        )

    for poster, outcome in zip(posters, loaded, strict=True):
        is_broken = isinstance(outcome, ThumbnailUnavailable)
        assert is_broken == (poster.provider_name == "tmdb"), (poster.provider_name, outcome)
