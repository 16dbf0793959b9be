"""Fanart.tv beyond films: seasons, artists and albums, with every oddity of their answers."""

from __future__ import annotations

from typing import Any

import httpx
import pytest

from metarr_desktop.domain.asset import AssetType
from metarr_desktop.domain.entity import EntityType, ExternalIds
from metarr_desktop.domain.errors import ProviderAnswerInvalid, ProviderRefused
from metarr_desktop.domain.fetch import Outcome, Priority
from metarr_desktop.providers.base import AnswerRequest
from metarr_desktop.providers.fanart_tv.kinds import ALBUM_KINDS, ARTIST_KINDS, TV_KINDS
from metarr_desktop.providers.fanart_tv.mapping import map_album, map_pictures
from metarr_desktop.providers.json_fields import UnexpectedShape
from tests.providers.support import FANART_TV, Script, provider

T = AssetType
GROUP = "11111111-aaaa-4bbb-8ccc-000000000001"
MERGED = "11111111-aaaa-4bbb-8ccc-00000000000f"
OTHER = "11111111-aaaa-4bbb-8ccc-000000000009"
ARTIST = "22222222-aaaa-4bbb-8ccc-000000000002"


def item(name: str = "a", **fields: Any) -> dict[str, Any]:
    return {
        "id": "1",
        "url": f"https://assets.fanart.tv/fanart/{name}.jpg",
        "lang": "en",
        "likes": "3",
        **fields,
    }


def series(**kinds: Any) -> Any:
    return map_pictures({"name": "Some Series", "thetvdb_id": "42", **kinds}, TV_KINDS, base_url="")


def artist(**kinds: Any) -> Any:
    return map_pictures({"name": "Somebody", "mbid_id": ARTIST, **kinds}, ARTIST_KINDS, base_url="")


def album(albums: Any, *groups: str, **fields: Any) -> Any:
    data = {"name": "Somebody", "mbid_id": ARTIST, "albums": albums, **fields}
    return map_album(data, groups or (GROUP,), ALBUM_KINDS, base_url="")


def request(entity_type: EntityType, kind: str, value: str, group: str, **ids: str) -> AnswerRequest:
    groups = {each.name: each for each in FANART_TV.info.answers[entity_type]}
    known = ExternalIds({kind: value, **ids})
    return AnswerRequest(entity_type, kind, value, groups[group], known, ("en",), Priority.USER)


# ------------------------------------------------------------------------------------- series


@pytest.mark.parametrize(
    ("kind", "slot"),
    [
        ("tvposter", T.POSTER), ("showbackground", T.FANART), ("show4kbackground", T.FANART),
        ("hdtvlogo", T.CLEARLOGO), ("clearlogo", T.CLEARLOGO), ("hdclearart", T.CLEARART),
        ("clearart", T.CLEARART), ("characterart", T.CHARACTERART), ("tvbanner", T.BANNER),
        ("tvthumb", T.LANDSCAPE), ("seasonposter", T.SEASONPOSTER), ("seasonbanner", T.SEASONBANNER),
        ("seasonthumb", T.SEASONLANDSCAPE),
    ],
)  # fmt: skip
def test_every_kind_of_a_series_has_its_slot(kind: str, slot: AssetType) -> None:
    (image,) = series(**{kind: [item()]}).images
    assert (image.asset_type, image.metadata["kind"]) == (slot, kind)


@pytest.mark.parametrize(
    ("season", "number"),
    [("0", 0), ("1", 1), ("12", 12), (3, 3), ("all", None), (None, None), ("", None), ("-1", None)],
)
@pytest.mark.parametrize("kind", ["seasonposter", "seasonbanner", "seasonthumb"])
def test_season_pictures_keep_the_number_of_their_season(kind: str, season: Any, number: int | None) -> None:
    assert series(**{kind: [item(season=season)]}).images[0].season_number == number


@pytest.mark.parametrize("kind", ["showbackground", "show4kbackground"])
@pytest.mark.parametrize(
    ("season", "slot", "number"),
    [("all", T.FANART, None), ("2", T.SEASONFANART, 2), ("0", T.SEASONFANART, 0)],
)
def test_backgrounds_with_a_number_belong_to_that_season(
    kind: str, season: str, slot: AssetType, number: int | None
) -> None:
    (image,) = series(**{kind: [item(season=season)]}).images
    assert (image.asset_type, image.season_number) == (slot, number)


