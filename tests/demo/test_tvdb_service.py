"""TheTVDB of the demo: login and its errors, both envelopes, relative addresses, the specification's paths."""

from __future__ import annotations

import io
import re
from collections import Counter
from collections.abc import AsyncIterator
from typing import Any

import httpx
import pytest
from PIL import Image

from metarr_desktop.demo.catalogue import load_catalogue
from metarr_desktop.demo.faults import DemoService
from metarr_desktop.demo.keys import DEMO_TVDB_API_KEY, DEMO_TVDB_PIN, DEMO_TVDB_USER_KEY
from metarr_desktop.demo.painting import COMPOSITIONS, PALETTES
from metarr_desktop.demo.series import load_series
from metarr_desktop.demo.service import DemoServices
from metarr_desktop.demo.transport import DemoTransport
from metarr_desktop.demo.tvdb_app import TvdbService
from metarr_desktop.demo.tvdb_images import film_images, owner_of, series_images
from metarr_desktop.demo.tvdb_parts import film_id

API = "https://api4.thetvdb.com/v4/"
THRONES = 121361
SERIES = load_series().series


@pytest.fixture
async def client(services: DemoServices) -> AsyncIterator[httpx.AsyncClient]:
    async with httpx.AsyncClient(transport=DemoTransport(services), base_url=API, timeout=5) as made:
        yield made


@pytest.fixture
async def tvdb(client: httpx.AsyncClient) -> httpx.AsyncClient:
    answer = await client.post("login", json={"apikey": DEMO_TVDB_API_KEY})
    client.headers["Authorization"] = f"Bearer {answer.json()['data']['token']}"
    return client


def service(services: DemoServices) -> TvdbService:
    app: Any = services.front(DemoService.TVDB).site.app
    found: TvdbService = app.state.tvdb
    return found


@pytest.mark.parametrize(
    ("body", "status"),
    [
        ({"apikey": DEMO_TVDB_API_KEY}, 200),
        ({"apikey": DEMO_TVDB_USER_KEY, "pin": DEMO_TVDB_PIN}, 200),
        ({"apikey": DEMO_TVDB_API_KEY, "pin": ""}, 400),
        ({"apikey": DEMO_TVDB_USER_KEY}, 400),
        ({"apikey": DEMO_TVDB_USER_KEY, "pin": "WRONG"}, 401),
        ({"apikey": "0123"}, 401),
        ({}, 400),
        ([], 400),
    ],
)
async def test_a_login_needs_the_right_key_and_its_pin(
    client: httpx.AsyncClient, body: Any, status: int
) -> None:
    answer = await client.post("login", json=body)
    assert answer.status_code == status
    assert answer.json()["status"] == ("success" if status == 200 else "failure")


@pytest.mark.parametrize("token", ["", "Bearer x", "Bearer a.b.c", "Basic abc"])
async def test_without_a_good_token_everything_is_unauthorised(client: httpx.AsyncClient, token: str) -> None:
    answer = await client.get("artwork/types", headers={"Authorization": token})
    assert (answer.status_code, answer.json()["message"]) == (401, "Unauthorized")


async def test_a_token_ends_at_its_exp_and_when_it_is_revoked(
    services: DemoServices, tvdb: httpx.AsyncClient
) -> None:
    assert (await tvdb.get("artwork/types")).status_code == 200
    service(services).tokens.revoke_all()
    assert (await tvdb.get("artwork/types")).status_code == 401
    service(services).tokens.life_s = -1
    token = (await tvdb.post("login", json={"apikey": DEMO_TVDB_API_KEY})).json()["data"]["token"]
    assert (await tvdb.get("artwork/types", headers={"Authorization": f"Bearer {token}"})).status_code == 401


async def test_the_table_of_types_has_the_24_rows(tvdb: httpx.AsyncClient) -> None:
    rows = (await tvdb.get("artwork/types")).json()["data"]
    assert len(rows) == 24
    assert not {4, 9, 17} & {row["id"] for row in rows}


@pytest.mark.parametrize("series", SERIES, ids=lambda one: str(one.title))
async def test_every_series_is_whole_and_found(tvdb: httpx.AsyncClient, series: Any) -> None:
    body = (await tvdb.get(f"series/{series.tvdb_id}/extended?meta=translations")).json()["data"]
    kinds = Counter(entry["type"] for entry in body["artworks"])
    assert min(kinds[2], kinds[3], kinds[1], kinds[23]) >= 1
    numbers = {season["number"] for season in body["seasons"] if season["type"]["type"] == "official"}
    assert numbers == set(series.season_numbers)
    known = {season["id"] for season in body["seasons"]}
    assert {entry["seasonId"] for entry in body["artworks"] if entry["type"] in (6, 7, 8)} <= known
    found = (await tvdb.get("search", params={"query": series.title, "type": "series"})).json()["data"]
    assert str(series.tvdb_id) in {item["tvdb_id"] for item in found}


def test_there_are_twenty_series_and_more_with_unique_ids() -> None:
    assert len(SERIES) >= 20
    for ids in zip(*((one.tvdb_id, one.tmdb_id, one.imdb_id) for one in SERIES), strict=True):
        assert len(set(ids)) == len(SERIES)
    assert all(re.fullmatch(r"tt\d{7,8}", one.imdb_id) for one in SERIES)


