"""The core as it is put together: demo or real, keys, starter library, closing."""

import asyncio
import sqlite3
from dataclasses import replace

import pytest

from metarr_desktop.demo.faults import Failure, Fault
from metarr_desktop.demo.keys import DEMO_TMDB_TOKEN
from metarr_desktop.demo.server import DemoServer
from metarr_desktop.demo.service import DemoServices
from metarr_desktop.domain.asset import AssetType
from metarr_desktop.domain.entity import EntityKey, EntityType, ExternalIds, IdentityState
from metarr_desktop.domain.errors import AllProvidersFailed, InvalidInput, ProviderRefused
from metarr_desktop.domain.fetch import FetchRequest, Priority
from metarr_desktop.domain.search import SearchRequest
from metarr_desktop.domain.status import Lamp
from metarr_desktop.domain.thumbnail import Size
from metarr_desktop.services import build_services
from metarr_desktop.settings import load_settings

INCEPTION = FetchRequest(EntityKey(EntityType.MOVIE, 1), ExternalIds(tmdb="27205"))


@pytest.fixture
async def built(tmp_path):
    """Builds cores and closes them; environment beside METARR_HOME as keywords."""
    made = []

    def build(**environment):
        made.append(build_services(load_settings({"METARR_HOME": str(tmp_path), **environment})))
        return made[-1]

    yield build
    for services in made:
        await services.close()


async def test_without_any_key_the_demo_opens(built):
    services = built()

    assert services.demo is not None
    assert (await services.cache.search(SearchRequest("inception"))).results[0].title == "Inception"


async def test_what_the_demo_numbers_by_itself_leads_to_no_page(built):
    infos = {info.name: info for info in built().providers.all_infos()}

    ids = ExternalIds(tmdb="27205", tvdb="990027205")
    assert infos["tvdb"].page_of(EntityType.MOVIE, ids) == ""
    assert infos["tmdb"].page_of(EntityType.MOVIE, ids) == "https://www.themoviedb.org/movie/27205"
    assert "81189" in infos["tvdb"].page_of(EntityType.TV, ExternalIds(tvdb="81189"))


async def test_real_numbers_lead_to_their_pages(built):
    infos = {info.name: info for info in built(METARR_TMDB_API_KEY="0" * 32).providers.all_infos()}

    assert "113" in infos["tvdb"].page_of(EntityType.MOVIE, ExternalIds(tvdb="113"))


@pytest.mark.parametrize("name", ["METARR_TMDB_API_KEY", "METARR_FANART_TV_CLIENT_KEY"])
async def test_any_key_opens_the_real_library(built, name):
    assert built(**{name: "0123456789abcdef0123456789abcdef"}).demo is None


async def test_a_provider_without_its_key_shows_so_before_it_is_asked(built):
    services = built(METARR_TMDB_API_KEY="0123456789abcdef0123456789abcdef")

    lamps = {status.provider: status.lamp for status in services.providers.statuses()}
    assert (lamps["tmdb"], lamps["fanart_tv"], lamps["tvdb"]) == (Lamp.READY, Lamp.NO_KEY, Lamp.NO_KEY)


async def test_demo_can_be_forced_although_keys_are_set(built):
    assert built(METARR_TMDB_API_KEY="0123456789abcdef0123456789abcdef", METARR_DEMO="1").demo is not None


async def test_a_base_address_leads_to_that_server_and_lets_its_pictures_in(built, tmp_path):
    async with DemoServer(DemoServices(tmp_path / "painted")) as server:
        services = built(**server.environment())
        result = await services.cache.fetch_assets(INCEPTION)
        [poster, *_] = await services.cache.get_cached_assets(INCEPTION.key, AssetType.POSTER)

        assert services.demo is None
        assert result.metadata.completed_providers == ("tmdb", "fanart_tv", "tvdb")
        assert poster.url.startswith(server.origin)
        assert (await services.thumbnails.load(poster.thumb_url, Size(342, 513))).height > 400


async def test_the_starter_library_is_laid_out_once(built):
    services = built()
    assert await services.lay_out_starter_library() == 39
    rows = await services.library.rows()

    assert await services.lay_out_starter_library() == 0
    assert min(row.key.entity_id for row in rows) == 1001
    states = [row.entity.state for row in rows]
    assert states.count(IdentityState.IDENTIFIED) > 10
    assert states.count(IdentityState.UNIDENTIFIED) >= 5


async def test_a_demo_that_has_only_the_films_gets_series_and_albums(built):
    services = built()
    await services.store.run(
        services.store.entities.create, entity_type=EntityType.MOVIE, entity_id=1001, title="Inception"
    )

    assert await services.lay_out_starter_library() == 15
    assert len(await services.library.rows(EntityType.TV)) == 6
    labels = [row.entity.label for row in await services.library.rows(EntityType.MUSIC)]
    assert len(labels) == len(set(labels)) == 9
    assert "Nirvana - Nevermind (1991) - 2011 Remaster" in labels


async def test_closing_writes_the_requests_counted_last(built):
    services = built()
    await services.cache.fetch_assets(INCEPTION)
    await services.close()

    again = built()
    numbers = await again.statistics.cache_statistics()
    assert numbers.requests_today["tmdb"] >= 1


