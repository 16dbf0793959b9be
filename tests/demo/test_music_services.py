"""MusicBrainz, the Cover Art Archive and Fanart.tv's music in the demo: shapes, manners, oddities, pictures."""

from __future__ import annotations

import io
import re
from collections.abc import AsyncIterator
from typing import Any

import httpx
import pytest
from PIL import Image

from metarr_desktop.demo.album_images import album_pictures, archive_pictures, artist_pictures
from metarr_desktop.demo.albums import VARIOUS_ARTISTS, DemoAlbum, load_albums
from metarr_desktop.demo.fanart_entries import series_pictures
from metarr_desktop.demo.pictures import paint_picture
from metarr_desktop.demo.series import load_series
from metarr_desktop.demo.service import DemoServices
from metarr_desktop.demo.transport import DemoTransport

WS2 = "https://musicbrainz.org/ws/2/"
CAA = "https://coverartarchive.org/"
AGENT = "MetarrDesktop/1.0 ( https://example.org/ )"
NEVERMIND = "1b022e01-4da6-387b-8658-8678046e4cef"
NIRVANA = "5b11f4ce-a62d-471e-81fc-a69a8278c7da"
MBID = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}")


@pytest.fixture
async def brainz(services: DemoServices) -> AsyncIterator[httpx.AsyncClient]:
    async with httpx.AsyncClient(
        transport=DemoTransport(services),
        base_url=WS2,
        headers={"User-Agent": AGENT, "Accept": "application/json"},
    ) as client:
        yield client


@pytest.fixture
async def archive(services: DemoServices) -> AsyncIterator[httpx.AsyncClient]:
    async with httpx.AsyncClient(
        transport=DemoTransport(services), base_url=CAA, headers={"User-Agent": AGENT}
    ) as client:
        yield client


def an_album(mbid: str = NEVERMIND) -> DemoAlbum:
    album = load_albums().album(mbid)
    assert album is not None
    return album


# ------------------------------------------------------------------------------------- the catalogue


def test_the_demo_has_enough_albums_of_enough_artists_with_sound_ids() -> None:
    catalogue = load_albums()
    assert len(catalogue.albums) >= 30
    assert len({album.artist.mbid for album in catalogue.albums} - {VARIOUS_ARTISTS}) >= 15
    ids = [album.mbid for album in catalogue.albums] + [artist.mbid for artist in catalogue.artists]
    assert len(set(ids)) == len(ids)
    assert all(MBID.fullmatch(mbid) for mbid in ids)


def test_every_artist_has_an_album_and_dates_have_every_precision() -> None:
    catalogue = load_albums()
    assert {album.artist.mbid for album in catalogue.albums} == {artist.mbid for artist in catalogue.artists}
    assert {len(album.first_release_date) for album in catalogue.albums} == {4, 7, 10}


def test_albums_without_covers_and_compilations_occur() -> None:
    albums = load_albums().albums
    assert any(not album.has_covers for album in albums)
    assert any(album.artist.mbid == VARIOUS_ARTISTS for album in albums)
    assert any(album.merged_ids for album in albums)


@pytest.mark.parametrize(
    "kind", ["front cover", "disc", "artist thumb", "artist background", "logo", "banner"]
)
def test_every_kind_of_picture_can_be_painted(kind: str) -> None:
    album = an_album()
    pictures = {
        "front cover": archive_pictures(album)[0].image,
        "disc": archive_pictures(album)[1].image,
        **{
            name: next(image for image in artist_pictures(album.artist) if image.kind == its)
            for name, its in (
                ("artist thumb", "artistthumb"), ("artist background", "artistbackground"),
                ("logo", "hdmusiclogo"), ("banner", "musicbanner"),
            )
        },
    }  # fmt: skip
    image = pictures[kind]
    width = 120
    height = max(1, round(image.height * width / image.width))
    painted = Image.open(io.BytesIO(paint_picture(image, width, height, image.path.rpartition(".")[2])))
    assert painted.size == (width, height)


def test_no_two_pictures_share_an_address() -> None:
    catalogue = load_albums()
    paths = [image.path for album in catalogue.albums for image in album_pictures(album)]
    paths += [image.path for artist in catalogue.artists for image in artist_pictures(artist)]
    paths += [image.path for series in load_series().series for image in series_pictures(series)]
    assert len(set(paths)) == len(paths)


# ------------------------------------------------------------------------------------- MusicBrainz


