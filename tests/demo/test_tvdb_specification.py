"""TheTVDB of the demo and our client of it, held against the paths and parameters of the official specification.

Its types are partly wrong (ids of searches, relative pictures, years), so only paths, methods and parameters count.
"""

from __future__ import annotations

import re
from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx
import pytest

from metarr_desktop.demo.faults import DemoService
from metarr_desktop.demo.keys import DEMO_TVDB_API_KEY
from metarr_desktop.demo.service import DemoServices
from metarr_desktop.demo.transport import DemoTransport
from metarr_desktop.domain.entity import EntityType, ExternalIds
from metarr_desktop.domain.fetch import Outcome, Priority
from metarr_desktop.providers.base import TitleQuery
from metarr_desktop.providers.http import HttpClients
from tests.providers.support import TVDB, ask
from tests.providers.test_against_demo import build

API = "https://api4.thetvdb.com/v4/"
SERIES = 121361
# every path of the demo, with an id it knows
EXAMPLES = {
    "artwork/types": "artwork/types",
    "artwork/statuses": "artwork/statuses",
    "sources/types": "sources/types",
    "updates": "updates?since=1767225600&type=series&action=update&page=0",
    "search": "search?query=game of thrones&type=series&limit=50",
    "search/remoteid/{}": "search/remoteid/tt0944947",
    "movies/{}": "movies/{movie}",
    "movies/{}/extended": "movies/{movie}/extended?meta=translations&short=false",
    "series/{}": f"series/{SERIES}",
    "series/{}/extended": f"series/{SERIES}/extended?meta=translations&short=true",
    "series/{}/artworks": f"series/{SERIES}/artworks?lang=eng&type=2",
    "series/{}/episodes/{}": f"series/{SERIES}/episodes/default?page=0&season=1&episodeNumber=1",
    "series/{}/episodes/{}/{}": f"series/{SERIES}/episodes/official/deu?page=0",
    "seasons/{}": "seasons/{season}",
    "seasons/{}/extended": "seasons/{season}/extended",
    "episodes/{}": "episodes/{episode}",
    "episodes/{}/extended": "episodes/{episode}/extended?meta=translations",
}


@dataclass(frozen=True, slots=True)
class Operation:
    method: str
    parameters: frozenset[str]


@pytest.fixture(scope="module")
def documented() -> dict[str, Operation]:
    """The operations of the specification by path, its placeholders left blank."""
    file = Path(__file__).resolve().parents[3] / "shared/recordings/specs/tvdb_v4_swagger.yml"
    if not file.is_file():
        pytest.skip("the official specification of TheTVDB is not beside this checkout")
    text = file.read_text("utf-8")
    text = text[text.index("\npaths:") :].partition("\ncomponents:")[0]
    found = {}
    for path, block in re.findall(r"^  '?(/[^':\n]+)'?:\n((?:(?:    .*)?\n)+)", text, re.MULTILINE):
        method = re.search(r"^    (get|post|put|delete):", block, re.MULTILINE)
        names = re.findall(r"in: query\s+name: ([\w-]+)", block)
        assert method is not None, path
        found[_shape(path.strip("/"))] = Operation(method[1].upper(), frozenset(names))
    return found


@pytest.fixture
async def tvdb(services: DemoServices) -> AsyncIterator[httpx.AsyncClient]:
    async with httpx.AsyncClient(transport=DemoTransport(services), base_url=API, timeout=5) as client:
        answer = await client.post("login", json={"apikey": DEMO_TVDB_API_KEY})
        client.headers["Authorization"] = f"Bearer {answer.json()['data']['token']}"
        yield client


def test_the_specification_is_read_whole(documented: dict[str, Operation]) -> None:
    assert len(documented) == 66
    assert documented["login"] == Operation("POST", frozenset())
    assert {"query", "type", "limit", "offset", "year", "remote_id"} <= documented["search"].parameters
    assert {"page", "season", "episodeNumber", "airDate"} == documented["series/{}/episodes/{}"].parameters


