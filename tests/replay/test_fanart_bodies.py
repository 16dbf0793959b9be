"""Fanart.tv in all its versions, over real sockets: everything offered arrives, in the right slot."""

from __future__ import annotations

from typing import Any

import pytest

from metarr_desktop.domain.entity import EntityType
from metarr_desktop.domain.errors import ProviderError, ProviderFailed, ProviderRefused
from metarr_desktop.domain.fetch import Outcome
from metarr_desktop.providers.base import ProviderAnswer
from metarr_desktop.providers.fanart_tv import FANART_TV
from tests.replay import fanart_bodies as bodies
from tests.replay.provider_over_socket import kinds, provider_asking, request, slots
from tests.replay.server import Replay

FILM, SERIES, ALBUM, ARTIST = "movies/990101", "tv/361000", "music/albums", "music"
UNUSED = {"moviesquare", "moviehologram", "tvsquare", "musiclabel"}


async def answered(replay: Replay, entity_type: EntityType, kind: str, value: str, group: int = 0) -> Any:
    async with provider_asking(replay, FANART_TV) as fanart:
        return await fanart.fetch(request(FANART_TV, entity_type, kind, value, group))


async def film(body: Any, **more: Any) -> ProviderAnswer:
    replay = Replay()
    replay.add("fanart_tv", FILM, body, **more)
    answer: ProviderAnswer = await answered(replay, EntityType.MOVIE, "tmdb", "990101")
    return answer


async def series(body: Any) -> ProviderAnswer:
    replay = Replay()
    replay.add("fanart_tv", SERIES, body)
    answer: ProviderAnswer = await answered(replay, EntityType.TV, "tvdb", "361000")
    return answer


async def music(body: Any, *, is_album: bool) -> ProviderAnswer:
    replay = Replay()
    path = f"music/albums/{bodies.FIRST_ALBUM}" if is_album else f"music/{bodies.ARTIST}"
    replay.add("fanart_tv", path, body)
    if is_album:
        found: ProviderAnswer = await answered(replay, EntityType.MUSIC, "musicbrainz", bodies.FIRST_ALBUM)
    else:
        found = await answered(replay, EntityType.MUSIC, "musicbrainz_artist", bodies.ARTIST, group=1)
    return found


def offered(body: dict[str, Any]) -> dict[str, int]:
    lists = {kind: items for kind, items in body.items() if isinstance(items, list) and kind != "albums"}
    return {kind: len(items) for kind, items in lists.items() if items and kind not in UNUSED}


@pytest.mark.parametrize("body", [bodies.FILM_V3, bodies.FILM_OF_2026])
async def test_every_picture_of_a_film_arrives_from_every_version(body: dict[str, Any]) -> None:
    answer = await film(body)
    assert kinds(answer.images) == offered(body)
    assert answer.dropped == 0


async def test_a_film_of_version_3_is_put_into_its_slots() -> None:
    assert slots((await film(bodies.FILM_V3)).images) == {
        ("clearlogo", "high-tide-1.png", "en", None), ("clearlogo", "high-tide-2.png", "en", None),
        ("poster", "high-tide-3.jpg", None, None), ("keyart", "high-tide-3.jpg", None, None),
        ("poster", "high%20tide%20%284%29.jpg", "pt", None), ("fanart", "high-tide-5.jpg", None, None),
        ("discart", "high-tide-6.png", "en", None), ("clearart", "high-tide-7.png", None, None),
        ("banner", "high-tide-8.jpg", None, None), ("landscape", "high-tide-9.jpg", "de", None),
    }  # fmt: skip


async def test_a_film_of_2026_is_put_into_its_slots_although_no_path_says_which() -> None:
    assert slots((await film(bodies.FILM_OF_2026)).images) == {
        ("clearlogo", "high-tide-a1.png", "pt", None), ("clearart", "high-tide-a2.png", None, None),
        ("poster", "high-tide-a3.jpg", None, None), ("keyart", "high-tide-a3.jpg", None, None),
        ("poster", "high-tide-a4.jpg", "en", None), ("fanart", "high-tide-a5.jpg", None, None),
        ("fanart", "high-tide-a6.jpg", None, None),
    }  # fmt: skip


@pytest.mark.parametrize("body", [bodies.FILM_V3, bodies.FILM_OF_2026])
async def test_all_addresses_are_secure_and_have_a_preview_beside_them(body: dict[str, Any]) -> None:
    for image in (await film(body)).images:
        assert image.url.startswith("https://assets.fanart.tv/fanart/")
        assert image.thumb_url == image.url.replace("/fanart/", "/preview/", 1)


async def test_likes_and_sizes_are_numbers_however_they_are_written() -> None:
    read = {
        image.url.rpartition("-")[2]: (image.width, image.height, image.metadata["likes"])
        for image in (await film(bodies.FILM_OF_2026)).images
    }
    assert read["a3.jpg"] == (1000, 1426, 1)
    assert read["a4.jpg"] == (None, None, 1)  # "0" and ""
    assert read["a6.jpg"] == (1920, 1080, 12)  # numbers as numbers
    without_likes = await series(bodies.SERIES_OF_2026)
    assert {image.metadata["likes"] for image in without_likes.images if "ls-16" in image.url} == {0}


