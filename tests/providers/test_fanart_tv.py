"""Every quirk of Fanart.tv (providers.md section 2), mapping and client."""

from __future__ import annotations

from typing import Any

import httpx
import pytest

from metarr_desktop.domain.asset import AssetType
from metarr_desktop.domain.entity import EntityType
from metarr_desktop.domain.errors import (
    InvalidInput,
    ProviderAnswerInvalid,
    ProviderBusy,
    ProviderFailed,
    ProviderRefused,
)
from metarr_desktop.domain.fetch import Outcome
from metarr_desktop.providers.base import AssetProvider, SearchProvider
from metarr_desktop.providers.fanart_tv import keys
from metarr_desktop.providers.fanart_tv.kinds import ALBUM_KINDS, ARTIST_KINDS, MOVIE_KINDS, TV_KINDS
from metarr_desktop.providers.fanart_tv.mapping import Pictures, map_pictures, preview_address
from metarr_desktop.providers.json_fields import UnexpectedShape
from tests.providers.support import FANART_TV, HEX_KEY, OTHER_HEX_KEY, Script, ask, provider, recorded

BASE = "https://webservice.fanart.tv/v3.2/"
V3 = recorded("fanart_tv/movie_v3.json")
V3_2 = recorded("fanart_tv/movie_v3_2.json")
NOT_FOUND = {"status": "error", "error message": "Not found"}


def read(data: Any, base_url: str = BASE) -> Pictures:
    return map_pictures(data, MOVIE_KINDS, base_url=base_url)


def one(kind: str = "movieposter", **changes: Any) -> Any:
    item = {"id": "1", "url": "https://assets.fanart.tv/fanart/a.jpg", "lang": "en", "likes": "3", **changes}
    return read({"name": "x", kind: [item]}).images[0]


@pytest.mark.parametrize(
    ("kind", "asset_type"),
    [
        ("hdmovielogo", AssetType.CLEARLOGO), ("movielogo", AssetType.CLEARLOGO),
        ("hdmovieclearart", AssetType.CLEARART), ("movieart", AssetType.CLEARART),
        ("movieposter", AssetType.POSTER), ("moviebackground", AssetType.FANART),
        ("movie4kbackground", AssetType.FANART), ("moviebanner", AssetType.BANNER),
        ("moviethumb", AssetType.LANDSCAPE), ("moviedisc", AssetType.DISCART),
    ],
)  # fmt: skip
def test_every_kind_has_its_type(kind: str, asset_type: AssetType) -> None:
    assert one(kind).asset_type is asset_type


@pytest.mark.parametrize("lang", ["00", "", "xx", None])
def test_a_poster_without_text_is_poster_and_keyart(lang: object) -> None:
    item = {"url": "https://assets.fanart.tv/fanart/a.jpg", "lang": lang}
    images = read({"name": "x", "movieposter": [item]}).images
    assert [(image.asset_type, image.language) for image in images] == [
        (AssetType.POSTER, None), (AssetType.KEYART, None),
    ]  # fmt: skip


@pytest.mark.parametrize("kind", ["moviebackground", "movie4kbackground"])
def test_the_language_of_backgrounds_means_nothing(kind: str) -> None:
    assert one(kind, lang="en").language is None


@pytest.mark.parametrize(
    ("likes", "expected"), [("7", 7), (7, 7), (None, 0), ("", 0), ("many", 0), ("-1", 0)]
)
def test_likes_come_as_text_or_number_or_not_at_all(likes: object, expected: int) -> None:
    assert one(likes=likes).metadata["likes"] == expected


@pytest.mark.parametrize(
    ("width", "height", "expected"),
    [
        ("1000", "1426", (1000, 1426)),
        (1000, 1426, (1000, 1426)),
        ("0", "", (None, None)),
        (None, None, (None, None)),
    ],
)
def test_sizes_are_as_stated_and_else_unknown(
    width: object, height: object, expected: tuple[int | None, int | None]
) -> None:
    found = one(width=width, height=height)
    assert (found.width, found.height) == expected


def test_v3_states_no_sizes_so_each_kind_has_a_nominal_one() -> None:
    assert one().width is None
    kinds = {*MOVIE_KINDS, *TV_KINDS, *ARTIST_KINDS, *ALBUM_KINDS}
    assert set(FANART_TV.info.nominal_sizes) == kinds


