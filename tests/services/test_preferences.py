"""What a change of preferences makes stale, and what not: the real core on the demo, judged by the demo's own log."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from metarr_desktop.demo.catalogue import StarterTitle, starter_library
from metarr_desktop.domain.asset import AssetType
from metarr_desktop.domain.cache_policy import PairState, pair_state
from metarr_desktop.domain.entity import EntityKey, EntityType, ExternalIds
from metarr_desktop.domain.errors import InvalidInput, StoreError
from metarr_desktop.domain.fetch import MAX_AGE, FetchRequest, Outcome, Priority
from metarr_desktop.domain.language import LanguageLadder
from metarr_desktop.domain.preferences import Preferences
from metarr_desktop.domain.search import SearchRequest
from metarr_desktop.orchestration.fetch_plan import TitleView, standpoint_of
from metarr_desktop.services import Services
from metarr_desktop.services import preferences as preferences_module
from tests.services.conftest import Build, Clock

FILM = EntityKey(EntityType.MOVIE, 1)
INCEPTION = FetchRequest(FILM, ExternalIds(tmdb="27205"))
AGAIN = FetchRequest(FILM)
GERMAN_FIRST = LanguageLadder(("de", "original", None, "en"))


def asked(services: Services) -> set[str]:
    """The services that were asked since the log was emptied."""
    assert services.demo is not None
    return {str(entry.service) for entry in services.demo.site.log.entries()}


def forget_requests(services: Services) -> None:
    assert services.demo is not None
    services.demo.site.log.clear()


async def change(services: Services, **changes: object) -> str:
    """Change some preferences and return what a person is told."""
    preferences = replace(services.preferences.current(), **changes)  # type: ignore[arg-type]
    return (await services.preferences.change(preferences)).text


async def posters(services: Services) -> list[tuple[str, int | None]]:
    found = await services.cache.get_cached_assets(FILM, AssetType.POSTER)
    return [(asset.url, asset.score) for asset in found]


async def states(services: Services) -> dict[tuple[str, str], PairState]:
    """Whether what is stored of each (provider, part) is still good by the settings of now."""
    records = await services.store.run(services.store.fetches.records, FILM)
    entity = (await services.library.details(FILM)).row.entity
    infos = {info.name: info for info in services.providers.all_infos()}
    settings = services.live.settings()
    return {
        (name, part): pair_state(
            record,
            standpoint_of(infos[name], TitleView(entity), settings, part),
            now=services.clock(),
            max_age=MAX_AGE,
        )
        for (name, part), record in records.items()
    }


@pytest.fixture
async def fetched(program: Build) -> Services:
    """A core that knows everything of one film; the log is empty."""
    services = program()
    await services.cache.fetch_assets(INCEPTION)
    forget_requests(services)
    return services


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


async def test_preferences_outlive_the_program(program: Build) -> None:
    first = program()
    given = Preferences(
        ("tvdb", "tmdb", "fanart_tv", "musicbrainz"),
        frozenset({"fanart_tv"}),
        frozenset({"musicbrainz"}),
        ("de", "en"),
        {AssetType.POSTER: LanguageLadder((None, "de"))},
    )
    await first.preferences.change(given)
    await first.close()
    second = program()

    assert second.preferences.current() == given
    assert [info.name for info in second.providers.infos()] == ["tvdb", "tmdb", "musicbrainz"]
    assert second.providers.report("musicbrainz").is_paused


async def test_the_demo_never_touches_the_preferences_of_the_real_library(program: Build, home: Path) -> None:
    real = home / "config" / "settings.json"
    real.parent.mkdir(parents=True)
    real.write_text('{"languages": ["fr"]}')
    services = program()
    assert services.preferences.current().languages == ("en",)
    await change(services, languages=("de",))

    assert real.read_text() == '{"languages": ["fr"]}'
    assert json.loads((home / "data" / "demo" / "settings.json").read_text())["languages"] == ["de"]


async def test_what_cannot_be_is_refused_and_changes_nothing(program: Build, home: Path) -> None:
    services = program()
    before = services.preferences.current()
    with pytest.raises(InvalidInput, match="At least one language"):
        await services.preferences.change(replace(before, languages=()))

    assert services.preferences.current() == before
    assert not (home / "data" / "demo" / "settings.json").exists()


async def test_what_cannot_be_kept_does_not_hold(program: Build, home: Path) -> None:
    services = program()
    before = services.preferences.current()
    (home / "data" / "demo" / "settings.lock").mkdir()
    with pytest.raises(StoreError, match="could not be kept"):
        await change(services, disabled=frozenset({"tvdb"}))

    assert services.preferences.current() == before
    assert "tvdb" in {info.name for info in services.providers.infos()}


async def test_no_change_is_no_news(program: Build) -> None:
    services, news = program(), counter()
    services.preferences.subscribe(news)

    assert await change(services) == ""
    assert news.count == 0  # type: ignore[attr-defined]


async def test_every_change_is_told_to_those_who_listen(program: Build) -> None:
    services, news = program(), counter()
    unsubscribe = services.preferences.subscribe(news)
    await change(services, paused=frozenset({"tmdb"}))
    unsubscribe()
    await change(services, paused=frozenset())

    assert news.count == 1  # type: ignore[attr-defined]


def counter() -> Callable[[], None]:
    def news() -> None:
        news.count += 1  # type: ignore[attr-defined]

    news.count = 0  # type: ignore[attr-defined]
    return news


async def test_a_damaged_file_is_told_to_the_person(program: Build, home: Path) -> None:
    path = home / "data" / "demo" / "settings.json"
    path.parent.mkdir(parents=True)
    path.write_text("{")
    services = program()

    assert "It is kept as settings.json.damaged." in services.preferences.notice
    assert services.preferences.current() == services.preferences.defaults()


async def test_scoring_that_takes_long_goes_on_behind_the_answer(
    fetched: Services, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(preferences_module, "_RESCORING_PATIENCE_S", 0.0)
    before, news = await posters(fetched), counter()
    fetched.preferences.subscribe(news)
    told = await change(fetched, ladders={AssetType.POSTER: GERMAN_FIRST})
    while news.count < 2:  # type: ignore[attr-defined]  # noqa: ASYNC110 - the second news is the end of it
        await asyncio.sleep(0.005)

    assert told == "The pictures are being scored anew in the background; none is fetched."
    assert await posters(fetched) != before


async def test_scoring_that_was_cut_short_is_done_by_the_next_program(
    program: Build, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = program()
    await first.cache.fetch_assets(INCEPTION)
    before = await posters(first)

    async def endless(context_of: object) -> int:
        await asyncio.Event().wait()
        return 0

    monkeypatch.setattr(preferences_module, "_RESCORING_PATIENCE_S", 0.0)
    monkeypatch.setattr(first.preferences._rescoring, "run", endless)
    await change(first, ladders={AssetType.POSTER: GERMAN_FIRST})
    await first.close()
    second, news = program(), counter()
    second.preferences.subscribe(news)
    assert await posters(second) == before
    second.preferences.settle()
    while not news.count:  # type: ignore[attr-defined]  # noqa: ASYNC110
        await asyncio.sleep(0.005)

    assert await posters(second) != before


async def test_scores_that_are_right_are_left_alone_at_the_start(program: Build) -> None:
    first = program()
    await change(first, ladders={AssetType.POSTER: GERMAN_FIRST})
    await first.close()
    second = program()
    second.preferences.settle()

    assert not second.preferences._tasks


async def test_pictures_of_a_provider_that_is_off_keep_their_sizes(program: Build) -> None:
    """A provider that is off gives its pictures their sizes all the same when they are scored anew."""
    services = program()
    await services.cache.fetch_assets(INCEPTION)
    before = {url: score for url, score in await posters(services) if "fanart" in url}
    await change(services, disabled=frozenset({"fanart_tv"}))
    await change(services, ladders={AssetType.POSTER: GERMAN_FIRST})
    await change(services, ladders={})

    assert {url: score for url, score in await posters(services) if "fanart" in url} == before != {}