async def test_better_qualities_come_first_whatever_has_more_likes() -> None:
    logos = [image for image in (await film(bodies.FILM_V3)).images if image.asset_type == "clearlogo"]
    assert [(logo.metadata["kind"], logo.metadata["likes"]) for logo in logos] == [
        ("hdmovielogo", 3), ("movielogo", 98),
    ]  # fmt: skip


async def test_every_picture_of_a_series_arrives_with_its_season() -> None:
    answer = await series(bodies.SERIES_OF_2026)
    assert kinds(answer.images) == offered(bodies.SERIES_OF_2026)
    assert slots(answer.images) == {
        ("poster", "ls-1.jpg", "ko", None), ("poster", "ls-2.jpg", None, None), ("keyart", "ls-2.jpg", None, None),
        ("clearlogo", "ls-3.png", "ko", None), ("clearlogo", "ls-4.png", "ko", None),
        ("fanart", "ls-5.jpg", None, None), ("seasonfanart", "ls-6.jpg", None, 1),
        ("fanart", "ls-7.jpg", None, None), ("fanart", "ls-8.jpg", None, None),
        ("seasonfanart", "ls-9.jpg", None, 2), ("seasonposter", "ls-10.jpg", "en", 0),
        ("seasonposter", "ls-11.jpg", "ko", 1), ("seasonposter", "ls-12.jpg", "ko", None),
        ("seasonposter", "ls-13.jpg", None, 2019), ("seasonbanner", "ls-14.jpg", "en", 1),
        ("seasonlandscape", "ls-15.jpg", "en", 1), ("characterart", "ls-16.png", None, None),
        ("landscape", "ls-17.jpg", "en", None), ("banner", "ls-18.jpg", "en", None),
        ("clearart", "ls-19.png", "en", None), ("clearart", "ls-20.png", "en", None),
    }  # fmt: skip


@pytest.mark.parametrize("body", [bodies.ARTIST_V3, bodies.ARTIST_OF_2026])
async def test_every_picture_of_an_artist_arrives_without_a_language(body: dict[str, Any]) -> None:
    answer = await music(body, is_album=False)
    assert kinds(answer.images) == offered(body)
    assert {image.language for image in answer.images} == {None}
    assert {str(image.asset_type) for image in answer.images} <= {
        "artistart", "artistthumb", "clearlogo", "banner",
    }  # fmt: skip


@pytest.mark.parametrize("body", [bodies.ARTIST_V3, bodies.ARTIST_OF_2026])
async def test_the_pictures_of_an_album_arrive_from_a_map_and_from_an_array(body: dict[str, Any]) -> None:
    answer = await music(body, is_album=True)
    assert kinds(answer.images) == offered(bodies.ALBUM_ENTRIES[bodies.FIRST_ALBUM])
    assert slots(answer.images) == {
        ("cover", "al-1.jpg", None, None), ("discart", "al-2.png", None, None),
    }  # fmt: skip
    (disc,) = (image for image in answer.images if image.asset_type == "discart")
    assert disc.metadata["disc"] == 2


async def test_an_entry_of_counts_alone_is_known_and_has_nothing() -> None:
    body = {"name": "High Tide", "tmdb_id": "990101", "image_count": 0, "movieposter_count": 0}
    answer = await film(body)
    assert (answer.outcome, answer.images) == (Outcome.EMPTY, ())


@pytest.mark.parametrize(("body", "status"), [(bodies.NOT_FOUND, 404), (bodies.NOT_FOUND, 200), ({}, 200)])
async def test_nothing_found_is_a_success_with_nothing_in_all_three_forms(body: Any, status: int) -> None:
    answer = await film(body, status=status)
    assert (answer.outcome, answer.images) == (Outcome.NOT_FOUND, ())


@pytest.mark.parametrize(
    ("status", "body", "error", "words"),
    [
        (401, {"status": "error", "error message": "Invalid API key"}, ProviderRefused, "does not accept the key"),
        (401, {"status": "error", "error message": "Invalid project key"}, ProviderRefused, "Check the key"),
        (403, {"status": "error", "error message": "Banned"}, ProviderRefused, "does not accept the key"),
        (403, b"<html><title>Attention Required!</title></html>", ProviderFailed, "status 403"),
        (520, b"<html><title>520</title></html>", ProviderFailed, "status 520"),
    ],
)  # fmt: skip
async def test_refusals_and_pages_in_between_are_told_apart(
    status: int, body: Any, error: type[ProviderError], words: str
) -> None:
    media = "text/html" if isinstance(body, bytes) else "application/json"
    with pytest.raises(error, match=words):
        await film(body, status=status, media_type=media)
