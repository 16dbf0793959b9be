"""Keys as they are kept and tried, and what a new one changes in a program that runs."""

from __future__ import annotations

import asyncio
from dataclasses import replace

import pytest

from metarr_desktop.demo.faults import DemoService, Failure, Fault
from metarr_desktop.demo.keys import (
    DEMO_FANART_TV_API_KEY,
    DEMO_FANART_TV_CLIENT_KEY,
    DEMO_TMDB_API_KEY,
    DEMO_TMDB_TOKEN,
    DEMO_TVDB_API_KEY,
    DEMO_TVDB_PIN,
    DEMO_TVDB_USER_KEY,
)
from metarr_desktop.demo.server import DemoServer
from metarr_desktop.domain.entity import EntityKey, EntityType, ExternalIds
from metarr_desktop.domain.errors import (
    AllProvidersFailed,
    ProviderError,
    ProviderRefused,
    ProviderUnreachable,
)
from metarr_desktop.domain.fetch import FetchRequest, Outcome, Priority
from metarr_desktop.domain.status import Lamp
from metarr_desktop.services import Services
from tests.services.conftest import Build

INCEPTION = FetchRequest(EntityKey(EntityType.MOVIE, 1), ExternalIds(tmdb="27205"))
AGAIN = FetchRequest(EntityKey(EntityType.MOVIE, 1))
WRONG = "0123456789abcdef0123456789abcdef"
WRONG_TVDB = "01234567-89ab-cdef-0123-456789abcdef"


def addresses(server: DemoServer) -> dict[str, str]:
    """The variables that lead to the demo's services, without any key."""
    return {name: value for name, value in server.environment().items() if name.endswith("_BASE_URL")}


@pytest.fixture
def at_server(program: Build, server: DemoServer) -> Services:
    """A real library without any key, led to the demo's services."""
    return program(**addresses(server))


@pytest.mark.parametrize(
    ("provider", "values", "told"),
    [
        ("tmdb", {"API_KEY": DEMO_TMDB_TOKEN}, "TMDB accepted the API Read Access Token."),
        ("tmdb", {"API_KEY": DEMO_TMDB_API_KEY}, "TMDB accepted the API key."),
        (
            "fanart_tv",
            {"API_KEY": DEMO_FANART_TV_API_KEY},
            "Fanart.tv accepted the project key. New artwork shows 7 days after it was added, with a personal"
            " key after 48 hours.",
        ),
        (
            "fanart_tv",
            {"API_KEY": DEMO_FANART_TV_API_KEY, "CLIENT_KEY": DEMO_FANART_TV_CLIENT_KEY},
            "Fanart.tv accepted the personal key. New artwork shows 48 hours after it was added, for VIP members"
            " at once.",
        ),
        ("tvdb", {"API_KEY": DEMO_TVDB_API_KEY}, "TheTVDB accepted the project key; it needs no PIN."),
        (
            "tvdb",
            {"API_KEY": DEMO_TVDB_USER_KEY, "PIN": DEMO_TVDB_PIN},
            "TheTVDB accepted the user-supported key with your subscriber PIN.",
        ),
        ("musicbrainz", {}, "MusicBrainz answered. It needs no key."),
    ],
    ids=["token", "api key", "project", "personal", "tvdb project", "tvdb pin", "musicbrainz"],
)
async def test_a_test_says_who_answered_and_what_the_key_means(
    at_server: Services, provider: str, values: dict[str, str], told: str
) -> None:
    assert await at_server.keys.test(provider, values) == told


@pytest.mark.parametrize(
    ("provider", "values", "title"),
    [
        ("tmdb", {"API_KEY": WRONG}, "TMDB"),
        ("fanart_tv", {"API_KEY": WRONG}, "Fanart.tv"),
        ("tvdb", {"API_KEY": WRONG_TVDB}, "TheTVDB"),
        ("tvdb", {"API_KEY": DEMO_TVDB_USER_KEY}, "TheTVDB"),
    ],
    ids=["tmdb", "fanart", "tvdb", "tvdb without pin"],
)
async def test_a_wrong_key_is_refused_in_words_without_the_key(
    at_server: Services, provider: str, values: dict[str, str], title: str
) -> None:
    with pytest.raises(ProviderRefused) as refused:
        await at_server.keys.test(provider, values)

    assert title in str(refused.value)
    assert not [value for value in values.values() if value in str(refused.value)]