@pytest.mark.parametrize("kind", ["tvposter", "tvbanner", "tvthumb"])
def test_pictures_of_the_series_itself_have_no_season_whatever_they_say(kind: str) -> None:
    assert series(**{kind: [item(season="3")]}).images[0].season_number is None


@pytest.mark.parametrize("language", ["00", "", "xx"])
def test_a_textless_poster_of_a_series_is_keyart_too(language: str) -> None:
    found = [image.asset_type for image in series(tvposter=[item(lang=language)]).images]
    assert found == [T.POSTER, T.KEYART]


def test_backgrounds_of_series_have_no_language() -> None:
    assert series(showbackground=[item(lang="en", season="all")]).images[0].language is None


def test_better_qualities_of_a_series_come_first() -> None:
    found = series(clearlogo=[item("sd", likes="90")], hdtvlogo=[item("hd", likes="1")]).images
    assert [image.metadata["is_hd"] for image in found] == [True, False]


def test_counts_and_squares_between_the_kinds_are_no_pictures() -> None:
    found = series(tvposter=[item()], tvposter_count=1, image_count=4, tvsquare=[item("b")], seasons={})
    assert [image.metadata["kind"] for image in found.images] == ["tvposter"]
    assert found.dropped == 0


async def test_a_series_is_asked_for_by_the_id_of_thetvdb() -> None:
    script = Script({"/tv/42": {"name": "x", "thetvdb_id": "42", "tvbanner": [item()]}})
    async with provider(FANART_TV, script) as client:
        answer = await client.fetch(request(EntityType.TV, "tvdb", "42", "pictures"))
    assert script.paths() == ["tv/42"]
    assert (len(answer.images), dict(answer.external_ids)) == (1, {"tvdb": "42"})


# ------------------------------------------------------------------------------------- artists and albums


@pytest.mark.parametrize(
    ("kind", "slot"),
    [
        ("artistbackground", T.ARTISTART), ("artist4kbackground", T.ARTISTART), ("artistthumb", T.ARTISTTHUMB),
        ("hdmusiclogo", T.CLEARLOGO), ("musiclogo", T.CLEARLOGO), ("musicbanner", T.BANNER),
    ],
)  # fmt: skip
def test_every_kind_of_an_artist_has_its_slot_and_no_language(kind: str, slot: AssetType) -> None:
    (image,) = artist(**{kind: [item()]}).images
    assert (image.asset_type, image.language) == (slot, None)


def test_labels_are_no_pictures_of_ours() -> None:
    assert (
        artist(musiclabel=[item(colour="white")], artistthumb=[item()]).images[0].asset_type is T.ARTISTTHUMB
    )


MAP = {
    GROUP: {"albumcover": [item("a")], "cdart": [item("b", disc="1", size="1000")]},
    OTHER: {"albumcover": [item("c")]},
}
ARRAY = [{"release_group_id": key, **kinds} for key, kinds in MAP.items()]


@pytest.mark.parametrize("albums", [MAP, ARRAY], ids=["an object", "an array"])
def test_albums_come_as_an_object_or_as_an_array(albums: Any) -> None:
    found = album(albums)
    assert [(image.asset_type, image.url[-5:]) for image in found.images] == [
        (T.COVER, "a.jpg"),
        (T.DISCART, "b.jpg"),
    ]
    assert found.images[1].metadata["disc"] == 1


@pytest.mark.parametrize("albums", [MAP, ARRAY], ids=["an object", "an array"])
def test_ids_of_albums_are_compared_without_regard_to_case(albums: Any) -> None:
    assert len(album(albums, GROUP.upper()).images) == 2


def test_a_merged_album_is_found_by_its_other_id() -> None:
    assert len(album({MERGED: MAP[GROUP], OTHER: {}}, GROUP, MERGED).images) == 2


def test_an_answer_about_one_album_only_is_about_the_one_asked_for() -> None:
    assert len(album({MERGED: MAP[GROUP]}).images) == 2


def test_pictures_of_another_album_are_never_taken() -> None:
    found = album({OTHER: MAP[GROUP], MERGED: MAP[OTHER]})
    assert (found.is_known, found.images) == (True, ())


