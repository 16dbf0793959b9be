"""MusicBrainz over scripted services: who is asked what is noted, nothing leaves the process."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

import httpx

from metarr_desktop.domain.entity import EntityType, ExternalIds
from metarr_desktop.domain.fetch import Priority
from metarr_desktop.domain.provider import AnswerGroup
from metarr_desktop.providers.base import AnswerRequest, TitleQuery
from metarr_desktop.providers.definition import ProviderContext, SideContext
from metarr_desktop.providers.http import HttpClients
from metarr_desktop.providers.musicbrainz import MUSICBRAINZ
from metarr_desktop.providers.musicbrainz.info import COVER_ART_ARCHIVE
from tests.providers.support import OpenGate

ALBUM = "11111111-aaaa-4bbb-8ccc-000000000001"
OLD_ALBUM = "11111111-aaaa-4bbb-8ccc-00000000000f"
ARTIST = "22222222-aaaa-4bbb-8ccc-000000000002"
RELEASE = "33333333-aaaa-4bbb-8ccc-000000000003"
VARIOUS_ARTISTS = "89ad4ac3-39f7-470e-963a-56509c546377"
HTML_404 = httpx.Response(404, html="<!DOCTYPE HTML>\n<title>404 Not Found</title>\n<h1>Not Found</h1>")

Answer = Any


def credit(name: str = "The Sample", artist: str = ARTIST, **fields: Any) -> dict[str, Any]:
    return {"name": name, "joinphrase": "", "artist": {"id": artist, "name": name}, **fields}


def group(**fields: Any) -> dict[str, Any]:
    """A look-up of an album as the service writes it; names with underscores stand for hyphens."""
    given = {name.replace("_", "-"): value for name, value in fields.items()}
    return {
        "id": ALBUM, "title": "First Steps", "disambiguation": "", "first-release-date": "1994-08-22",
        "primary-type": "Album", "secondary-types": [], "artist-credit": [credit()], "releases": [],
        "genres": [], "tags": [], "aliases": [], "relations": [], "rating": {"value": None, "votes-count": 0},
        **given,
    }  # fmt: skip


def picture(number: Any = 101, types: tuple[str, ...] = ("Front",), **fields: Any) -> dict[str, Any]:
    base = f"http://coverartarchive.org/release/{RELEASE}/{number}"
    thumbnails = {"250": f"{base}-250.jpg", "500": f"{base}-500.jpg", "1200": f"{base}-1200.jpg"}
    return {
        "id": number, "types": list(types), "front": "Front" in types, "back": "Back" in types,
        "approved": True, "edit": 1, "comment": "", "image": f"{base}.jpg", "thumbnails": thumbnails, **fields,
    }  # fmt: skip


def index(*pictures: Any) -> dict[str, Any]:
    return {"release": f"https://musicbrainz.org/release/{RELEASE}", "images": list(pictures)}


@dataclass
class MusicScript:
    """Answers by the end of the address (host and path); the last route that fits wins, unknown ones are 404."""

    routes: dict[str, Answer] = field(default_factory=dict)
    requests: list[httpx.Request] = field(default_factory=list)

    def __call__(self, request: httpx.Request) -> httpx.Response:
        self.requests.append(request)
        address = f"{request.url.host}{request.url.path}"
        for end, answer in reversed(self.routes.items()):
            if address.endswith(end):
                if callable(answer):
                    answer = answer(request)
                if isinstance(answer, Exception):
                    raise answer
                return answer if isinstance(answer, httpx.Response) else httpx.Response(200, json=answer)
        if request.url.host == "musicbrainz.org":
            return httpx.Response(404, json={"error": "Not Found", "help": "For usage, please see …"})
        return httpx.Response(HTML_404.status_code, html=HTML_404.text)

    def addresses(self) -> list[str]:
        return [f"{request.url.scheme}://{request.url.host}{request.url.path}" for request in self.requests]

    def queries(self) -> list[str]:
        return [request.url.params["query"] for request in self.requests if "query" in request.url.params]


def redirect(location: str, status: int = 307) -> httpx.Response:
    return httpx.Response(status, text=f"See: {location}\n", headers={"location": location})


@asynccontextmanager
async def musicbrainz(
    handler: Callable[[httpx.Request], httpx.Response],
    *,
    transport: httpx.AsyncBaseTransport | None = None,
    addresses: Mapping[str, str] | None = None,
) -> AsyncIterator[Any]:
    """Yield the provider, asking *handler* (or what *transport* leads to) at the given addresses."""
    clients = HttpClients(transport=transport or httpx.MockTransport(handler), contact="https://example.org/")
    yield build(clients, addresses or {})
    await clients.close()


def build(clients: HttpClients, addresses: Mapping[str, str]) -> Any:
    base_url = addresses.get("musicbrainz", MUSICBRAINZ.default_base_url)
    caa_url = addresses.get("cover_art_archive", COVER_ART_ARCHIVE.default_base_url)
    side = clients.api(
        MUSICBRAINZ.info, caa_url, OpenGate(), redirect_hosts=COVER_ART_ARCHIVE.redirect_hosts,
        has_html_not_found=COVER_ART_ARCHIVE.has_html_not_found,
    )  # fmt: skip
    http = clients.api(MUSICBRAINZ.info, base_url, OpenGate())
    return MUSICBRAINZ.build(
        ProviderContext(http, {}, ("en",), base_url, {COVER_ART_ARCHIVE.name: SideContext(side, caa_url)})
    )


def group_of(name: str) -> AnswerGroup:
    return next(each for each in MUSICBRAINZ.info.answers[EntityType.MUSIC] if each.name == name)


def ask(name: str = "details", value: str = ALBUM, **ids: str) -> AnswerRequest:
    return AnswerRequest(
        EntityType.MUSIC, "musicbrainz", value, group_of(name), ExternalIds(musicbrainz=value, **ids),
        ("en",), Priority.USER,
    )  # fmt: skip


def query(title: str, year: int | None = None, limit: int = 20) -> TitleQuery:
    return TitleQuery(title, EntityType.MUSIC, year, limit)


def body_of(value: Any) -> bytes:
    return json.dumps(value).encode()
