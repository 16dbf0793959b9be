"""Fanart.tv of the demo: versions, oddities, the three forms of "not found", keys, pictures."""

from __future__ import annotations

import io
from collections import Counter
from typing import Any

import httpx
import pytest
from PIL import Image

from metarr_desktop.demo.catalogue import DemoFilm, load_catalogue
from metarr_desktop.demo.keys import DEMO_FANART_TV_API_KEY, DEMO_FANART_TV_CLIENT_KEY

WEB = "https://webservice.fanart.tv"
NOT_FOUND = {"status": "error", "error message": "Not found"}
FIELDS = {"id", "url", "lang", "likes"}


def _entries(body: dict[str, Any]) -> list[tuple[str, dict[str, str]]]:
    return [(kind, entry) for kind, value in body.items() if isinstance(value, list) for entry in value]


@pytest.mark.parametrize("film_id", ["27205", "tt1375666"])
async def test_a_film_is_found_by_either_id(fanart: httpx.AsyncClient, film_id: str) -> None:
    body = (await fanart.get(f"movies/{film_id}")).json()
    assert (body["name"], body["tmdb_id"], body["imdb_id"]) == ("Inception", "27205", "tt1375666")


@pytest.mark.parametrize("version", ["v3", "v3.1", "v3.2"])
async def test_every_picture_of_the_catalogue_is_listed(
    fanart: httpx.AsyncClient, inception: DemoFilm, version: str
) -> None:
    body = (await fanart.get(f"{WEB}/{version}/movies/27205")).json()
    expected = Counter(image.kind for image in load_catalogue().images(inception, "fanart_tv"))
    assert Counter(kind for kind, _ in _entries(body)) == expected


@pytest.mark.parametrize(
    ("version", "fields"),
    [("v3", FIELDS), ("v3.1", FIELDS | {"added"}), ("v3.2", FIELDS | {"added", "width", "height"})],
)
async def test_newer_versions_add_fields_and_all_are_texts(
    fanart: httpx.AsyncClient, version: str, fields: set[str]
) -> None:
    entries = _entries((await fanart.get(f"{WEB}/{version}/movies/27205")).json())
    assert {frozenset(entry.keys() - {"disc", "disc_type"}) for _, entry in entries} == {frozenset(fields)}
    assert all(isinstance(value, str) for _, entry in entries for value in entry.values())


async def test_discs_say_what_they_are_made_for(fanart: httpx.AsyncClient) -> None:
    discs = [
        entry for kind, entry in _entries((await fanart.get("movies/27205")).json()) if kind == "moviedisc"
    ]
    assert discs
    assert all(entry["disc_type"] in {"bluray", "dvd", "3d", "4k"} for entry in discs)


async def _all_bodies(fanart: httpx.AsyncClient, version: str = "v3.2") -> list[dict[str, Any]]:
    answers = [await fanart.get(f"{WEB}/{version}/movies/{film.tmdb_id}") for film in load_catalogue().films]
    return [answer.json() for answer in answers if answer.status_code == 200]


async def test_the_oddities_of_the_real_service_all_occur(fanart: httpx.AsyncClient) -> None:
    bodies = await _all_bodies(fanart)
    entries = [entry for body in bodies for entry in _entries(body)]
    backgrounds = {entry["lang"] for kind, entry in entries if "background" in kind}
    others = {entry["lang"] for kind, entry in entries if "background" not in kind}
    addresses = [entry["url"] for _, entry in entries]
    assert backgrounds == {""}
    assert {"00", "xx", "en"} <= others
    assert all("image_count" in body for body in bodies if "movieposter" in body)
    counts = {any(name.endswith("poster_count") for name in body) for body in bodies if "movieposter" in body}
    assert counts == {True, False}, "scalars beside the kinds: in some answers, not in all"
    assert any(" (" in address for address in addresses)
    assert any(address.count("/") == 4 for address in addresses), "the newer flat addresses"
    assert len(set(addresses)) == len(addresses)


async def test_old_versions_have_some_addresses_without_tls(fanart: httpx.AsyncClient) -> None:
    addresses = {
        entry["url"].partition(":")[0]
        for body in await _all_bodies(fanart, "v3")
        for _, entry in _entries(body)
    }
    assert addresses == {"http", "https"}