@pytest.mark.parametrize("albums", [[], {}, None])
def test_an_artist_without_albums_is_known_and_has_none(albums: Any) -> None:
    found = album(albums)
    assert (found.is_known, found.images, found.dropped) == (True, (), 0)


@pytest.mark.parametrize("albums", ["x", 7, {GROUP: "x"}, [None, 3]])
def test_albums_of_the_wrong_type_are_no_answer(albums: Any) -> None:
    with pytest.raises(UnexpectedShape):
        album(albums)


def test_bad_albums_beside_good_ones_are_counted() -> None:
    assert album([*ARRAY, None, "x"]).dropped == 2


def test_whose_album_it_is_says_musicbrainz_alone() -> None:
    assert dict(album(MAP).external_ids) == {}


async def test_album_and_artist_are_asked_for_by_their_own_ids() -> None:
    script = Script(
        {
            f"/music/albums/{GROUP}": {"name": "x", "mbid_id": ARTIST, "albums": MAP},
            f"/music/{ARTIST}": {"name": "x", "mbid_id": ARTIST, "artistthumb": [item()], "albums": MAP},
        }
    )
    async with provider(FANART_TV, script) as client:
        of_album = await client.fetch(request(EntityType.MUSIC, "musicbrainz", GROUP, "album"))
        of_artist = await client.fetch(request(EntityType.MUSIC, "musicbrainz_artist", ARTIST, "artist"))
    assert script.paths() == [f"music/albums/{GROUP}", f"music/{ARTIST}"]
    assert {image.asset_type for image in of_album.images} == {T.COVER, T.DISCART}
    assert {image.asset_type for image in of_artist.images} == {T.ARTISTTHUMB}


@pytest.mark.parametrize(
    "answer",
    [
        httpx.Response(404, json={"status": "error", "error message": "Not found"}),
        httpx.Response(200, json={"status": "error", "error message": "Not found"}),
        httpx.Response(200, json={}),
    ],
)
@pytest.mark.parametrize(
    ("entity_type", "kind", "value", "group"),
    [
        (EntityType.TV, "tvdb", "42", "pictures"),
        (EntityType.MUSIC, "musicbrainz", GROUP, "album"),
        (EntityType.MUSIC, "musicbrainz_artist", ARTIST, "artist"),
    ],
)
async def test_all_three_forms_of_not_found_are_understood_everywhere(
    answer: httpx.Response, entity_type: EntityType, kind: str, value: str, group: str
) -> None:
    async with provider(FANART_TV, lambda _: answer) as client:
        assert (await client.fetch(request(entity_type, kind, value, group))).outcome is Outcome.NOT_FOUND


@pytest.mark.parametrize(
    ("entity_type", "kind", "value", "group"),
    [
        (EntityType.TV, "tvdb", "tt0133093", "pictures"),
        (EntityType.MUSIC, "musicbrainz", "603", "album"),
        (EntityType.MUSIC, "musicbrainz_artist", "../movies/603", "artist"),
    ],
)
async def test_ids_of_another_kind_are_not_asked_for(
    entity_type: EntityType, kind: str, value: str, group: str
) -> None:
    script = Script()
    async with provider(FANART_TV, script) as client:
        answer = await client.fetch(request(entity_type, kind, value, group))
    assert (answer.outcome, script.requests) == (Outcome.NOT_FOUND, [])


@pytest.mark.parametrize(
    ("answer", "error"),
    [
        (httpx.Response(401, json={"status": "error", "error message": "Invalid API key"}), ProviderRefused),
        (httpx.Response(200, html="<html>"), ProviderAnswerInvalid),
        (httpx.Response(200, json=["x"]), ProviderAnswerInvalid),
        (httpx.Response(200, json={"something": "else"}), ProviderAnswerInvalid),
        (httpx.Response(200, json={"name": "x", "tvposter": [{"url": 1}]}), ProviderAnswerInvalid),
    ],
)
async def test_other_answers_about_a_series_are_errors(
    answer: httpx.Response, error: type[Exception]
) -> None:
    async with provider(FANART_TV, lambda _: answer) as client:
        with pytest.raises(error):
            await client.fetch(request(EntityType.TV, "tvdb", "42", "pictures"))