async def test_most_films_of_the_catalogue_are_known_and_a_few_are_not(tvdb: httpx.AsyncClient) -> None:
    numbers = [film_id(film) for film in load_catalogue().films]
    assert 80 < len([number for number in numbers if number]) < len(numbers)
    film = load_catalogue().film(27205)
    assert film is not None
    body = (await tvdb.get(f"movies/{film_id(film)}/extended")).json()["data"]
    assert {"id": "tt1375666", "type": 2, "sourceName": "IMDB"} in body["remoteIds"]


async def test_short_records_have_no_artwork(tvdb: httpx.AsyncClient) -> None:
    body = (await tvdb.get(f"series/{THRONES}/extended?short=true")).json()["data"]
    assert (body["artworks"], body["trailers"]) == (None, [])
    assert "translations" not in body


async def test_ids_of_other_services_lead_to_mixed_hits_with_relative_pictures(
    tvdb: httpx.AsyncClient,
) -> None:
    data = (await tvdb.get("search/remoteid/1399")).json()["data"]
    assert [set(item) for item in data] == [{"people"}, {"series"}]
    assert data[1]["series"]["image"].startswith("/banners/")
    nothing = [await tvdb.get(f"search/remoteid/{value}") for value in ("tt9999999", "tt99999999")]
    assert [(one.status_code, one.json()["data"]) for one in nothing] == [(404, None), (200, None)]


async def test_both_lists_of_episodes_have_their_own_envelope(tvdb: httpx.AsyncClient) -> None:
    plain = (await tvdb.get(f"series/{THRONES}/episodes/default?page=0")).json()
    german = (await tvdb.get(f"series/{THRONES}/episodes/default/deu?page=0")).json()
    assert set(plain["data"]) == {"series", "episodes"}
    assert german["data"]["id"] == THRONES
    assert german["data"]["episodes"][0]["image"].startswith("/banners/")
    assert german["data"]["episodes"][0]["nameTranslations"] is None
    assert len(plain["data"]["episodes"]) == 75
    assert plain["links"]["next"] is None


async def test_some_series_have_no_list_in_their_default_order(tvdb: httpx.AsyncClient) -> None:
    statuses = [
        (await tvdb.get(f"series/{number}/episodes/{order}")).status_code
        for number, order in ((79216, "default"), (79216, "official"), (79349, "official"))
    ]
    assert statuses == [404, 200, 404]


async def test_seasons_join_their_languages_and_name_their_artwork_in_the_singular(
    tvdb: httpx.AsyncClient,
) -> None:
    seasons = (await tvdb.get(f"series/{THRONES}/extended")).json()["data"]["seasons"]
    assert seasons[1]["nameTranslations"] == ["eng,deu,fra,spa,ita,pol,pt"]
    body = (await tvdb.get(f"seasons/{seasons[1]['id']}/extended")).json()["data"]
    assert "artworks" not in body
    assert all(set(entry) <= {"id", "image", "thumbnail", "language", "type", "score", "width", "height",
                              "includesText"} for entry in body["artwork"])  # fmt: skip
    assert len(body["episodes"]) == 10


@pytest.mark.parametrize(
    "path", ["series/1", "series/2", "movies/5/extended", "seasons/1", "episodes/9", "x"]
)
async def test_what_is_not_there_is_404_with_or_without_data(tvdb: httpx.AsyncClient, path: str) -> None:
    answer = await tvdb.get(path)
    assert (answer.status_code, answer.json()["status"]) == (404, "failure")


@pytest.mark.parametrize("path", ["search", "search?remote_id=tt1375666", "series/abc"])
async def test_a_request_that_makes_no_sense_is_400(tvdb: httpx.AsyncClient, path: str) -> None:
    assert (await tvdb.get(path)).status_code == 400


async def test_pictures_are_painted_at_their_size_and_small(tvdb: httpx.AsyncClient) -> None:
    for image in {one.kind: one for one in series_images(SERIES[0])}.values():
        for path, size in ((image.path, (image.width, image.height)), (_small(image.path), None)):
            answer = await tvdb.get(f"https://artworks.thetvdb.com{path}")
            picture = Image.open(io.BytesIO(answer.content))
            assert size is None or picture.size == size
            assert picture.width <= image.width


def _small(path: str) -> str:
    stem, _, ending = path.rpartition(".")
    return f"{stem}_t.{ending}"


def test_every_picture_is_found_by_its_path_and_can_be_painted() -> None:
    every = [(("series", one.tvdb_id), image) for one in SERIES for image in series_images(one)]
    for film in load_catalogue().films:
        if number := film_id(film):
            every += [(("movie", number), image) for image in film_images(film, number)]
    assert len({image.path for _, image in every}) == len(every)
    for owner, image in every:
        assert owner_of(image.path) == owner
        assert image.design.composition in COMPOSITIONS
        assert image.design.palette in PALETTES


async def test_an_unknown_picture_is_a_page_of_404(tvdb: httpx.AsyncClient) -> None:
    for path in ("v4/series/121361/posters/none.jpg", "v4/series/1/posters/a.jpg", "x.jpg", "a.gif"):
        answer = await tvdb.get(f"https://artworks.thetvdb.com/banners/{path}")
        assert (answer.status_code, answer.headers["content-type"].split(";")[0]) == (404, "text/html")
