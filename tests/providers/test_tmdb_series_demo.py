"""The TMDB client against the demo: every series with its seasons, episodes, collections, inside and over a socket."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from typing import Any

import pytest

from metarr_desktop.demo.faults import DemoService, Failure, Fault
from metarr_desktop.demo.film_collections import Collections
from metarr_desktop.demo.images import DemoImage
from metarr_desktop.demo.keys import DEMO_TMDB_TOKEN
from metarr_desktop.demo.series import DemoSeries, load_series
from metarr_desktop.demo.server import DemoServer
from metarr_desktop.demo.service import DemoServices
from metarr_desktop.demo.tmdb_series_images import collection_images, season_images, series_images
from metarr_desktop.demo.tvdb_parts import episode_id
from metarr_desktop.domain.asset import AssetType
from metarr_desktop.domain.entity import EntityType, ExternalIds
from metarr_desktop.domain.errors import ProviderError
from metarr_desktop.domain.fetch import Outcome, Priority
from metarr_desktop.providers.base import ProviderAnswer, TitleQuery
from metarr_desktop.providers.definition import ProviderContext
from metarr_desktop.providers.http import HttpClients
from metarr_desktop.providers.tmdb.info import SEASONS
from metarr_desktop.providers.url_rules import loopback_authority
from tests.providers.support import TMDB, OpenGate, ask

SERIES = load_series().series
BREAKING_BAD = 1396


def build(clients: HttpClients, base_url: str = TMDB.default_base_url) -> Any:
    http = clients.api(TMDB.info, base_url, OpenGate())
    return TMDB.build(ProviderContext(http, {"API_KEY": DEMO_TMDB_TOKEN}, ("en",), base_url))


def listed(images: tuple[DemoImage, ...]) -> Counter[tuple[str, str | None]]:
    return Counter((image.kind, image.language) for image in images)


def received(answer: ProviderAnswer) -> Counter[tuple[str, str | None]]:
    return Counter(
        (image.metadata["kind"], image.language)
        for image in answer.images
        if image.asset_type is not AssetType.KEYART
    )


@pytest.mark.parametrize("series", SERIES, ids=lambda series: series.title)
async def test_every_series_arrives_whole(clients: HttpClients, series: DemoSeries) -> None:
    tmdb = build(clients)
    request = ask(TMDB, str(series.tmdb_id), entity_type=EntityType.TV)
    answer = await tmdb.fetch(request)
    seasons = await tmdb.fetch(replace(request, group=SEASONS))
    assert received(answer) == listed(series_images(series))
    assert (answer.external_ids.tvdb, answer.external_ids.imdb) == (str(series.tvdb_id), series.imdb_id)
    assert (answer.metadata.title, answer.metadata.year) == (series.title, series.year)
    assert Counter(image.season_number for image in seasons.images) == Counter(
        {
            number: len(season_images(series, number))
            for number in series.season_numbers
            if season_images(series, number)
        }
    )
    assert (answer.dropped, seasons.dropped, seasons.incomplete_parts) == (0, 0, frozenset())


async def test_a_series_is_searched_found_and_resolved(clients: HttpClients) -> None:
    tmdb = build(clients)
    hit = (await tmdb.search(TitleQuery("breaking bad", EntityType.TV, 2008))).hits[0]
    resolved = await tmdb.resolve(hit, Priority.USER)
    by_tvdb = (await tmdb.find(EntityType.TV, ExternalIds(tvdb="81189"), Priority.USER)).hits[0]
    assert (hit.title, hit.year, resolved.external_ids.tvdb) == ("Breaking Bad", 2008, "81189")
    assert (by_tvdb.provider_result_id, by_tvdb.is_id_match) == (str(BREAKING_BAD), True)


async def test_a_film_is_not_found_by_the_tvdb_id_of_a_series(clients: HttpClients) -> None:
    found = await build(clients).find(EntityType.MOVIE, ExternalIds(tvdb="81189"), Priority.USER)
    assert found.hits == ()


async def test_an_episode_is_found_by_its_tvdb_id_and_by_its_place(clients: HttpClients) -> None:
    tmdb, series = build(clients), load_series().by_tmdb(BREAKING_BAD)
    assert series is not None
    number = str(episode_id(series, series.episodes_of(2)[4]))
    by_number = await tmdb.fetch(ask(TMDB, number, kind="tvdb", entity_type=EntityType.EPISODE))
    place = f"{BREAKING_BAD}/2/5"
    by_place = await tmdb.fetch(ask(TMDB, place, kind="tmdb_episode", entity_type=EntityType.EPISODE))
    assert by_number == by_place
    assert dict(by_place.external_ids) == {"tmdb_episode": place, "tvdb": number}
    assert {image.asset_type for image in by_place.images} == {AssetType.THUMB}


async def test_a_collection_is_searched_and_fetched(clients: HttpClients, services: DemoServices) -> None:
    tmdb, collection = build(clients), Collections(services.catalogue.films).by_id(1241)
    assert collection is not None
    hit = (await tmdb.search(TitleQuery("harry potter", EntityType.COLLECTION))).hits[0]
    answer = await tmdb.fetch(ask(TMDB, hit.provider_result_id, entity_type=EntityType.COLLECTION))
    assert answer.metadata.title == "Harry Potter Collection"
    assert received(answer) == listed(collection_images(collection))


@pytest.mark.parametrize("entity_type", [EntityType.TV, EntityType.COLLECTION])
async def test_an_unknown_entry_is_not_found(clients: HttpClients, entity_type: EntityType) -> None:
    answer = await build(clients).fetch(ask(TMDB, "99999999", entity_type=entity_type))
    assert answer.outcome is Outcome.NOT_FOUND


@pytest.mark.parametrize(
    "failure",
    [Failure.STATUS, Failure.TOO_MANY_REQUESTS, Failure.TRUNCATED_JSON, Failure.HTML, Failure.WRONG_TYPES],
)
async def test_faults_are_errors_of_ours(
    services: DemoServices, clients: HttpClients, failure: Failure
) -> None:
    services.faults.switch_on(DemoService.TMDB, Fault(failure))
    request = ask(TMDB, str(BREAKING_BAD), entity_type=EntityType.TV)
    for each in (request, replace(request, group=SEASONS)):
        with pytest.raises(ProviderError):
            await build(clients).fetch(each)


async def test_over_a_real_socket_pictures_come_from_the_loopback_server(services: DemoServices) -> None:
    clients = HttpClients(contact="x")
    async with DemoServer(services) as server:
        base_url = server.environment()["METARR_TMDB_BASE_URL"]
        own = loopback_authority(base_url)
        assert own is not None
        tmdb = build(clients, base_url)
        request = ask(TMDB, str(BREAKING_BAD), entity_type=EntityType.TV)
        answers = [await tmdb.fetch(request), await tmdb.fetch(replace(request, group=SEASONS))]
        place = f"{BREAKING_BAD}/1/1"
        answers.append(
            await tmdb.fetch(ask(TMDB, place, kind="tmdb_episode", entity_type=EntityType.EPISODE))
        )
        answers.append(await tmdb.fetch(ask(TMDB, "1241", entity_type=EntityType.COLLECTION)))
        pictures = clients.images(frozenset({own}))
        for answer in answers:
            assert answer.images
            for address in (answer.images[0].url, answer.images[-1].thumb_url or ""):
                assert own in address
                assert (await pictures.download(address, max_bytes=10**6)).data.startswith(b"\xff\xd8")
    await clients.close()
