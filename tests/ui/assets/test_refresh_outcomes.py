"""What is said after a refresh, and what goes on when one moves on."""

from __future__ import annotations

import asyncio
from datetime import timedelta
from typing import Any

from PySide6.QtCore import Qt

from metarr_desktop.domain.entity import EntityKey
from metarr_desktop.domain.errors import AllProvidersFailed, StoreError
from metarr_desktop.domain.fetch import Outcome, Priority, ProviderOutcome
from metarr_desktop.domain.status import Lamp, ProviderStatus
from tests.async_gui import eventually
from tests.fakes import NOW, FakeCore, an_entity
from tests.ui.assets.conftest import DUNE, INCEPTION, QUICK, SOLARIS, OpenBrowser, posters, settled
from tests.ui.assets.refreshing_rig import UNREACHABLE, ended, message, press_force
from ui.assets.grid_state import StateAction
from ui.assets.refresh_button import RefreshState

Key, Mod = Qt.Key, Qt.KeyboardModifier
LEFT = Qt.MouseButton.LeftButton


# -- what is said afterwards ---------------------------------------------------------------------------------


async def test_a_refresh_says_what_is_new_and_marks_it(
    core: FakeCore, open_browser: OpenBrowser, qtbot: Any
) -> None:
    core.cache.arriving[INCEPTION.key] = came = posters(2, first_seen_at=NOW)
    core.cache.vanishing = {core.cache.assets[INCEPTION.key][-1].id}
    browser = await open_browser()
    press_force(qtbot, browser)
    await eventually(lambda: core.cache.fetches)
    await ended(browser)
    assert message(browser) == "Refreshed: 2 new posters, 1 vanished."
    assert all(browser.parts.pane.model.is_new(asset.id) for asset in came)


async def test_who_failed_is_named_with_the_age_of_its_rows_and_a_retry(
    core: FakeCore, open_browser: OpenBrowser, qtbot: Any
) -> None:
    old = NOW - timedelta(days=9)
    core.cache.assets[INCEPTION.key] += posters(3, provider_name="fanart_tv", fetched_at=old)
    core.cache.outcomes = (ProviderOutcome("tmdb", Outcome.OK), UNREACHABLE)
    browser = await open_browser()
    press_force(qtbot, browser)
    await eventually(lambda: core.cache.fetches)
    await ended(browser)
    assert message(browser) == (
        "Refreshed: nothing new, nothing vanished. Fanart.tv cannot be reached; its 3 rows are from 9 days ago."
    )
    chip = browser.parts.header.providers.chip("fanart_tv")
    assert chip.label() == "Fanart.tv cannot be reached · showing 3 from 9 days ago"
    qtbot.mouseClick(chip, LEFT)
    await eventually(lambda: len(core.cache.fetches) == 2)
    await ended(browser)
    assert (core.cache.fetches[1].providers, core.cache.fetches[1].force) == ({"fanart_tv"}, True)


async def test_offline_the_stored_rows_stay_and_say_their_age(
    core: FakeCore, open_browser: OpenBrowser, qtbot: Any
) -> None:
    failed = ProviderOutcome("tmdb", Outcome.FAILED, "unreachable", "TMDB cannot be reached.")
    core.cache.fetch_error = AllProvidersFailed("No provider answered.", (failed, UNREACHABLE))
    browser = await open_browser()
    press_force(qtbot, browser)
    await eventually(lambda: core.cache.fetches)
    await ended(browser)
    await eventually(lambda: message(browser))
    assert message(browser) == (
        "Nothing was refreshed. TMDB and Fanart.tv cannot be reached; their 12 rows are from 2.5 days ago."
    )
    assert len(browser.parts.pane.model.items) == 12


async def test_offline_with_nothing_stored_offers_to_retry(
    core: FakeCore, open_browser: OpenBrowser, qtbot: Any
) -> None:
    core.cache.assets.clear()
    core.cache.fetch_error = AllProvidersFailed("No provider answered.", (UNREACHABLE,))
    browser = await open_browser(timing=QUICK)
    words = browser.parts.pane.words
    await eventually(lambda: words.state is not None and words.state.headline == "No connection")
    core.cache.fetch_error = None
    core.cache.arriving[INCEPTION.key] = posters(2)
    qtbot.mouseClick(words.button(StateAction.RETRY), LEFT)
    await eventually(lambda: len(browser.parts.pane.model.items) == 2)
    await ended(browser)


