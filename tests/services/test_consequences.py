"""What a change of preferences makes stale, and what not: the real core on the demo, judged by the demo's own log."""

from __future__ import annotations

import asyncio
from dataclasses import replace

import pytest

from metarr_desktop.demo.catalogue import StarterTitle, starter_library
from metarr_desktop.demo.faults import DemoService, Fault
from metarr_desktop.domain.asset import AssetType
from metarr_desktop.domain.cache_policy import PairState
from metarr_desktop.domain.entity import EntityKey, EntityType, ExternalIds
from metarr_desktop.domain.fetch import FetchRequest, FetchResult, Outcome, Priority
from metarr_desktop.domain.search import SearchRequest
from metarr_desktop.services import Services
from tests.services.conftest import Build, Clock
from tests.services.one_film import (
    AGAIN,
    FILM,
    GERMAN_FIRST,
    INCEPTION,
    asked,
    change,
    forget_requests,
    posters,
    states,
)


async def test_another_ladder_scores_anew_and_fetches_nothing(fetched: Services) -> None:
    before = await posters(fetched)
    told = await change(fetched, ladders={AssetType.POSTER: GERMAN_FIRST})
    result = await fetched.cache.fetch_assets(AGAIN)

    assert await posters(fetched) != before
    assert result.cached
    assert asked(fetched) == set()
    assert told.endswith("pictures were scored anew; nothing was fetched.")


async def test_the_scores_after_a_change_are_those_a_fetch_would_give(fetched: Services) -> None:
    await change(fetched, ladders={AssetType.POSTER: GERMAN_FIRST}, order=("tvdb", "fanart_tv", "tmdb"))
    scored = dict(await posters(fetched))
    await fetched.cache.fetch_assets(replace(AGAIN, force=True))

    anew = dict(await posters(fetched))  # and what is new at the services since
    assert {url: anew[url] for url in scored} == scored


async def test_scores_follow_while_a_provider_is_off(fetched: Services) -> None:
    await change(fetched, order=("tvdb", "fanart_tv", "tmdb", "musicbrainz"), disabled=frozenset({"tvdb"}))
    scored = dict(await posters(fetched))
    await fetched.cache.fetch_assets(replace(AGAIN, force=True))

    anew = dict(await posters(fetched))  # and what is new at the services since
    assert {url: anew[url] for url in scored} == scored


async def test_another_order_scores_anew_and_fetches_nothing(fetched: Services) -> None:
    before = dict(await posters(fetched))
    told = await change(fetched, order=("tvdb", "fanart_tv", "tmdb", "musicbrainz"))
    await fetched.cache.fetch_assets(AGAIN)

    assert dict(await posters(fetched)) != before
    assert asked(fetched) == set()
    assert told.startswith("TheTVDB comes first now, then Fanart.tv, TMDB and MusicBrainz.")
    assert [info.name for info in fetched.providers.infos()][:2] == ["tvdb", "fanart_tv"]


async def test_another_language_makes_texts_and_trailers_stale_and_nothing_else(fetched: Services) -> None:
    before = await states(fetched)
    told = await change(fetched, languages=("de", "en"))
    after = await states(fetched)
    await fetched.cache.fetch_assets(AGAIN)

    assert set(before.values()) == {PairState.FRESH}
    assert {pair for pair, state in after.items() if state is not PairState.FRESH} == {
        ("tmdb", "metadata"), ("tmdb", "trailer"), ("tvdb", "metadata"), ("tvdb", "trailer"),
    }  # fmt: skip
    assert "Descriptions and trailers of 1 title will be asked for again in German." in told
    assert asked(fetched) == {"tmdb", "tvdb"}


async def test_texts_come_in_the_language_chosen_without_a_restart(fetched: Services) -> None:
    before = (await fetched.library.details(FILM)).row.entity.metadata.overview
    await change(fetched, languages=("de", "en"))
    result = await fetched.cache.fetch_assets(AGAIN)

    texts = {name: data.metadata.overview for name, data in result.providers.items() if data.metadata}
    assert texts["tmdb"] not in ("", before)


async def test_the_same_first_language_asks_for_nothing(fetched: Services) -> None:
    await change(fetched, languages=("en", "fr"))
    await fetched.cache.fetch_assets(AGAIN)

    assert asked(fetched) == set()


async def test_switching_off_hides_nothing_and_asks_nobody(fetched: Services, clock: Clock) -> None:
    before = await posters(fetched)
    told = await change(fetched, disabled=frozenset({"tvdb"}))
    clock.pass_by(days=8)
    result = await fetched.cache.fetch_assets(replace(AGAIN, force=True))

    assert {url for url, _ in await posters(fetched)} >= {url for url, _ in before}
    assert "tvdb" not in asked(fetched)
    assert told == "TheTVDB is switched off. Its pictures stay and are marked."
    assert "tvdb" not in {outcome.provider for outcome in result.metadata.outcomes}
    assert "tvdb" not in {status.provider for status in fetched.providers.statuses()}
    assert not fetched.providers.report("tvdb").is_enabled