@pytest.mark.parametrize("service", ["tmdb", "fanart_tv", "tvdb", "musicbrainz"])
@pytest.mark.parametrize("failure", [Failure.DROP, Failure.RESET])
async def test_a_service_that_breaks_off_is_said(
    at_server: Services, server: DemoServer, service: str, failure: Failure
) -> None:
    server.services.faults.switch_on(DemoService(service), Fault(failure))
    with pytest.raises(ProviderError) as failed:
        await at_server.keys.test(service, keys_of(service))

    assert "Traceback" not in str(failed.value)
    assert str(failed.value).endswith(".")


async def test_a_service_that_is_not_there_is_said(program: Build) -> None:
    services = program(METARR_TMDB_BASE_URL="http://127.0.0.1:9/3/")  # discard: nobody listens
    with pytest.raises(ProviderUnreachable, match="TMDB"):
        await services.keys.test("tmdb", {"API_KEY": WRONG})


async def test_a_slow_service_is_waited_for_no_longer_than_an_attempt(
    at_server: Services, server: DemoServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    from metarr_desktop.providers.http import AttemptTimeouts, HttpClients

    monkeypatch.setattr(  # an attempt takes 7 s of a person's patience; here a tenth of a second
        at_server.keys,
        "_new_clients",
        lambda: HttpClients(
            contact="test", timeouts={priority: AttemptTimeouts(0.05, 0.05) for priority in Priority}
        ),
    )
    server.services.faults.switch_on(DemoService.TMDB, Fault(Failure.HANG))
    with pytest.raises(ProviderUnreachable) as late:
        await asyncio.wait_for(at_server.keys.test("tmdb", keys_of("tmdb")), 5)

    assert late.value.is_timeout


async def test_a_paused_provider_can_still_be_tested(at_server: Services) -> None:
    paused = replace(at_server.preferences.current(), paused=frozenset({"tmdb"}))
    await at_server.preferences.change(paused)

    assert "accepted" in await at_server.keys.test("tmdb", keys_of("tmdb"))


def keys_of(service: str) -> dict[str, str]:
    return {
        "tmdb": {"API_KEY": DEMO_TMDB_TOKEN},
        "fanart_tv": {"API_KEY": DEMO_FANART_TV_API_KEY},
        "tvdb": {"API_KEY": DEMO_TVDB_API_KEY},
    }.get(service, {})


async def test_the_place_of_a_key_is_told(program: Build) -> None:
    services = program(METARR_TMDB_API_KEY=WRONG)
    await services.keys.save("fanart_tv", "API_KEY", WRONG)

    assert services.keys.place_of("tmdb", "API_KEY") == "by the environment (METARR_TMDB_API_KEY)"
    assert services.keys.place_of("fanart_tv", "API_KEY") == "in a file only you can read"
    assert services.keys.place_of("fanart_tv", "CLIENT_KEY") == ""


async def test_a_key_that_is_removed_has_no_place(at_server: Services) -> None:
    await at_server.keys.save("tmdb", "API_KEY", DEMO_TMDB_TOKEN)
    await at_server.keys.save("tmdb", "API_KEY", "")

    assert not at_server.keys.is_set("tmdb", "API_KEY")
    assert at_server.providers.report("tmdb").status.lamp is Lamp.NO_KEY
    assert at_server.providers.report("tmdb").key_sentence == ""


async def test_a_new_key_counts_at_once(at_server: Services) -> None:
    before = await at_server.cache.fetch_assets(INCEPTION)
    await at_server.keys.save("tmdb", "API_KEY", DEMO_TMDB_TOKEN)
    result = await at_server.cache.fetch_assets(replace(AGAIN, priority=Priority.AUTOMATION))

    assert "tmdb" not in before.metadata.completed_providers
    assert "tmdb" in result.metadata.completed_providers
    assert at_server.providers.report("tmdb").status.lamp is Lamp.READY
    assert at_server.fits_keys


async def test_a_key_saved_in_a_window_counts_for_the_worker_that_runs(
    at_server: Services, program: Build, server: DemoServer
) -> None:
    worker = program(**addresses(server))
    await at_server.keys.save("tmdb", "API_KEY", DEMO_TMDB_API_KEY)
    await worker.keys.follow()
    result = await worker.cache.fetch_assets(INCEPTION)
    assert "tmdb" in result.metadata.completed_providers

    file = at_server.settings.folders.config / "keys.json"
    file.touch()
    file.chmod(0o644)  # not to be read, which is no reason to stop what runs
    await worker.keys.follow()
    assert worker.keys.is_set("tmdb", "API_KEY")

    file.chmod(0o600)
    await at_server.keys.save("tmdb", "API_KEY", "")
    await worker.keys.follow()
    server.services.log.clear()
    await worker.cache.fetch_assets(replace(INCEPTION, force=True))
    assert DemoService.TMDB not in {entry.service for entry in server.services.log.entries()}
    assert worker.providers.report("tmdb").status.lamp is Lamp.NO_KEY


async def test_a_key_entered_before_the_first_makes_the_demo_give_way(program: Build) -> None:
    services = program()
    assert services.fits_keys
    await services.keys.save("tmdb", "API_KEY", DEMO_TMDB_TOKEN)

    assert not services.fits_keys
    assert services.providers.report("tmdb").status.lamp is Lamp.READY


async def test_a_forced_demo_stays_whatever_keys_there_are(program: Build) -> None:
    services = program(METARR_DEMO="1")
    await services.keys.save("tmdb", "API_KEY", DEMO_TMDB_TOKEN)

    assert services.fits_keys


async def test_another_key_of_the_same_kind_makes_nothing_stale(
    at_server: Services, server: DemoServer
) -> None:
    await at_server.keys.save("tmdb", "API_KEY", DEMO_TMDB_TOKEN)
    await at_server.keys.save("fanart_tv", "API_KEY", DEMO_FANART_TV_API_KEY)
    await at_server.cache.fetch_assets(INCEPTION)
    server.services.log.clear()
    await at_server.keys.save("fanart_tv", "API_KEY", WRONG)
    result = await at_server.cache.fetch_assets(AGAIN)

    assert result.metadata.completed_providers[:2] == ("tmdb", "fanart_tv")
    assert {str(entry.service) for entry in server.services.log.entries()} <= {"tvdb"}


async def test_another_kind_of_fanart_key_makes_its_pairs_stale_and_no_others(
    at_server: Services, server: DemoServer
) -> None:
    await at_server.keys.save("tmdb", "API_KEY", DEMO_TMDB_TOKEN)
    await at_server.keys.save("fanart_tv", "API_KEY", DEMO_FANART_TV_API_KEY)
    await at_server.cache.fetch_assets(INCEPTION)
    server.services.log.clear()
    await at_server.keys.save("fanart_tv", "CLIENT_KEY", DEMO_FANART_TV_CLIENT_KEY)
    await at_server.cache.fetch_assets(AGAIN)

    assert {str(entry.service) for entry in server.services.log.entries()} == {"fanart_tv"}
    assert at_server.providers.report("fanart_tv").key_sentence.startswith("Personal key")


async def test_a_refusal_is_gone_with_the_key_it_belonged_to(at_server: Services, server: DemoServer) -> None:
    await at_server.keys.save("tmdb", "API_KEY", WRONG)
    with pytest.raises(AllProvidersFailed):
        await at_server.cache.fetch_assets(INCEPTION)
    assert at_server.providers.report("tmdb").status.lamp is Lamp.REFUSED
    await at_server.keys.save("tmdb", "API_KEY", DEMO_TMDB_TOKEN)

    assert at_server.providers.report("tmdb").status.lamp is Lamp.READY


async def test_a_late_refusal_of_the_old_key_does_not_stick_to_the_new_one(
    at_server: Services, server: DemoServer
) -> None:
    await at_server.keys.save("tmdb", "API_KEY", WRONG)
    server.services.faults.switch_on(DemoService.TMDB, Fault(latency_s=0.2))
    late = asyncio.ensure_future(at_server.cache.fetch_assets(INCEPTION))
    while not server.services.log.entries(DemoService.TMDB):  # noqa: ASYNC110 - another program's log
        await asyncio.sleep(0.005)
    await at_server.keys.save("tmdb", "API_KEY", DEMO_TMDB_TOKEN)
    await asyncio.gather(late, return_exceptions=True)

    assert at_server.providers.report("tmdb").status.lamp is Lamp.READY


async def test_trying_again_ends_pause_and_rest(at_server: Services, server: DemoServer) -> None:
    await at_server.keys.save("tmdb", "API_KEY", DEMO_TMDB_TOKEN)
    busy = Fault(Failure.TOO_MANY_REQUESTS, requests=1, retry_after_s=600)
    server.services.faults.switch_on(DemoService.TMDB, busy)
    with pytest.raises(AllProvidersFailed):
        await at_server.cache.fetch_assets(INCEPTION)
    resting = replace(AGAIN, priority=Priority.AUTOMATION, providers=frozenset({"tmdb"}))
    before = await at_server.cache.fetch_assets(resting)
    at_server.providers.try_again("tmdb")
    after = await asyncio.create_task(at_server.cache.fetch_assets(resting))

    assert [each.outcome for each in before.metadata.outcomes] == [Outcome.SKIPPED]
    assert [each.outcome for each in after.metadata.outcomes] == [Outcome.OK]
    assert at_server.providers.report("tmdb").last_error != ""