def test_counts_squares_and_new_kinds_are_no_pictures_of_ours() -> None:
    found = read(V3_2)
    assert (len(found.images), found.dropped) == (6, 0)
    assert not any("27" in image.url or "28" in image.url for image in found.images)


def test_the_better_kind_comes_before_the_older_one_whatever_its_likes() -> None:
    logos = [image for image in read(V3).images if image.asset_type is AssetType.CLEARLOGO]
    assert [(logo.metadata["kind"], logo.metadata["likes"]) for logo in logos] == [
        ("hdmovielogo", 3), ("movielogo", 30),
    ]  # fmt: skip
    assert [logo.metadata["is_hd"] for logo in logos] == [True, False]


def test_old_addresses_become_https_and_odd_characters_are_encoded() -> None:
    urls = [image.url for image in read(V3).images]
    assert "https://assets.fanart.tv/fanart/movies/4711/movielogo/night-harbour-1.png" in urls
    assert "https://assets.fanart.tv/fanart/movies/4711/movieposter/night-harbour%20%2810%29.jpg" in urls


@pytest.mark.parametrize(
    ("url", "preview"),
    [
        (
            "https://assets.fanart.tv/fanart/movies/1/hdmovielogo/fanart/a.png",
            "https://assets.fanart.tv/preview/movies/1/hdmovielogo/fanart/a.png",
        ),
        ("https://images.fanart.tv/fanart/flat-1.png", "https://images.fanart.tv/preview/flat-1.png"),
        ("https://assets.fanart.tv/elsewhere/a.png", None),
    ],
)
def test_the_preview_is_beside_the_original_in_both_path_styles(url: str, preview: str | None) -> None:
    assert preview_address(url) == preview


def test_the_disc_type_is_kept() -> None:
    disc = next(image for image in read(V3).images if image.asset_type is AssetType.DISCART)
    assert (disc.metadata["disc_type"], disc.metadata["disc"]) == ("bluray", 1)


@pytest.mark.parametrize(
    "url",
    [
        None,
        5,
        "",
        "assets.fanart.tv/a.jpg",
        "https://127.0.0.1/fanart/a.jpg",
        "file:///etc/passwd",
        "https://u:p@x.org/a",
    ],
)
def test_a_picture_without_a_usable_address_is_left_out_and_counted(url: object) -> None:
    found = read(
        {"name": "x", "movieposter": [{"url": url}, {"url": "https://assets.fanart.tv/fanart/a.jpg"}]}
    )
    assert (len(found.images), found.dropped) == (2, 1)  # one picture, as poster and keyart


def test_a_service_on_loopback_may_name_its_own_address_and_no_other() -> None:
    own = "http://127.0.0.1:8100/fanart/v3.2/"
    pictures = [
        {"url": "http://127.0.0.1:8100/fanart/a.jpg", "lang": "en"},
        {"url": "http://127.0.0.1:22/b.jpg"},
    ]
    found = read({"name": "x", "movieposter": pictures}, own)
    assert [image.url for image in found.images] == ["http://127.0.0.1:8100/fanart/a.jpg"]
    assert found.dropped == 1


@pytest.mark.parametrize("answer", [{}, NOT_FOUND])
def test_two_answers_with_status_200_mean_no_such_entry(answer: Any) -> None:
    assert not read(answer).is_known


@pytest.mark.parametrize("answer", [[], "text", 5, None, {"unexpected": {}}, {"movieposter": 5}])
def test_anything_else_is_not_taken_for_an_empty_entry(answer: Any) -> None:
    with pytest.raises(UnexpectedShape):
        read(answer)


def test_pictures_of_which_none_is_usable_are_no_empty_answer() -> None:
    with pytest.raises(UnexpectedShape, match="none of its 2 pictures"):
        read({"name": "x", "movieposter": [{"url": 5}, "text"]})


# ------------------------------------------------------------------------------------------------ client


async def fetched(answer: Any, value: str = "4711", **options: Any) -> Any:
    async with provider(FANART_TV, Script({f"/movies/{value}": answer}), **options) as fanart:
        return await fanart.fetch(ask(FANART_TV, value, kind="imdb" if value.startswith("tt") else "tmdb"))


async def test_it_has_pictures_and_cannot_search() -> None:
    async with provider(FANART_TV, Script()) as fanart:
        assert isinstance(fanart, AssetProvider)
        assert not isinstance(fanart, SearchProvider)


