"""Music and series nobody on this team wrote down, counted apart from the code under test: nothing may get lost."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path
from typing import Any

import httpx
import pytest

from metarr_desktop.domain.asset import AssetType
from metarr_desktop.domain.entity import EntityType, ExternalIds
from metarr_desktop.domain.errors import ProviderBusy, ProviderFailed, ProviderNotFound
from metarr_desktop.domain.fetch import Outcome, Priority
from metarr_desktop.domain.provider import AnswerGroup
from metarr_desktop.providers.base import AnswerRequest
from metarr_desktop.providers.http.error_translation import error_for_status
from metarr_desktop.providers.json_fields import UnexpectedShape
from metarr_desktop.providers.musicbrainz import MUSICBRAINZ, mapping
from metarr_desktop.providers.musicbrainz.cover_mapping import map_covers
from tests.cassettes import read_cassette
from tests.providers.music_support import MusicScript, ask, musicbrainz, query
from tests.providers.support import FANART_TV, Script, provider

NIRVANA = "5b11f4ce-a62d-471e-81fc-a69a8278c7da"
UNPLUGGED = "fb3770f6-83fb-32b7-85c4-1f522a92287e"


@pytest.fixture
def brainz(recordings: Path) -> Path:
    return recordings / "musicbrainz"


def load(path: Path) -> Any:
    return json.loads(path.read_bytes())


def exchanges(brainz: Path, name: str, words: str, status: int = 200) -> list[Any]:
    found = [
        exchange.json()
        for exchange in read_cassette(brainz / f"inkstak-vcr/{name}.yml")
        if exchange.status == status and words in exchange.address
    ]
    assert found, f"no recorded {name} with {words}"
    return found


# ------------------------------------------------------------------------------------- MusicBrainz


@pytest.mark.parametrize("words", ["query=", "?artist="])
def test_every_album_of_recorded_searches_and_browses_arrives_in_order(brainz: Path, words: str) -> None:
    for raw in exchanges(brainz, "release_group", words):
        found, dropped = mapping.map_search(raw)
        assert [(each.id, each.title) for each in found] == [
            (item["id"], item["title"]) for item in raw["release-groups"]
        ]
        assert dropped == 0


def test_recorded_searches_name_the_artist(brainz: Path) -> None:
    for raw in exchanges(brainz, "release_group", "query="):
        found, _ = mapping.map_search(raw)
        expected = [item["artist-credit"][0]["artist"]["id"] for item in raw["release-groups"]]
        assert [each.artist_id for each in found] == [
            None if id_ in mapping.NOT_ARTISTS else id_ for id_ in expected
        ]
        assert all(each.artist for each in found)


def test_recorded_browses_state_days_of_every_precision(brainz: Path) -> None:
    lengths: Counter[int] = Counter()
    for raw in exchanges(brainz, "release_group", "?artist="):
        found, _ = mapping.map_search(raw)
        for group, item in zip(found, raw["release-groups"], strict=True):
            written = item["first-release-date"]
            lengths[len(written)] += 1
            assert (str(group.released) if group.released else "").startswith(written)
    assert {4, 10} <= set(lengths)


@pytest.mark.parametrize("words", [f"release-group/{UNPLUGGED}?fmt=json&inc=", "inc=url-rels"])
def test_recorded_look_ups_of_2014_are_read(brainz: Path, words: str) -> None:
    group, answer = mapping.release_group_of(exchanges(brainz, "release_group", words)[0])
    said = mapping.map_metadata(answer, group, cover_url="")
    assert (group.id, said.title, str(said.release_date)) == (
        UNPLUGGED,
        "MTV Unplugged in New York",
        "1994-11-01",
    )
    assert said.keywords == ("Album", "Live")


def test_recorded_relations_bring_wikidata_or_nothing(brainz: Path) -> None:
    raw = exchanges(brainz, "release_group", "inc=url-rels")[0]
    linked = [each["url"]["resource"] for each in raw["relations"] if each["type"] == "wikidata"]
    group, answer = mapping.release_group_of(raw)
    assert mapping.map_external_ids(answer, group).get("wikidata") == (
        linked[0].rpartition("/")[2] if linked else None
    )


@pytest.mark.parametrize("words", ["query=%22Nirvana", "query=artist:"])
def test_every_artist_of_recorded_searches_arrives_under_the_old_name_of_the_list(
    brainz: Path, words: str
) -> None:
    for raw in exchanges(brainz, "artist", words):
        listed = raw["artist"]
        found = mapping.map_artists(raw)
        assert Counter(each.id for each in found) == Counter(item["id"] for item in listed)
        assert {each.id: each.score for each in found} == {item["id"]: int(item["score"]) for item in listed}


def test_artists_of_a_release_leave_out_the_one_that_is_none(brainz: Path) -> None:
    for raw in exchanges(brainz, "artist", "release="):
        real = {item["id"] for item in raw["artists"]} - mapping.NOT_ARTISTS
        assert {each.id for each in mapping.map_artists(raw)} == real


@pytest.mark.parametrize(
    ("cassette_name", "words", "status", "error"),
    [
        ("client", "inc=unknown", 400, ProviderFailed),
        ("client", "inc=throttled", 503, ProviderBusy),
        ("artist", "01234567", 404, ProviderNotFound),
        ("release_group", "01234567", 404, ProviderNotFound),
        ("release", "01234567", 404, ProviderNotFound),
    ],
)
def test_recorded_errors_become_the_right_ones(
    brainz: Path, cassette_name: str, words: str, status: int, error: type[Exception]
) -> None:
    body = json.dumps(exchanges(brainz, cassette_name, words, status)[0]).encode()
    headers = {"content-type": "application/json; charset=utf-8"}
    assert type(error_for_status(MUSICBRAINZ.info, "x", status, headers, body)) is error


def test_the_album_picard_looked_up_is_read_whole(brainz: Path) -> None:
    raw = load(brainz / "picard/release_group.json")
    group, answer = mapping.release_group_of(raw)
    said = mapping.map_metadata(answer, group, cover_url="")
    assert (group.id, group.title, str(group.released)) == (
        raw["id"],
        raw["title"],
        raw["first-release-date"],
    )
    assert said.keywords == (raw["primary-type"], *[tag["name"] for tag in raw["tags"]])


@pytest.mark.parametrize("name", ["picard/release_group_null.json", "picard/artist_null.json"])
def test_answers_of_nothing_but_null_are_refused_in_our_words(brainz: Path, name: str) -> None:
    with pytest.raises(UnexpectedShape):
        mapping.release_group_of(load(brainz / name))


@pytest.mark.parametrize("name", ["official", "pseudo"])
def test_releases_lead_to_the_album_they_are_editions_of(brainz: Path, name: str) -> None:
    raw = load(brainz / f"beets/{name}_release.json")
    group = mapping.group_of_release(raw)
    assert (group.id, group.title) == (raw["release_group"]["id"], raw["release_group"]["title"])
    # an album says itself whom it is credited to; an edition may print the name in another script
    credits_ = raw["release_group"].get("artist_credit") or raw["artist_credit"]
    assert group.artist == "".join(each["name"] + each.get("joinphrase", "") for each in credits_)
    assert group.artist_id == credits_[0]["artist"]["id"]


async def test_recorded_answers_go_through_the_client_whole(brainz: Path) -> None:
    listed = exchanges(brainz, "release_group", "query=")[0]
    album = exchanges(brainz, "release_group", f"release-group/{UNPLUGGED}?fmt=json&inc=")[0]
    script = MusicScript({"/release-group": listed, f"/release-group/{UNPLUGGED}": album})
    async with musicbrainz(script) as client:
        found = await client.search(query("MTV Unplugged in New York"))
        answer = await client.fetch(ask(value=UNPLUGGED))
    assert len(found.hits) == len(listed["release-groups"])
    assert answer.external_ids["musicbrainz"] == UNPLUGGED


# ------------------------------------------------------------------------------------- Cover Art Archive


@pytest.mark.parametrize("name", ["inkstak/release.json", "lastfm/response_release-mbid.json"])
def test_every_front_and_disc_of_a_recorded_index_arrives(recordings: Path, name: str) -> None:
    raw = load(recordings / "cover_art_archive" / name)
    expected = Counter(
        kind for item in raw["images"] for kind in item["types"] if kind in ("Front", "Medium")
    )
    found = map_covers(raw, base_url="")
    assert Counter(image.metadata["kind"] for image in found.images) == expected
    assert len(raw["images"]) == len({image.url for image in found.images}) + found.other
    assert found.dropped == 0
    small = {item["image"].replace("http:", "https:"): item["thumbnails"]["large"] for item in raw["images"]}
    assert all(image.thumb_url == small[image.url].replace("http:", "https:") for image in found.images)


@pytest.mark.parametrize("status", [400, 404])
def test_recorded_pages_of_the_archive_are_understood_by_their_status(recordings: Path, status: int) -> None:
    page = (recordings / f"cover_art_archive/inkstak/{status}.html").read_bytes()
    error = error_for_status(MUSICBRAINZ.info, "x", status, {"content-type": "text/html"}, page)
    assert error is not None


async def test_a_recorded_404_page_of_the_archive_means_no_art(recordings: Path) -> None:
    page = (recordings / "cover_art_archive/inkstak/404.html").read_bytes()
    missing = httpx.Response(404, content=page, headers={"content-type": "text/html; charset=utf-8"})
    async with musicbrainz(MusicScript({f"release-group/{UNPLUGGED}": missing})) as client:
        assert (await client.fetch(ask("covers", UNPLUGGED))).outcome is Outcome.EMPTY


# ------------------------------------------------------------------------------------- Fanart.tv


def request(entity_type: EntityType, kind: str, value: str, group: str, **ids: str) -> AnswerRequest:
    groups: dict[str, AnswerGroup] = {each.name: each for each in FANART_TV.info.answers[entity_type]}
    known = ExternalIds({kind: value, **ids})
    return AnswerRequest(entity_type, kind, value, groups[group], known, ("en",), Priority.USER)


async def test_every_picture_of_a_recorded_series_arrives_with_its_season(recordings: Path) -> None:
    raw = load(recordings / "fanart_tv/opacam-v3/tv_239761.json")
    expected = Counter(
        (kind, int(item["season"]) if item.get("season", "all") != "all" else None)
        for kind, items in raw.items()
        if isinstance(items, list)
        for item in items
    )
    async with provider(FANART_TV, Script({"/tv/239761": raw})) as client:
        answer = await client.fetch(request(EntityType.TV, "tvdb", "239761", "pictures"))
    counted = Counter(
        (image.metadata["kind"], image.season_number)
        for image in answer.images
        if image.asset_type is not AssetType.KEYART
    )
    assert counted == expected
    assert answer.dropped == 0
    assert dict(answer.external_ids) == {"tvdb": "239761"}


async def test_every_picture_of_a_recorded_artist_arrives(recordings: Path) -> None:
    raw = load(recordings / "fanart_tv/opacam-v3/music_a7f.json")
    expected = Counter({kind: len(items) for kind, items in raw.items() if isinstance(items, list)})
    artist = raw["mbid_id"]
    async with provider(FANART_TV, Script({f"/music/{artist}": raw})) as client:
        answer = await client.fetch(request(EntityType.MUSIC, "musicbrainz_artist", artist, "artist"))
    assert Counter(image.metadata["kind"] for image in answer.images) == expected
    assert (answer.dropped, dict(answer.external_ids)) == (0, {"musicbrainz_artist": artist})


@pytest.mark.parametrize("is_array", [False, True])
async def test_every_picture_of_each_recorded_album_arrives_in_both_forms(
    recordings: Path, is_array: bool
) -> None:
    raw = load(recordings / "fanart_tv/opacam-v3/music_a7f.json")
    albums = raw["albums"]
    if is_array:
        raw["albums"] = [{"release_group_id": id_, **kinds} for id_, kinds in albums.items()]
    async with provider(FANART_TV, Script({f"/music/albums/{id_}": raw for id_ in albums})) as client:
        for id_, kinds in albums.items():
            answer = await client.fetch(request(EntityType.MUSIC, "musicbrainz", id_, "album"))
            expected = Counter({kind: len(items) for kind, items in kinds.items()})
            assert Counter(image.metadata["kind"] for image in answer.images) == expected
            assert answer.dropped == 0