async def test_not_found_has_three_forms(fanart: httpx.AsyncClient) -> None:
    answers = [await fanart.get(f"movies/9999999{digit}") for digit in range(3)]
    seen = sorted((answer.status_code, str(answer.json())) for answer in answers)
    assert seen == sorted([(404, str(NOT_FOUND)), (200, str(NOT_FOUND)), (200, "{}")])


@pytest.mark.parametrize("value", ["tt0000001", "abc", "1" * 40])
async def test_an_id_nobody_has_is_not_found(fanart: httpx.AsyncClient, value: str) -> None:
    answer = await fanart.get(f"movies/{value}")
    assert answer.status_code in (200, 404)
    assert answer.json() in (NOT_FOUND, {})


PERSONAL, PROJECT = DEMO_FANART_TV_CLIENT_KEY, DEMO_FANART_TV_API_KEY


@pytest.mark.parametrize(
    ("headers", "params", "status"),
    [
        ({"api-key": PROJECT}, {}, 200),
        ({"api-key": PERSONAL}, {}, 200),
        ({"api-key": PROJECT, "client-key": PERSONAL}, {}, 200),
        ({"api-key": PERSONAL, "client-key": PERSONAL}, {}, 200),
        ({}, {"api_key": PROJECT}, 200),
        ({}, {"api_key": PROJECT, "client_key": PERSONAL}, 200),
        ({}, {}, 401),
        ({"api-key": ""}, {}, 401),
        ({"api-key": "0" * 32}, {}, 401),
        ({"client-key": PERSONAL}, {}, 401),
        ({"api-key": PROJECT, "client-key": PROJECT}, {}, 401),
    ],
)
async def test_keys_open_the_service(
    fanart: httpx.AsyncClient, headers: dict[str, str], params: dict[str, str], status: int
) -> None:
    del fanart.headers["api-key"]
    answer = await fanart.get("movies/27205", headers=headers, params=params)
    assert answer.status_code == status
    assert status == 200 or answer.json() == {"status": "error", "error message": "Invalid API key"}


@pytest.mark.parametrize(("rendition", "widest"), [("fanart", None), ("preview", 400), ("bigpreview", 700)])
async def test_pictures_come_in_three_renditions(
    fanart: httpx.AsyncClient, rendition: str, widest: int | None
) -> None:
    body = (await fanart.get("movies/27205")).json()
    for kind in ("movieposter", "moviebanner"):
        entry = body[kind][0]
        address = entry["url"].replace("/fanart/", f"/{rendition}/", 1)
        answer = await fanart.get(address)
        width, height = int(entry["width"]), int(entry["height"])
        shown = min(width, widest or width)
        with Image.open(io.BytesIO(answer.content)) as picture:
            assert picture.size == (shown, round(height * shown / width))


async def test_addresses_with_spaces_lead_to_a_picture(fanart: httpx.AsyncClient) -> None:
    bodies = await _all_bodies(fanart)
    address = next(entry["url"] for body in bodies for _, entry in _entries(body) if " (" in entry["url"])
    answer = await fanart.get(address.replace("/fanart/", "/preview/", 1))
    assert (answer.status_code, answer.headers["content-type"][:6]) == (200, "image/")


async def test_a_picture_nobody_has_is_a_page(fanart: httpx.AsyncClient) -> None:
    answer = await fanart.get("https://assets.fanart.tv/fanart/nothing.jpg")
    assert (answer.status_code, answer.headers["content-type"][:9]) == (404, "text/html")


async def test_the_latest_changes_are_lists_of_texts(fanart: httpx.AsyncClient) -> None:
    everything = (await fanart.get("movies/latest")).json()
    recent = (await fanart.get("movies/latest", params={"date": "1767225600"})).json()
    assert len(everything) > len(recent) > 0
    assert {frozenset(entry) for entry in everything} == {
        frozenset({"tmdb_id", "imdb_id", "name", "new_images", "total_images"})
    }
    assert all(isinstance(value, str) for entry in everything for value in entry.values())


async def test_an_answer_asked_for_again_by_its_etag_is_304(fanart: httpx.AsyncClient) -> None:
    first = await fanart.get("movies/27205")
    again = await fanart.get("movies/27205", headers={"If-None-Match": first.headers["etag"]})
    assert (again.status_code, again.content) == (304, b"")


async def test_an_unknown_path_is_404_in_the_services_own_form(fanart: httpx.AsyncClient) -> None:
    answer = await fanart.get("people/81189")
    assert (answer.status_code, answer.json()) == (404, NOT_FOUND)