async def test_a_provider_that_is_off_does_not_make_a_title_old(fetched: Services, clock: Clock) -> None:
    await change(fetched, disabled=frozenset({"tvdb"}))
    clock.pass_by(days=8)
    result = await fetched.cache.fetch_assets(AGAIN)

    assert result.cache_age == pytest.approx(0.0, abs=0.01)


async def test_switching_on_makes_its_own_pairs_missing_and_no_others(program: Build) -> None:
    services = program()
    await change(services, disabled=frozenset({"fanart_tv"}))
    await services.cache.fetch_assets(INCEPTION)
    forget_requests(services)
    told = await change(services, disabled=frozenset())
    await services.cache.fetch_assets(AGAIN)

    assert asked(services) == {"fanart_tv"}
    assert told == "Fanart.tv is switched on. It is asked with the next refresh of a title."


async def test_who_is_off_is_not_searched(program: Build) -> None:
    services = program()
    await change(services, disabled=frozenset({"tmdb"}))
    report = await services.cache.search(SearchRequest("inception"))

    assert "tmdb" not in asked(services)
    assert "tmdb" not in {outcome.provider for outcome in report.outcomes}


@pytest.mark.parametrize("forced", [False, True])
async def test_a_paused_provider_is_asked_by_nobody(program: Build, forced: bool) -> None:
    services = program()
    told = await change(services, paused=frozenset({"tvdb"}))
    result = await services.cache.fetch_assets(replace(INCEPTION, force=forced))
    report = await services.cache.search(SearchRequest("inception", is_retry=forced))

    sentence = "You paused TheTVDB. Resume it in the settings."
    (outcome,) = (each for each in result.metadata.outcomes if each.provider == "tvdb")
    (found,) = (each for each in report.outcomes if each.provider == "tvdb")
    assert "tvdb" not in asked(services)
    for each in (outcome, found):
        assert (each.outcome, each.error_kind, each.message) == (
            Outcome.SKIPPED,
            "paused_by_user",
            sentence,
        )
    assert services.providers.report("tvdb").is_paused
    assert services.providers.report("tvdb").status.sentence == sentence
    assert told == "TheTVDB is paused: nobody asks it until you resume it."


async def test_a_resumed_provider_is_asked_at_once(program: Build) -> None:
    services = program()
    await change(services, paused=frozenset({"tvdb"}))
    await services.cache.fetch_assets(INCEPTION)
    forget_requests(services)
    await change(services, paused=frozenset())
    await services.cache.fetch_assets(replace(AGAIN, priority=Priority.AUTOMATION))

    assert asked(services) == {"tvdb"}


async def test_requests_in_the_queue_do_not_leave_after_a_pause(program: Build) -> None:
    services = program()
    groups = [title.external_ids["musicbrainz"] for title in starter_library() if is_known_album(title)][:4]
    fetches = [
        asyncio.ensure_future(
            services.cache.fetch_assets(
                FetchRequest(
                    EntityKey(EntityType.MUSIC, number),
                    ExternalIds(musicbrainz=group),
                    providers=frozenset({"musicbrainz"}),
                )
            )
        )
        for number, group in enumerate(groups, 1)
    ]
    await asyncio.sleep(0.05)  # the first is on its way, the others wait for their second
    await change(services, paused=frozenset({"musicbrainz"}))
    sent = len(requests_to(services, "musicbrainz"))
    results = await asyncio.gather(*fetches, return_exceptions=True)

    assert len(requests_to(services, "musicbrainz")) == sent <= 2
    assert "You paused MusicBrainz." in str(results[-1])


def is_known_album(title: StarterTitle) -> bool:
    return title.entity_type is EntityType.MUSIC and "musicbrainz" in title.external_ids


def requests_to(services: Services, service: str) -> list[str]:
    assert services.demo is not None
    return [entry.path for entry in services.demo.site.log.entries() if entry.service == service]


async def test_what_a_pause_turned_away_does_not_rest_after_it(program: Build) -> None:
    services = program()
    assert services.demo is not None
    services.demo.site.faults.switch_on(DemoService.TVDB, Fault(latency_s=0.05))
    first = replace(INCEPTION, providers=frozenset({"tvdb"}))
    fetch = asyncio.ensure_future(services.cache.fetch_assets(first))
    while not asked(services):  # noqa: ASYNC110 - the log of the login, the first of two requests
        await asyncio.sleep(0.005)
    await change(services, paused=frozenset({"tvdb"}))
    (turned_away,) = await asyncio.gather(fetch, return_exceptions=True)
    await change(services, paused=frozenset())
    result = await services.cache.fetch_assets(replace(first, priority=Priority.AUTOMATION))

    assert isinstance(turned_away, FetchResult)
    assert list(turned_away.metadata.skipped_providers) == ["tvdb"]
    assert (await services.statistics.provider_numbers())["tvdb"].failed == 0, "a pause is no failure"
    assert [outcome.outcome for outcome in result.metadata.outcomes] == [Outcome.OK]