async def test_closing_ends_a_fetch_under_way(built):
    services = built()
    for service in services.demo.site.fronts:
        services.demo.site.faults.switch_on(service, Fault(Failure.HANG))
    task = asyncio.create_task(services.cache.fetch_assets(INCEPTION))
    await asyncio.sleep(0.05)

    await services.close()

    with pytest.raises(AllProvidersFailed, match="cancelled"):
        await task


async def test_a_key_is_tried_at_the_service_itself_and_kept(built, tmp_path):
    async with DemoServer(DemoServices(tmp_path / "painted")) as server:
        services = built(METARR_DEMO="1", METARR_TMDB_BASE_URL=server.environment()["METARR_TMDB_BASE_URL"])

        assert "TMDB accepted" in await services.keys.test("tmdb", {"API_KEY": DEMO_TMDB_TOKEN})
        with pytest.raises(ProviderRefused):
            await services.keys.test("tmdb", {"API_KEY": "f" * 32})
        await services.keys.save("tmdb", "API_KEY", DEMO_TMDB_TOKEN)

    assert services.keys.is_set("tmdb", "API_KEY")
    assert built().demo is None


async def test_a_new_key_lets_the_background_ask_again_at_once(built, tmp_path):
    async with DemoServer(DemoServices(tmp_path / "painted")) as server:
        environment = {**server.environment(), "METARR_TMDB_API_KEY": "f" * 32}
        with pytest.raises(AllProvidersFailed):
            await built(**environment).cache.fetch_assets(replace(INCEPTION, providers=frozenset({"tmdb"})))
        address = {"METARR_TMDB_BASE_URL": environment["METARR_TMDB_BASE_URL"]}
        services = built(**address)
        await services.keys.save("tmdb", "API_KEY", DEMO_TMDB_TOKEN)
        background = replace(INCEPTION, priority=Priority.AUTOMATION, providers=frozenset({"tmdb"}))

        result = await built(**address).cache.fetch_assets(background)

    assert result.metadata.completed_providers == ("tmdb",)


async def test_a_key_of_the_environment_is_not_replaced_in_silence(built):
    services = built(METARR_TMDB_API_KEY="0123456789abcdef0123456789abcdef")

    with pytest.raises(InvalidInput, match="METARR_TMDB_API_KEY"):
        await services.keys.save("tmdb", "API_KEY", "f" * 32)


async def test_films_added_in_the_demo_are_taken_over_without_ids(built, tmp_path):
    folder = tmp_path / "films" / "Alien (1979)"
    folder.mkdir(parents=True)
    (folder / "Alien (1979) {tmdb-348}.mkv").write_bytes(b"")
    demo = built()
    await demo.lay_out_starter_library()
    await demo.library.add_folder(str(tmp_path / "films"))
    await demo.close()
    real = built(METARR_TMDB_API_KEY="0123456789abcdef0123456789abcdef")

    found = await real.titles_added_in_demo()
    assert [film.title for film in found] == ["Alien"]
    assert await real.take_over(found) == 1
    [row] = await real.library.rows()

    assert (row.entity.year, row.entity.state, dict(row.entity.external_ids)) == (
        1979,
        IdentityState.UNIDENTIFIED,
        {},
    )
    assert await real.titles_added_in_demo() == []


async def test_series_and_albums_added_in_the_demo_are_taken_over_by_name(built, tmp_path):
    for name in ("tv/Dark (2017) {tvdb-334824}/Dark S01E01.mkv", "music/Nirvana/Nevermind (1991)/01.mp3"):
        (tmp_path / name).parent.mkdir(parents=True)
        (tmp_path / name).touch()
    demo = built()
    await demo.lay_out_starter_library()
    await demo.library.add_folder(str(tmp_path / "tv"), EntityType.TV)
    await demo.library.add_folder(str(tmp_path / "music"), EntityType.MUSIC)
    await demo.close()
    real = built(METARR_TMDB_API_KEY="0123456789abcdef0123456789abcdef")

    found = await real.titles_added_in_demo()
    assert await real.take_over(found) == 2
    [series] = await real.library.rows(EntityType.TV)
    [album] = await real.library.rows(EntityType.MUSIC)

    assert (series.entity.label, dict(series.entity.external_ids)) == ("Dark (2017)", {})
    assert album.entity.label == "Nirvana - Nevermind (1991)"
    assert album.entity.path == str(tmp_path / "music" / "Nirvana" / "Nevermind (1991)")
    assert (await real.take_over(found), await real.titles_added_in_demo()) == (0, [])


async def test_keys_reach_neither_database_nor_log(built, tmp_path, caplog):
    caplog.set_level("DEBUG")
    services = built(METARR_TMDB_API_KEY="0123456789abcdef0123456789abcdef")
    await services.close()
    database = sqlite3.connect(tmp_path / "data" / "metarr.db")
    dump = "\n".join(database.iterdump())
    database.close()

    assert "0123456789abcdef0123456789abcdef" not in dump + caplog.text
