"""Providers over a scripted service: requests are noted, answers come from functions, nothing leaves the process."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import httpx

from metarr_desktop.domain.entity import EntityType
from metarr_desktop.domain.fetch import Priority
from metarr_desktop.providers.base import AnswerRequest
from metarr_desktop.providers.definition import AnswerMemory, ProviderContext, ProviderDefinition
from metarr_desktop.providers.fanart_tv import FANART_TV
from metarr_desktop.providers.http import HttpClients
from metarr_desktop.providers.tmdb import TMDB
from metarr_desktop.providers.tvdb import TVDB

RECORDED = Path(__file__).resolve().parents[1] / "recorded"
TOKEN = "eyJhbGciOiJub25lIn0.eyJ0ZXN0IjoxfQ.signature"
HEX_KEY = "0123456789abcdef0123456789abcdef"
OTHER_HEX_KEY = "fedcba9876543210fedcba9876543210"
PROJECT_KEY = "01234567-89ab-cdef-0123-456789abcdef"
KEYS: Mapping[str, Mapping[str, str]] = {
    "tmdb": {"API_KEY": TOKEN},
    "fanart_tv": {"CLIENT_KEY": HEX_KEY},
    "tvdb": {"API_KEY": PROJECT_KEY},
}

Handler = Callable[[httpx.Request], httpx.Response]


def recorded(name: str) -> Any:
    return json.loads((RECORDED / name).read_bytes())


class OpenGate:
    """Lets everybody through and notes who came."""

    def __init__(self) -> None:
        self.priorities: list[Priority] = []

    async def enter(self, priority: Priority) -> None:
        self.priorities.append(priority)


@dataclass
class Script:
    """Answers by the end of the path; the last route that fits wins.  Unknown paths are 404 in TMDB's way."""

    routes: dict[str, Any] = field(default_factory=dict)
    requests: list[httpx.Request] = field(default_factory=list)

    def __call__(self, request: httpx.Request) -> httpx.Response:
        self.requests.append(request)
        for end, answer in reversed(self.routes.items()):
            if request.url.path.endswith(end):
                if callable(answer):
                    answer = answer(request)
                if isinstance(answer, Exception):
                    raise answer
                return answer if isinstance(answer, httpx.Response) else httpx.Response(200, json=answer)
        return httpx.Response(404, json={"success": False, "status_code": 34, "status_message": "Not found."})

    def paths(self) -> list[str]:
        return [request.url.path.removeprefix("/3/").removeprefix("/v3.2/") for request in self.requests]


def tmdb_script(**routes: Any) -> Script:
    return Script(
        {
            "/configuration": recorded("tmdb/configuration.json"),
            "/movie/4711": recorded("tmdb/movie.json"),
            "/collection/900": recorded("tmdb/collection.json"),
            **{f"/{path}": answer for path, answer in routes.items()},
        }
    )


@asynccontextmanager
async def provider(
    definition: ProviderDefinition,
    handler: Handler,
    *,
    keys: Mapping[str, str] | None = None,
    languages: tuple[str, ...] = ("en",),
    base_url: str | None = None,
    answer_memory: AnswerMemory | None = None,
) -> AsyncIterator[Any]:
    """Yield the provider of *definition*, asking *handler*."""
    clients = HttpClients(transport=httpx.MockTransport(handler), contact="https://example.org/")
    address = base_url or definition.default_base_url
    http = clients.api(definition.info, address, OpenGate())
    given = KEYS.get(definition.info.name, {}) if keys is None else keys
    context = ProviderContext(http, given, languages, address, answer_memory=answer_memory)
    yield definition.build(context)
    await clients.close()


def ask(
    definition: ProviderDefinition,
    value: str = "4711",
    *,
    kind: str = "tmdb",
    entity_type: EntityType = EntityType.MOVIE,
    languages: tuple[str, ...] = ("en",),
    priority: Priority = Priority.USER,
) -> AnswerRequest:
    group = definition.info.answers[entity_type][0]
    return AnswerRequest(entity_type, kind, value, group, languages=languages, priority=priority)


__all__ = [
    "FANART_TV",
    "HEX_KEY",
    "OTHER_HEX_KEY",
    "PROJECT_KEY",
    "TMDB",
    "TOKEN",
    "TVDB",
    "OpenGate",
    "Script",
    "ask",
    "provider",
]
