"""What the contracts promise two services: pace, addresses, keys, credit (providers.md 1.1, 1.6, 1.7, 2.1-2.6)."""

from __future__ import annotations

import asyncio

import httpx
import pytest

from metarr_desktop.domain.asset import AssetType
from metarr_desktop.domain.entity import EntityType
from metarr_desktop.providers.definition import ProviderDefinition
from metarr_desktop.providers.http import HttpClients
from tests.providers.support import FANART_TV, TMDB, OpenGate


@pytest.mark.parametrize(
    ("definition", "requests_per_s", "connections"), [(TMDB, 20.0, 8), (FANART_TV, 2.0, 2)]
)
def test_each_is_asked_at_its_own_pace(
    definition: ProviderDefinition, requests_per_s: float, connections: int
) -> None:
    assert (definition.info.requests_per_s, definition.info.max_connections) == (requests_per_s, connections)


@pytest.mark.parametrize(
    ("definition", "address"),
    [(TMDB, "https://api.themoviedb.org/3/"), (FANART_TV, "https://webservice.fanart.tv/v3.2/")],
)
def test_each_is_asked_at_its_documented_address(definition: ProviderDefinition, address: str) -> None:
    assert definition.default_base_url == address


@pytest.mark.parametrize(("definition", "most"), [(TMDB, 8), (FANART_TV, 2)])
async def test_no_more_connections_are_open_at_once_than_promised(
    definition: ProviderDefinition, most: int
) -> None:
    open_now, highest = 0, 0

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        nonlocal open_now, highest
        open_now += 1
        highest = max(highest, open_now)
        try:
            while await reader.readuntil(b"\r\n\r\n"):
                await asyncio.sleep(0.005)
                writer.write(
                    b"HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: 2\r\n\r\n{}"
                )
        except (asyncio.IncompleteReadError, ConnectionError):
            pass
        finally:
            open_now -= 1
            writer.close()

    server = await asyncio.start_server(serve, "127.0.0.1", 0)
    port = server.sockets[0].getsockname()[1]
    clients = HttpClients(contact="https://example.org/")
    http = clients.api(definition.info, f"http://127.0.0.1:{port}/", OpenGate())
    answers = await asyncio.gather(*(http.get_json("a") for _ in range(3 * most)))
    await clients.close()
    server.close()
    await server.wait_closed()
    assert [answer.data for answer in answers] == [{}] * (3 * most)
    assert highest == most


def test_tmdb_is_credited_in_the_words_of_its_terms() -> None:
    assert TMDB.info.attribution == (
        "This product uses TMDB and the TMDB APIs but is not endorsed, certified, or otherwise approved by TMDB."
    )


def test_fanart_tv_is_credited_with_its_contributors_and_a_link() -> None:
    assert "contributors" in FANART_TV.info.attribution
    assert "https://fanart.tv/" in FANART_TV.info.attribution


def test_the_settings_lead_to_the_places_where_keys_are_given_out() -> None:
    assert {field.help_url for field in TMDB.info.keys} == {"https://www.themoviedb.org/settings/api"}
    assert {field.help_url for field in FANART_TV.info.keys} == {"https://fanart.tv/get-an-api-key/"}


@pytest.mark.parametrize(
    ("definition", "entity_type", "kinds"),
    [
        (TMDB, EntityType.MOVIE, ("tmdb", "imdb")),  # never a film's id at TheTVDB: it names a series
        (TMDB, EntityType.TV, ("tmdb", "imdb", "tvdb")),
        (FANART_TV, EntityType.MOVIE, ("tmdb", "imdb")),
        (FANART_TV, EntityType.TV, ("tvdb",)),
        (FANART_TV, EntityType.MUSIC, ("musicbrainz",)),
        (FANART_TV, EntityType.COLLECTION, ("tmdb",)),
    ],
)
def test_each_is_asked_by_the_ids_it_knows(
    definition: ProviderDefinition, entity_type: EntityType, kinds: tuple[str, ...]
) -> None:
    assert definition.info.id_kinds[entity_type] == kinds


@pytest.mark.parametrize(
    ("definition", "entity_type", "missing"),
    [
        (TMDB, EntityType.MOVIE, {"banner", "clearart", "discart", "characterart"}),
        (TMDB, EntityType.TV, {"banner", "clearart", "characterart", "seasonbanner", "seasonfanart"}),
        (TMDB, EntityType.COLLECTION, {"clearlogo", "trailer"}),
        (FANART_TV, EntityType.MOVIE, {"characterart", "trailer"}),
        (FANART_TV, EntityType.TV, {"discart", "trailer", "thumb"}),
        (FANART_TV, EntityType.COLLECTION, {"discart"}),
    ],
)
def test_none_is_waited_for_with_what_it_does_not_have(
    definition: ProviderDefinition, entity_type: EntityType, missing: set[str]
) -> None:
    offered = definition.info.asset_types_for(entity_type)
    assert AssetType.POSTER in offered
    assert not {str(asset_type) for asset_type in offered} & missing


async def test_a_client_sends_no_query_the_caller_did_not_ask_for() -> None:
    seen: list[httpx.Request] = []

    def answer(request: httpx.Request) -> httpx.Response:
        seen.append(request)
        return httpx.Response(200, json={})

    clients = HttpClients(transport=httpx.MockTransport(answer), contact="https://example.org/")
    await clients.api(TMDB.info, TMDB.default_base_url, OpenGate()).get_json("movie/1")
    await clients.close()
    (request,) = seen
    assert str(request.url) == "https://api.themoviedb.org/3/movie/1"
    assert request.headers["accept"] == "application/json"