def test_there_is_an_example_for_every_path_of_the_demo(services: DemoServices) -> None:
    app: Any = services.front(DemoService.TVDB).site.app
    served = {_shape(route.path) for route in app.routes if route.path.startswith("/v4/")}
    assert served == {f"/v4/{path}" for path in (*EXAMPLES, "login")}


@pytest.mark.parametrize("shape", EXAMPLES)
async def test_every_path_of_the_demo_is_documented_and_answers_in_the_envelope(
    tvdb: httpx.AsyncClient, documented: dict[str, Operation], shape: str
) -> None:
    request = EXAMPLES[shape].format(**await _ids(tvdb))
    operation = documented[shape]
    answer = await tvdb.get(request)
    body = answer.json()
    assert (operation.method, answer.status_code, body["status"]) == ("GET", 200, "success")
    assert body["data"]
    assert set(httpx.URL(request).params) <= operation.parameters
    is_list = shape.startswith("series/{}/episodes") or shape in ("search", "updates")
    assert ("links" in body) is is_list


async def test_the_client_asks_for_nothing_the_specification_does_not_name(
    services: DemoServices, documented: dict[str, Operation], tvdb: httpx.AsyncClient
) -> None:
    ids = await _ids(tvdb)
    transport = _Noting(services)
    clients = HttpClients(transport=transport, contact="x")
    provider = build(clients, TVDB, keys={"API_KEY": DEMO_TVDB_API_KEY})
    for value, kind, entity_type in (
        (str(SERIES), "tvdb", EntityType.TV),
        ("tt0944947", "imdb", EntityType.TV),
        (ids["movie"], "tvdb", EntityType.MOVIE),
        (ids["episode"], "tvdb", EntityType.EPISODE),
        (f"{SERIES}/1/1", "tvdb_episode", EntityType.EPISODE),
    ):
        answer = await provider.fetch(ask(TVDB, value, kind=kind, entity_type=entity_type))
        assert answer.outcome is Outcome.OK, value
    for entity_type in (EntityType.TV, EntityType.MOVIE):
        await provider.search(TitleQuery("game", entity_type, 2011))
    (hit,) = (await provider.find(EntityType.TV, ExternalIds(imdb="tt0944947"), Priority.USER)).hits
    await provider.resolve(hit, Priority.USER)
    for number in (SERIES, 79216, 79349):  # with a list, with one in official order, with none
        assert await provider.episodes(str(number), Priority.USER, language="de")
    await clients.close()

    assert len(transport.asked) > 15
    for method, path, parameters in transport.asked:
        operation = documented[_shape_of_request(path)]
        assert operation.method == method, path
        assert parameters <= operation.parameters, path


class _Noting(DemoTransport):
    """The demo, with a note of every request to the API."""

    def __init__(self, services: DemoServices) -> None:
        super().__init__(services)
        self.asked: list[tuple[str, str, set[str]]] = []

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        path = request.url.path.removeprefix("/v4/")
        self.asked.append((request.method, path, set(request.url.params)))
        return await super().handle_async_request(request)


async def _ids(tvdb: httpx.AsyncClient) -> dict[str, str]:
    series = (await tvdb.get(f"series/{SERIES}/extended")).json()["data"]
    films = (await tvdb.get("search", params={"query": "the", "type": "movie"})).json()["data"]
    episodes = (await tvdb.get(f"series/{SERIES}/episodes/default?page=0")).json()["data"]["episodes"]
    return {
        "season": str(series["seasons"][0]["id"]),
        "episode": str(next(each["id"] for each in episodes if each["seasonNumber"] == 1)),
        "movie": films[0]["tvdb_id"],
    }


def _shape(path: str) -> str:
    return re.sub(r"\{[^}]+\}", "{}", path)


def _shape_of_request(path: str) -> str:
    """Return the path with blanks for ids, orders and languages."""
    path = re.sub(
        r"/episodes/(default|official)(/[a-z]+)?$", lambda m: "/episodes/{}" + ("/{}" if m[2] else ""), path
    )
    path = re.sub(r"^search/remoteid/.+$", "search/remoteid/{}", path)
    return re.sub(r"/[0-9]+(?=/|$)", "/{}", path)
