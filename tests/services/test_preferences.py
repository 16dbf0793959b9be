"""Preferences are kept, checked, told of, and let pictures be scored anew to the end."""

from __future__ import annotations

import asyncio
import json
from dataclasses import replace
from pathlib import Path

import pytest

from metarr_desktop.domain.asset import AssetType
from metarr_desktop.domain.errors import InvalidInput, StoreError
from metarr_desktop.domain.language import LanguageLadder
from metarr_desktop.domain.preferences import Preferences
from metarr_desktop.domain.selection import AutomationMode
from metarr_desktop.services import Services
from metarr_desktop.services import preferences as preferences_module
from tests.services.conftest import Build
from tests.services.one_film import (
    GERMAN_FIRST,
    INCEPTION,
    News,
    change,
    posters,
)


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


async def test_what_another_program_changes_holds_here_as_well(program: Build, home: Path) -> None:
    window, worker, news = program(), program(), News()
    worker.preferences.subscribe(news)
    await change(window, automation={AssetType.POSTER: AutomationMode.SELECT}, disabled=frozenset({"tvdb"}))
    for _ in range(2):
        await worker.preferences.follow()
    assert worker.preferences.current() == window.preferences.current()
    assert ("tvdb" in {info.name for info in worker.providers.infos()}, news.count) == (False, 1)

    (home / "data" / "demo" / "settings.json").write_text('{"languages": ["f')  # somebody is writing
    await worker.preferences.follow()
    assert worker.preferences.current() == window.preferences.current()


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
    services, news = program(), News()
    services.preferences.subscribe(news)

    assert await change(services) == ""
    assert news.count == 0


async def test_every_change_is_told_to_those_who_listen(program: Build) -> None:
    services, news = program(), News()
    unsubscribe = services.preferences.subscribe(news)
    await change(services, paused=frozenset({"tmdb"}))
    unsubscribe()
    await change(services, paused=frozenset())

    assert news.count == 1


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
    before, news = await posters(fetched), News()
    fetched.preferences.subscribe(news)
    told = await change(fetched, ladders={AssetType.POSTER: GERMAN_FIRST})
    while news.count < 2:  # noqa: ASYNC110 - the second news is the end of it
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
    second, news = program(), News()
    second.preferences.subscribe(news)
    assert await posters(second) == before
    second.preferences.settle()
    while not news.count:  # noqa: ASYNC110 - it is told by a call, not by an event
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


async def test_a_listener_that_breaks_hides_a_change_from_nobody(
    program: Build, caplog: pytest.LogCaptureFixture
) -> None:
    services, news = program(), News()

    def broken() -> None:
        raise RuntimeError("no such window")

    services.preferences.subscribe(broken)
    services.preferences.subscribe(news)
    text = await change(services, disabled=frozenset({"tvdb"}))

    assert news.count == 1
    assert "TheTVDB" in text
    assert "could not take the news" in caplog.text
