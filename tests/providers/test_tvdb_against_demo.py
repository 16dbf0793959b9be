"""The client of TheTVDB against its demo service, in this process and over a loopback socket."""

from __future__ import annotations

import asyncio
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from metarr_desktop.demo.faults import DemoService, Failure, Fault
from metarr_desktop.demo.keys import DEMO_TVDB_API_KEY, DEMO_TVDB_PIN, DEMO_TVDB_USER_KEY
from metarr_desktop.demo.series import load_series
from metarr_desktop.demo.server import DemoServer
from metarr_desktop.demo.service import DemoServices
from metarr_desktop.demo.tvdb_images import series_images
from metarr_desktop.domain.asset import AssetType
from metarr_desktop.domain.entity import EntityKey, EntityType, ExternalIds
from metarr_desktop.domain.errors import ProviderRefused
from metarr_desktop.domain.fetch import FetchRequest, Outcome, Priority
from metarr_desktop.domain.search import SearchRequest
from metarr_desktop.providers.base import TitleQuery
from metarr_desktop.providers.http import HttpClients
from metarr_desktop.providers.url_rules import loopback_authority
from metarr_desktop.services import build_services
from metarr_desktop.settings import load_settings
from tests.providers.support import TVDB, ask
from tests.providers.test_against_demo import build

THRONES = ask(TVDB, "121361", kind="tvdb", entity_type=EntityType.TV)
KEYS = {"API_KEY": DEMO_TVDB_API_KEY}


def logins(services: DemoServices) -> int:
    return sum(entry.path == "/v4/login" for entry in services.log.entries(DemoService.TVDB))


@pytest.mark.parametrize("series", load_series().series, ids=lambda one: str(one.title))
async def test_no_picture_of_a_series_is_lost(clients: HttpClients, series: Any) -> None:
    tvdb = build(clients, TVDB, keys=KEYS)
    answer = await tvdb.fetch(ask(TVDB, str(series.tvdb_id), kind="tvdb", entity_type=EntityType.TV))
    offered = Counter(image.kind for image in series_images(series))
    received = Counter(
        image.metadata["kind"] for image in answer.images if image.asset_type is not AssetType.KEYART
    )
    assert (received, answer.dropped) == (offered, 0)
    assert dict(answer.external_ids) == {
        "imdb": series.imdb_id, "tmdb": str(series.tmdb_id), "tvdb": str(series.tvdb_id),
    }  # fmt: skip


async def test_a_series_is_searched_found_and_resolved(clients: HttpClients) -> None:
    tvdb = build(clients, TVDB, keys=KEYS)
    hit = (await tvdb.search(TitleQuery("house of cards", EntityType.TV, 2013))).hits[0]
    resolved = await tvdb.resolve(hit, Priority.USER)
    found = (await tvdb.find(EntityType.TV, ExternalIds(tmdb="1425"), Priority.USER)).hits[0]
    assert (hit.title, hit.year, resolved.runtime_min) == ("House of Cards", 2013, 53)
    assert (found.provider_result_id, found.is_id_match) == ("262980", True)


@pytest.mark.parametrize("number", ["121361", "79216", "79349"])
async def test_all_episodes_come_by_whatever_way(clients: HttpClients, number: str) -> None:
    episodes, dropped = await build(clients, TVDB, keys=KEYS).episodes(number, Priority.USER)
    expected = load_series().by_tvdb(int(number))
    assert expected is not None
    assert (len(episodes), dropped) == (sum(expected.episodes) + expected.specials, 0)


async def test_a_user_supported_key_needs_its_pin(clients: HttpClients) -> None:
    with pytest.raises(ProviderRefused, match="PIN"):
        await build(clients, TVDB, keys={"API_KEY": DEMO_TVDB_USER_KEY}).fetch(THRONES)
    with_pin = build(clients, TVDB, keys={"API_KEY": DEMO_TVDB_USER_KEY, "PIN": DEMO_TVDB_PIN})
    assert (await with_pin.fetch(THRONES)).outcome is Outcome.OK


async def test_a_token_revoked_in_between_is_not_noticed_by_the_user(
    services: DemoServices, clients: HttpClients
) -> None:
    tvdb = build(clients, TVDB, keys=KEYS)
    await tvdb.fetch(THRONES)
    app: Any = services.front(DemoService.TVDB).site.app
    app.state.tvdb.tokens.revoke_all()
    answers = await asyncio.gather(*(tvdb.fetch(THRONES) for _ in range(10)))
    assert {answer.outcome for answer in answers} == {Outcome.OK}
    assert logins(services) == 2


async def test_over_a_real_socket_everything_comes_from_the_loopback_server_alone(
    services: DemoServices,
) -> None:
    clients = HttpClients(contact="x")
    async with DemoServer(services) as server:
        base_url = server.environment()["METARR_TVDB_BASE_URL"]
        own = loopback_authority(base_url)
        assert own is not None
        tvdb = build(clients, TVDB, base_url, KEYS)
        answer = await tvdb.fetch(THRONES)
        hits = (await tvdb.search(TitleQuery("thrones", EntityType.TV))).hits
        hits += (await tvdb.find(EntityType.TV, ExternalIds(imdb="tt0944947"), Priority.USER)).hits
        pictures = clients.images(frozenset({own}))
        for image in {image.asset_type: image for image in answer.images}.values():
            for url in (image.url, image.thumb_url or ""):
                assert own in url
                await pictures.download(url, max_bytes=1_000_000)
        for hit in hits:
            await pictures.download(hit.poster_url or "", max_bytes=1_000_000)
        await clients.close()


async def test_the_whole_core_fetches_and_finds_a_series(services: DemoServices, tmp_path: Path) -> None:
    async with DemoServer(services) as server:
        core = build_services(load_settings({"METARR_HOME": str(tmp_path / "home"), **server.environment()}))
        request = FetchRequest(EntityKey(EntityType.TV, 1), ExternalIds(tvdb="121361"))
        first = await core.cache.fetch_assets(request)
        again = await core.cache.fetch_assets(request)
        report = await core.cache.search(SearchRequest("severance", EntityType.TV, 2022))
        await core.close()
        before = logins(services)
        core = build_services(load_settings({"METARR_HOME": str(tmp_path / "home"), **server.environment()}))
        await core.cache.fetch_assets(FetchRequest(request.key, force=True))
        await core.close()

    assert (first.cached, again.cached) == (False, True)
    assert first.providers["tvdb"].images == again.providers["tvdb"].images
    assert {image.season_number for image in first.providers["tvdb"].images[AssetType.SEASONPOSTER]} == set(
        range(9)
    )
    assert (report.results[0].title, report.results[0].external_ids.tvdb) == ("Severance", "371980")
    assert logins(services) == before, "the token of the first run serves the second"


async def test_a_service_that_fails_while_logging_in_costs_its_own_part_alone(
    services: DemoServices, tmp_path: Path
) -> None:
    services.faults.switch_on(DemoService.TVDB, Fault(Failure.HTML))
    async with DemoServer(services) as server:
        core = build_services(load_settings({"METARR_HOME": str(tmp_path / "home"), **server.environment()}))
        key = EntityKey(EntityType.MOVIE, 1)
        result = await core.cache.fetch_assets(FetchRequest(key, ExternalIds(tmdb="27205")))
        await core.close()
    assert result.metadata.failed_providers == ("tvdb",)
    assert {"tmdb", "fanart_tv"} <= set(result.metadata.completed_providers)
