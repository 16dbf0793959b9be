"""Letters typed before the title has been read stay; only the fields left alone are filled from it."""

from __future__ import annotations

import asyncio

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from tests.async_gui import eventually
from tests.ui.identify.searches import an_unknown, with_results
from ui.identify.search_state import SearchState


@pytest.fixture
def solaris(core):
    entity = an_unknown(1001)
    core.library.put(entity)
    return entity


@pytest.fixture
def reading(core, monkeypatch) -> asyncio.Event:
    """Hold every read of a title back until the event is set."""
    go_on, row = asyncio.Event(), core.library.row

    async def held_row(key):
        await go_on.wait()
        return await row(key)

    monkeypatch.setattr(core.library, "row", held_row)
    return go_on


async def read(reading: asyncio.Event, window, entity) -> None:
    """Let the title be read and wait until it is in front."""
    reading.set()
    await eventually(lambda: entity.label in window.windowTitle())


def fields(window) -> tuple[str, str]:
    return window.bar.text.text(), window.bar.year.text()


async def test_a_typed_text_stays_and_the_year_is_filled(window, core, solaris, reading) -> None:
    window.open_for([solaris.key])
    QTest.keyClicks(window.bar.text, "The ")
    await read(reading, window, solaris)
    assert fields(window) == ("The ", "1972")
    QTest.keyClicks(window.bar.text, "Thing")
    assert window.bar.text.text() == "The Thing"


async def test_a_typed_year_stays_and_the_text_is_filled(window, core, solaris, reading) -> None:
    window.open_for([solaris.key])
    QTest.keyClicks(window.bar.year, "2002")
    await read(reading, window, solaris)
    assert fields(window) == ("Solaris", "2002")


async def test_it_is_searched_for_what_the_fields_say(window, core, solaris, reading) -> None:
    window.open_for([solaris.key])
    QTest.keyClicks(window.bar.text, "Stalker")
    await read(reading, window, solaris)
    await eventually(lambda: window.state is SearchState.RESULTS and window.details.accept.isEnabled())
    asked = core.cache.searches[-1]
    assert (asked.query, asked.year, asked.runtime_min) == ("Stalker", 1972, 167)


async def test_enter_before_the_title_is_read_still_searches_at_once(
    window, core, solaris, reading, monkeypatch
) -> None:
    monkeypatch.setattr("ui.identify.searcher.DEBOUNCE_S", 60.0)
    window.open_for([solaris.key])
    QTest.keyClicks(window.bar.text, "M")
    QTest.keyClick(window.bar.text, Qt.Key.Key_Return)
    await read(reading, window, solaris)
    await eventually(lambda: core.cache.searches and core.cache.searches[-1].runtime_min == 167)
    assert core.cache.searches[-1].query == "M"


async def test_letters_replace_the_text_of_the_title_before(window, core, solaris, reading) -> None:
    stalker = an_unknown(1002, "Stalker", 1979)
    core.library.put(stalker)
    reading.set()
    await with_results(window, solaris)
    QTest.keyClick(window.bar.text, Qt.Key.Key_End)
    reading.clear()
    window.open_for([stalker.key])
    QTest.keyClicks(window.bar.text, "Zone")
    await read(reading, window, stalker)
    assert fields(window) == ("Zone", "1979")


async def test_what_was_typed_for_one_title_is_not_kept_for_the_next(window, core, solaris) -> None:
    stalker = an_unknown(1002, "Stalker", 1979)
    core.library.put(stalker)
    await with_results(window, solaris, stalker)
    QTest.keyClicks(window.bar.text, "Zone")
    window.header.step_requested.emit(1)
    await eventually(lambda: "Stalker" in window.windowTitle())
    assert fields(window) == ("Stalker", "1979")