async def test_a_look_up_states_what_was_included_and_writes_what_is_empty(brainz: httpx.AsyncClient) -> None:
    body = (await brainz.get(f"release-group/{NEVERMIND}", params={"inc": "artist-credits genres"})).json()
    assert (body["title"], body["artist-credit"][0]["artist"]["id"]) == ("Nevermind", NIRVANA)
    assert (body["disambiguation"], body["secondary-types"]) == ("", [])
    assert "tags" not in body


async def test_a_search_leaves_out_what_is_empty_and_states_a_score(brainz: httpx.AsyncClient) -> None:
    body = (await brainz.get("release-group", params={"query": 'releasegroup:"Nevermind"'})).json()
    (item,) = body["release-groups"]
    assert (item["id"], item["score"], body["count"]) == (NEVERMIND, 100, 1)
    assert "disambiguation" not in item
    assert "joinphrase" not in item["artist-credit"][0]


@pytest.mark.parametrize(
    ("query", "first"),
    [
        ("nevermind", "Nevermind"),
        ('artist:"Pink Floyd"', "The Dark Side of the Moon"),
        ('releasegroup:"kid a" AND artist:radiohead', "Kid A"),
        (f"arid:{NIRVANA} AND firstreleasedate:1989*", "Bleach"),
        ('releasegroup:"good kid, m.A.A.d city"', "good kid, m.A.A.d city"),
        ('(artist:"nobody" AND releasegroup:"x") OR alias:"Zoso"', "Led Zeppelin IV"),
        (
            'releasegroup:"Guardians of the Galaxy\\: Awesome Mix, Vol. 1"',
            "Guardians of the Galaxy: Awesome Mix, Vol. 1",
        ),
    ],
)
async def test_queries_are_understood(brainz: httpx.AsyncClient, query: str, first: str) -> None:
    found = (await brainz.get("release-group", params={"query": query})).json()["release-groups"]
    assert found[0]["title"] == first


@pytest.mark.parametrize("query", ["(nevermind", 'releasegroup:"open', "a AND", "releasegroup:", "x:y:z"])
async def test_queries_in_no_language_are_400(brainz: httpx.AsyncClient, query: str) -> None:
    answer = await brainz.get("release-group", params={"query": query})
    assert (answer.status_code, "error" in answer.json()) == (400, True)


async def test_albums_of_an_artist_are_listed(brainz: httpx.AsyncClient) -> None:
    body = (await brainz.get("release-group", params={"artist": NIRVANA, "limit": 2})).json()
    assert (body["release-group-count"], len(body["release-groups"])) == (4, 2)


async def test_an_old_id_is_answered_with_the_new_one(brainz: httpx.AsyncClient) -> None:
    album = next(album for album in load_albums().albums if album.merged_ids)
    assert (await brainz.get(f"release-group/{album.merged_ids[0]}")).json()["id"] == album.mbid


async def test_an_edition_names_its_album(brainz: httpx.AsyncClient) -> None:
    body = (await brainz.get(f"release/{an_album().release_ids[1]}", params={"inc": "release-groups"})).json()
    assert body["release-group"]["id"] == NEVERMIND


@pytest.mark.parametrize(
    ("path", "status", "text"),
    [
        ("release-group/not-an-id", 400, "Invalid mbid."),
        (f"release-group/{NIRVANA}", 404, "Not Found"),
        (f"release-group/{NEVERMIND}?inc=labels", 400, "labels is not a valid inc parameter"),
        ("release-group", 400, "Neither a query"),
        ("work/x", 404, "Not Found"),
    ],
)
async def test_errors_have_the_services_own_form(
    brainz: httpx.AsyncClient, path: str, status: int, text: str
) -> None:
    answer = await brainz.get(path)
    assert answer.status_code == status
    assert answer.json()["error"].startswith(text)


@pytest.mark.parametrize("agent", ["", "python-httpx/0.28", "Java/17", "MetarrDesktop/1.0"])
async def test_who_does_not_say_who_they_are_is_refused(brainz: httpx.AsyncClient, agent: str) -> None:
    answer = await brainz.get(f"release-group/{NEVERMIND}", headers={"User-Agent": agent})
    assert answer.status_code == 403


async def test_a_second_request_within_a_second_is_refused_with_503(tmp_path: Any, clock: Any) -> None:
    services = DemoServices(tmp_path, clock=clock, enforces_rate_limits=True)
    headers = {"User-Agent": AGENT}
    async with httpx.AsyncClient(transport=DemoTransport(services), base_url=WS2, headers=headers) as client:
        path = f"release-group/{NEVERMIND}?fmt=json"
        first, second = await client.get(path), await client.get(path)
        clock.advance(3)
        third = await client.get(path)
    services.close()
    assert [answer.status_code for answer in (first, second, third)] == [200, 503, 200]
    assert second.json()["error"].startswith("Your requests are exceeding the allowable rate limit.")
    assert "retry-after" in second.headers