async def test_a_store_that_fails_says_its_sentence(
    core: FakeCore, open_browser: OpenBrowser, qtbot: Any
) -> None:
    core.cache.fetch_error = StoreError("The disk is full. Nothing was lost; free some space and retry.")
    browser = await open_browser()
    press_force(qtbot, browser)
    await eventually(lambda: message(browser))
    await ended(browser)
    assert message(browser) == "The disk is full. Nothing was lost; free some space and retry."


async def test_a_missing_key_leads_to_the_settings(
    core: FakeCore, open_browser: OpenBrowser, qtbot: Any
) -> None:
    core.providers.states["fanart_tv"] = ProviderStatus("fanart_tv", Lamp.NO_KEY, "Fanart.tv has no key.")
    browser = await open_browser()
    asked: list[str] = []
    browser.keys_requested.connect(asked.append)
    qtbot.mouseClick(browser.parts.header.providers.chip("fanart_tv"), LEFT)
    assert asked == ["fanart_tv"]


async def test_a_change_of_health_reaches_the_chips(core: FakeCore, open_browser: OpenBrowser) -> None:
    browser = await open_browser()
    core.providers.states["tmdb"] = ProviderStatus("tmdb", Lamp.REFUSED, "TMDB does not accept the key.")
    core.providers.changed()
    assert browser.parts.header.providers.chip("tmdb").label().startswith("TMDB key not accepted")


# -- moving on -----------------------------------------------------------------------------------------------


async def test_a_forced_refresh_goes_on_when_one_moves_on(
    core: FakeCore, open_browser: OpenBrowser, qtbot: Any
) -> None:
    core.cache.gate.clear()
    browser = await open_browser()
    press_force(qtbot, browser)
    await eventually(lambda: core.cache.fetches)
    qtbot.keyClick(browser, Key.Key_Right, Mod.AltModifier)
    await settled(browser)
    assert browser.parts.refresh.state is RefreshState.READY
    qtbot.keyClick(browser, Key.Key_Left, Mod.AltModifier)
    await settled(browser)
    assert browser.parts.refresh.state is RefreshState.CANCEL
    qtbot.keyClick(browser, Key.Key_Right, Mod.AltModifier)
    await settled(browser)
    core.cache.gate.set()
    await eventually(lambda: message(browser))
    assert core.cache.cancelled == []
    assert message(browser) == "Refreshed Inception (2010): nothing new, nothing vanished."


async def test_who_failed_a_moment_ago_is_not_asked_by_opening_the_title_again(
    core: FakeCore, open_browser: OpenBrowser, qtbot: Any
) -> None:
    core.cache.outcomes = (ProviderOutcome("tmdb", Outcome.OK), UNREACHABLE)
    browser = await open_browser(timing=QUICK)
    await eventually(lambda: len(core.cache.fetches) == 1)
    await ended(browser)
    for key, count in ((Key.Key_Right, 2), (Key.Key_Left, 3)):
        qtbot.keyClick(browser, key, Mod.AltModifier)
        await eventually(lambda count=count: len(core.cache.fetches) == count)
        await ended(browser)
    assert [request.providers for request in core.cache.fetches] == [None, None, {"tmdb"}]
    assert "Retry" in browser.parts.header.providers.chip("fanart_tv").accessibleName()


async def test_of_fetches_nobody_waits_for_two_go_on(core: FakeCore, open_browser: OpenBrowser) -> None:
    films = [an_entity(2000 + number, f"Film {number}") for number in range(5)]
    core.library.put(*films)
    core.cache.gate.clear()
    browser = await open_browser(timing=QUICK)
    for film in films:
        browser.show_title([each.key for each in films], film.key)
        await eventually(lambda film=film: core.cache.fetches[-1].key == film.key)
    await settled(browser)

    def under_way() -> list[tuple[EntityKey, Priority]]:
        requests = [each for each in core.cache.fetches if each not in core.cache.cancelled]
        return sorted((each.key, each.priority) for each in requests)

    behind = [(film.key, Priority.AUTOMATION) for film in films[2:4]]
    await eventually(lambda: under_way() == [*behind, (films[4].key, Priority.USER)])
    core.cache.gate.set()
    await ended(browser)


async def test_closing_ends_every_task(core: FakeCore, open_browser: OpenBrowser, qtbot: Any) -> None:
    core.cache.gate.clear()
    browser = await open_browser(SOLARIS.key)
    press_force(qtbot, browser)
    await eventually(lambda: core.cache.fetches)
    await browser.aclose()
    assert len(core.cache.cancelled) == 1
    assert core.providers.listeners == []
    browser.show_title([DUNE.key], DUNE.key)  # a late signal: nothing starts
    await asyncio.sleep(0)
    assert len(core.cache.fetches) == 1