@pytest.mark.parametrize("value", ["4711", "tt0123456"])
async def test_a_film_is_asked_by_either_id_and_teaches_both(value: str) -> None:
    answer = await fetched(V3, value)
    assert answer.outcome is Outcome.OK
    assert dict(answer.external_ids) == {"tmdb": "4711", "imdb": "tt0123456"}


async def test_an_entry_that_contradicts_the_id_teaches_nothing() -> None:
    answer = await fetched({**V3, "tmdb_id": "5"})
    assert dict(answer.external_ids) == {"tmdb": "4711"}


@pytest.mark.parametrize("answer", [httpx.Response(404, json=NOT_FOUND), NOT_FOUND, {}])
async def test_three_ways_to_say_nothing_found_are_one_outcome(answer: Any) -> None:
    assert (await fetched(answer)).outcome is Outcome.NOT_FOUND


async def test_a_known_film_without_pictures_is_empty() -> None:
    assert (await fetched({"name": "x", "tmdb_id": "4711", "image_count": 0})).outcome is Outcome.EMPTY


@pytest.mark.parametrize(
    ("answer", "error"),
    [
        (httpx.Response(401, json={"status": "error", "error message": "Invalid API key"}), ProviderRefused),
        (httpx.Response(401, text="no project key"), ProviderRefused),
        (httpx.Response(403, html="<h1>Attention</h1>"), ProviderFailed),
        (httpx.Response(429, headers={"Retry-After": "3"}), ProviderBusy),
        (httpx.Response(502, html="<h1>Bad gateway</h1>"), ProviderFailed),
        (httpx.Response(200, html="<h1>Welcome</h1>"), ProviderAnswerInvalid),
    ],
)
async def test_its_errors_become_ours(answer: httpx.Response, error: type[Exception]) -> None:
    with pytest.raises(error):
        await fetched(answer)


async def test_a_film_set_has_everything_but_discs() -> None:
    async with provider(FANART_TV, Script({"/movies/4711": V3})) as fanart:
        answer = await fanart.fetch(ask(FANART_TV, entity_type=EntityType.COLLECTION))
    types = {image.asset_type for image in answer.images}
    assert AssetType.DISCART not in types
    assert AssetType.POSTER in types


@pytest.mark.parametrize(
    ("given", "sent", "generation"),
    [
        ({"API_KEY": HEX_KEY}, {"api-key": HEX_KEY}, 0),
        ({"CLIENT_KEY": HEX_KEY}, {"api-key": HEX_KEY, "client-key": HEX_KEY}, 1),
        (
            {"API_KEY": OTHER_HEX_KEY, "CLIENT_KEY": HEX_KEY},
            {"api-key": OTHER_HEX_KEY, "client-key": HEX_KEY},
            1,
        ),
    ],
)
async def test_keys_go_into_headers_and_their_kind_into_the_generation(
    given: dict[str, str], sent: dict[str, str], generation: int
) -> None:
    script = Script({"/movies/4711": V3})
    async with provider(FANART_TV, script, keys=given) as fanart:
        await fanart.fetch(ask(FANART_TV))
        assert fanart.generation == FANART_TV.generation(given) == generation
    request = script.requests[0]
    assert {name: value for name, value in request.headers.items() if name.endswith("-key")} == sent
    assert request.url.query == b""


async def test_without_any_key_nothing_is_asked() -> None:
    script = Script()
    async with provider(FANART_TV, script, keys={"API_KEY": ""}) as fanart:
        with pytest.raises(ProviderRefused) as caught:
            await fanart.fetch(ask(FANART_TV))
    assert (caught.value.reason, script.requests) == ("missing", [])


@pytest.mark.parametrize(
    ("given", "days"), [({"API_KEY": HEX_KEY}, "7 days"), ({"CLIENT_KEY": HEX_KEY}, "48 hours")]
)
async def test_checking_a_key_says_how_late_new_artwork_shows(given: dict[str, str], days: str) -> None:
    async with provider(FANART_TV, Script(), keys=given) as fanart:  # 404: the key was let in
        assert days in await fanart.check_key()


def test_the_settings_explain_the_delay() -> None:
    assert all("7 days" in field.help_text for field in FANART_TV.info.keys)


@pytest.mark.parametrize("typed", ["abc", "0" * 33, "eyJa.b.c"])
def test_what_cannot_be_a_key_is_refused(typed: str) -> None:
    with pytest.raises(InvalidInput, match="personal key"):
        keys.normalise("CLIENT_KEY", typed)