# ------------------------------------------------------------------------------------- Cover Art Archive


async def test_the_index_is_two_redirections_away_on_other_hosts(archive: httpx.AsyncClient) -> None:
    first = await archive.get(f"release-group/{NEVERMIND}")
    assert (first.status_code, first.text.startswith("See: ")) == (307, True)
    second = await archive.get(first.headers["location"])
    assert second.status_code == 302
    hosts = [httpx.URL(answer.headers["location"]).host for answer in (first, second)]
    assert hosts == ["archive.org", "ia800000.us.archive.org"]
    index = (await archive.get(second.headers["location"])).json()
    assert index["release"].startswith("https://musicbrainz.org/release/")
    assert [picture["types"] for picture in index["images"]] == [
        each.types for each in archive_pictures(an_album())
    ]


async def test_pictures_are_served_in_the_sizes_that_are_listed(archive: httpx.AsyncClient) -> None:
    index = (await archive.get(f"release-group/{NEVERMIND}", follow_redirects=True)).json()
    picture = next(each for each in index["images"] if "1200" in each["thumbnails"])
    for size in ("250", "500"):
        answer = await archive.get(picture["thumbnails"][size], follow_redirects=True)
        assert max(Image.open(io.BytesIO(answer.content)).size) == int(size)
    whole = await archive.get(picture["image"], follow_redirects=True)
    assert whole.headers["content-type"].startswith("image/")


async def test_old_and_new_forms_of_an_index_occur(archive: httpx.AsyncClient) -> None:
    pictures = [
        picture
        for album in load_albums().albums[:12]
        if album.has_covers
        for picture in (await archive.get(f"release-group/{album.mbid}", follow_redirects=True)).json()[
            "images"
        ]
    ]
    assert {type(picture["id"]) for picture in pictures} == {int, str}
    assert {"1200" in picture["thumbnails"] for picture in pictures} == {True, False}
    assert {picture["approved"] for picture in pictures} == {True, False}


async def test_the_front_of_an_album_has_an_address_of_its_own(archive: httpx.AsyncClient) -> None:
    answer = await archive.get(f"release-group/{NEVERMIND}/front-250", follow_redirects=True)
    assert max(Image.open(io.BytesIO(answer.content)).size) == 250


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("release-group/nonsense", 400),
        (f"release-group/{NIRVANA}", 404),
        (f"release-group/{NEVERMIND}/front-333", 400),
        (f"release/{NEVERMIND}", 404),
    ],
)
async def test_errors_of_the_archive_are_web_pages(
    archive: httpx.AsyncClient, path: str, status: int
) -> None:
    answer = await archive.get(path)
    assert (answer.status_code, answer.headers["content-type"]) == (status, "text/html; charset=utf-8")


# ------------------------------------------------------------------------------------- Fanart.tv


@pytest.mark.parametrize(("version", "form"), [("v3", dict), ("v3.1", list), ("v3.2", list)])
async def test_albums_come_in_the_form_of_the_version(
    fanart: httpx.AsyncClient, version: str, form: type
) -> None:
    answer = await fanart.get(f"https://webservice.fanart.tv/{version}/music/albums/{NEVERMIND}")
    body = answer.json()
    assert isinstance(body["albums"], form)
    assert body["mbid_id"] == NIRVANA


async def test_music_has_no_language_and_series_have_seasons(fanart: httpx.AsyncClient) -> None:
    artist = (await fanart.get(f"music/{NIRVANA}")).json()
    series = (await fanart.get(f"tv/{load_series().series[0].tvdb_id}")).json()
    assert all("lang" not in entry for entry in artist["artistbackground"])
    seasons = {entry["season"] for entry in series["seasonposter"]}
    assert {"1", "all"} <= seasons


async def test_pictures_of_music_and_series_are_served(fanart: httpx.AsyncClient) -> None:
    artist = (await fanart.get(f"music/{NIRVANA}")).json()
    series = (await fanart.get(f"tv/{load_series().series[0].tvdb_id}")).json()
    for entry in (artist["artistthumb"][0], series["tvposter"][0]):
        answer = await fanart.get(entry["url"].replace("/fanart/", "/preview/", 1))
        assert answer.status_code == 200
        assert Image.open(io.BytesIO(answer.content)).width == 400
