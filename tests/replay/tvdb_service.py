"""A TheTVDB for one test: below any base path, each of its answers replaceable."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

from metarr_desktop.domain.entity import EntityType
from metarr_desktop.providers.base import ProviderAnswer
from metarr_desktop.providers.definition import ProviderContext
from metarr_desktop.providers.http import HttpClients
from metarr_desktop.providers.tvdb import TVDB, TvdbProvider
from tests.providers.support import KEYS, OpenGate, ask
from tests.replay import tvdb_bodies as tvdb
from tests.replay.loopback import Call, Reply, answer, service

NOT_FOUND = answer(tvdb.failure("NotFoundException: not found"), 404)
SERIES_PATH = f"series/{tvdb.SERIES}/extended"


class TheTvdb:
    """A service below any base path; answers may be replaced one by one."""

    def __init__(self, base: str = "/v4/", **answers: Any) -> None:
        self.base = base
        self.token = tvdb.token(exp=4_000_000_000)
        self.refused = 0
        self.answers: dict[str, Any] = {
            "login": lambda call: answer(tvdb.success({"token": self.token})),
            "artwork/types": tvdb.artwork_types(),
            SERIES_PATH: tvdb.series(),
            f"movies/{tvdb.FILM}/extended": tvdb.film(),
            f"episodes/{tvdb.EPISODE}/extended": tvdb.success(tvdb.episode(1)),
            **answers,
        }

    def __call__(self, call: Call) -> Reply:
        path = call.path.removeprefix(self.base)
        if path != "login" and call.headers.get("authorization") != f"Bearer {self.token}":
            self.refused += 1
            return answer(tvdb.failure("Unauthorized"), 401)
        found = self.answers.get(path, NOT_FOUND)
        found = found(call) if callable(found) else found
        return found if isinstance(found, Reply) else answer(found)


@asynccontextmanager
async def client_of(served: TheTvdb) -> AsyncIterator[TvdbProvider]:
    """Yield the real client, asking *served* over a socket and waiting for no turn."""
    clients = HttpClients(contact="https://example.org/")
    with service(served) as running:
        address = running.origin + served.base
        http = clients.api(TVDB.info, address, OpenGate())
        try:
            yield TvdbProvider(ProviderContext(http, KEYS["tvdb"], ("en",), address))
        finally:
            await clients.close()


async def fetched(served: TheTvdb) -> ProviderAnswer:
    """Return what the client makes of the series *served* has."""
    async with client_of(served) as client:
        return await client.fetch(ask(TVDB, str(tvdb.SERIES), kind="tvdb", entity_type=EntityType.TV))
