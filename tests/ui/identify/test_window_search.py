"""The search of the window: prefilled, the newest text wins, one state at a time, chips with acts."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from datetime import timedelta

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from metarr_desktop.domain.errors import AllProvidersFailed, StoreError
from metarr_desktop.domain.fetch import Outcome, ProviderOutcome
from metarr_desktop.domain.status import Lamp, ProviderStatus
from tests.async_gui import emitted, eventually
from tests.fakes import FANART_INFO, NOW, a_result
from tests.ui.identify.searches import (
    NO_SEARCH,
    HeldCache,
    a_report,
    an_unknown,
    look_alikes,
    opened,
    with_results,
)
from ui.identify.search_state import SearchState

REFUSED = ProviderOutcome("tmdb", Outcome.FAILED, "refused", "TMDB does not accept this key.")
DOWN = ProviderOutcome("tmdb", Outcome.FAILED, "unreachable", "TMDB cannot be reached.")


@pytest.fixture
def solaris(core):
    entity = an_unknown(1001, path="Films/Solaris.1972.mkv")
    core.library.put(entity)
    return entity


def type_into(window, text: str) -> None:
    """Replace the text of the query with real keys."""
    window.bar.text.selectAll()
    QTest.keyClicks(window.bar.text, text)


async def test_it_opens_prefilled_and_already_searching(window, core, solaris) -> None:
    await with_results(window, solaris)
    assert window.windowTitle() == "Identify: Solaris (1972)"
    assert (window.bar.text.text(), window.bar.year.text()) == ("Solaris", "1972")
    (request,) = core.cache.searches
    assert (request.query, request.year, request.runtime_min, request.resolve) == (
        "Solaris",
        1972,
        167,
        True,
    )


async def test_the_file_is_named_with_its_running_time(window, core) -> None:
    entity = an_unknown(1001, path="Films/Solaris.1972.mkv", edition="Director's Cut")
    core.library.put(entity)
    await with_results(window, entity)
    assert window.header.file_text == "Films / Solaris.1972.mkv · 167\u00a0min · Director's Cut"


async def test_places_of_results_are_shown_until_the_first_arrives(held: HeldCache, window, solaris) -> None:
    await opened(window, solaris)
    await eventually(lambda: held.held)
    assert window.state is SearchState.SEARCHING
    assert not window.details.accept.isEnabled()
    held.held[0].report(look_alikes()[0])
    assert window.state is SearchState.RESULTS
    assert window.area.summary.startswith("1 result so far · TMDB still searching")


async def test_letters_typed_quickly_are_one_search(window, core, solaris) -> None:
    await with_results(window, solaris)
    core.cache.searches.clear()
    type_into(window, "Stalker")
    await eventually(lambda: len(core.cache.searches) == 2)
    assert [(each.query, each.resolve) for each in core.cache.searches] == [
        ("Stalker", False),
        ("Stalker", True),
    ]


async def test_an_older_search_never_overwrites_a_newer_one(held: HeldCache, window, solaris) -> None:
    await opened(window, solaris)
    await eventually(lambda: len(held.held) == 1)
    type_into(window, "Stalker")
    await eventually(lambda: len(held.held) == 2)
    held.held[1].report(a_result("Stalker", 1979))
    assert held.held[0].end.cancelled()
    held.held[0].report(*look_alikes())
    held.held[1].answer(a_result("Stalker", 1979))
    await eventually(lambda: not window._controller.snapshot.pending)
    assert [row.result.title for row in window.area.model.items] == ["Stalker"]


async def test_an_id_is_searched_for_without_waiting_for_letters(window, core, solaris, monkeypatch) -> None:
    monkeypatch.setattr("ui.identify.searcher.DEBOUNCE_S", 60.0)
    await with_results(window, solaris)
    QApplication.clipboard().setText("https://www.themoviedb.org/movie/593-solaris")
    window.bar.text.selectAll()
    QTest.keyClick(window.bar.text, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
    await eventually(lambda: len(core.cache.searches) == 2)
    assert core.cache.searches[-1].query == "https://www.themoviedb.org/movie/593-solaris"


async def test_the_same_text_again_is_no_new_search(window, core, solaris) -> None:
    await with_results(window, solaris)
    QTest.keyClick(window.bar.text, Qt.Key.Key_End)
    QTest.keyClick(window.bar.text, Qt.Key.Key_Space)
    await asyncio.sleep(0.04)
    assert len(core.cache.searches) == 1
    assert window.details.accept.isEnabled()


async def test_results_of_an_older_text_stay_visible_but_cannot_be_accepted(
    held: HeldCache, window, solaris
) -> None:
    await opened(window, solaris)
    await eventually(lambda: held.held)
    held.held[0].answer(*look_alikes())
    await eventually(window.details.accept.isEnabled)
    QTest.keyClick(window.bar.text, Qt.Key.Key_End)
    QTest.keyClicks(window.bar.text, "x")
    assert window.state is SearchState.RESULTS
    assert window.area.model.rowCount() == 2
    assert not window.details.accept.isEnabled()
    await eventually(lambda: len(held.held) == 2)
    held.held[1].report(pending=("tmdb",))
    assert window.area.model.rowCount() == 2, "nothing better is in yet"
    held.held[1].answer()
    await eventually(lambda: window.state is SearchState.NOTHING_FOUND)


async def test_looking_up_details_never_empties_the_list(held: HeldCache, window, solaris) -> None:
    await opened(window, solaris)
    type_into(window, "Stalker")
    await eventually(lambda: held.held and held.held[-1].request.query == "Stalker")
    held.held[-1].answer(a_result("Stalker", 1979, tmdb=1398))
    await eventually(lambda: held.held[-1].request.resolve and held.held[-1].request.query == "Stalker")
    held.held[-1].report()
    assert window.area.model.rowCount() == 1
    held.held[-1].answer(outcome=DOWN)
    await eventually(window.messages.texts)
    assert window.area.model.rowCount() == 1
    assert window.messages.texts() == ("Ids and other titles of these results could not be looked up.",)


async def test_blanks_are_nothing_to_search_for(window, core, solaris) -> None:
    await with_results(window, solaris)
    type_into(window, "   ")
    assert window.state is SearchState.IDLE
    await asyncio.sleep(0.04)
    assert len(core.cache.searches) == 1


async def test_nothing_found_offers_ways_on(window, core, solaris) -> None:
    core.cache.results = []
    core.cache.search_outcomes = (ProviderOutcome("tmdb", Outcome.EMPTY), NO_SEARCH)
    await opened(window, solaris)
    await eventually(lambda: window.state is SearchState.NOTHING_FOUND)
    assert window.area.panel.headline.text().startswith("Nothing found for")
    assert window.area.panel.offers() == (
        "Search without the year",
        "Search for “\u2068Solaris.1972.mkv\u2069”",
        "Search in the browser at TMDB",
        "Mark as in no provider",
    )


async def test_dropping_the_year_searches_without_it(window, core, solaris) -> None:
    core.cache.results = []
    core.cache.search_outcomes = (ProviderOutcome("tmdb", Outcome.EMPTY), NO_SEARCH)
    await opened(window, solaris)
    await eventually(lambda: window.state is SearchState.NOTHING_FOUND)
    core.cache.results = look_alikes()
    button = window.area.panel.button("Search without the year")
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)
    await eventually(lambda: window.state is SearchState.RESULTS)
    assert (core.cache.searches[-1].query, core.cache.searches[-1].year) == ("Solaris", None)
    assert window.bar.year.text() == ""


async def test_searching_in_the_browser_opens_the_page_of_the_provider(window, core, solaris) -> None:
    core.cache.results = []
    core.cache.search_outcomes = (ProviderOutcome("tmdb", Outcome.EMPTY), NO_SEARCH)
    await opened(window, solaris)
    type_into(window, "Tom & Jerry")
    await eventually(lambda: "Tom" in window.area.panel.headline.text())
    button = window.area.panel.button("Search in the browser at TMDB")
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)
    assert window.opened_addresses == ["https://www.themoviedb.org/search/movie?query=Tom+%26+Jerry"]


async def test_all_failed_is_told_per_provider_with_retry(window, core, solaris) -> None:
    core.cache.results = []
    core.cache.search_outcomes = (DOWN, NO_SEARCH)
    await opened(window, solaris)
    await eventually(lambda: window.state is SearchState.CANNOT_SEARCH)
    assert "TMDB cannot be reached." in window.area.panel.body.text()
    core.cache.results = look_alikes()
    core.cache.search_outcomes = (ProviderOutcome("tmdb", Outcome.OK, item_count=2), NO_SEARCH)
    QTest.mouseClick(window.area.panel.button("Retry"), Qt.MouseButton.LeftButton)
    await eventually(lambda: window.state is SearchState.RESULTS)
    is_retry = [search.is_retry for search in core.cache.searches]
    assert (is_retry[0], is_retry[-1]) == (False, True), "a provider that is paused is to be tried now"


@pytest.mark.parametrize(
    "error",
    [
        AllProvidersFailed("No provider could be asked.", (DOWN,)),
        StoreError("The database is locked. Close the other program."),
    ],
)
async def test_an_error_of_the_search_is_a_state_with_its_sentence(window, core, solaris, error) -> None:
    core.cache.search_error = error
    await opened(window, solaris)
    await eventually(lambda: window.state is SearchState.CANNOT_SEARCH)
    expected = DOWN.message if isinstance(error, AllProvidersFailed) else str(error)
    assert expected in window.area.panel.body.text()


async def test_a_fault_of_the_program_ends_the_search_and_is_told(window, core, solaris) -> None:
    core.cache.search_error = ZeroDivisionError("secret words")
    await opened(window, solaris)
    await eventually(lambda: window.state is SearchState.CANNOT_SEARCH)
    await eventually(window.messages.texts)
    assert "secret" not in window.area.panel.body.text() + "".join(window.messages.texts())


async def test_no_provider_for_the_kind_is_a_state_of_its_own(window, core, solaris) -> None:
    core.providers.known = (FANART_INFO,)
    await opened(window, solaris)
    await eventually(lambda: window.state is SearchState.NO_PROVIDER)
    assert core.cache.searches == []


async def test_exactly_one_state_is_on_screen(window, core, solaris) -> None:
    await with_results(window, solaris)
    pages = [window.area.widget(at) for at in range(window.area.count())]
    assert [page.isVisible() for page in pages].count(True) == 1


async def test_chips_tell_how_each_provider_fared(window, core, solaris) -> None:
    await with_results(window, solaris)
    assert window.bar.providers.chip("tmdb").label() == "TMDB ✓ 1"
    assert window.bar.providers.chip("fanart_tv").label() == "Fanart.tv has no search"


async def test_the_chip_of_a_failed_provider_searches_again(window, core, solaris) -> None:
    core.cache.search_outcomes = (replace(DOWN, retry_at=NOW + timedelta(seconds=12)), NO_SEARCH)
    await with_results(window, solaris)
    chip = window.bar.providers.chip("tmdb")
    assert chip.label() == "TMDB waiting 12 s"
    QTest.mouseClick(chip, Qt.MouseButton.LeftButton)
    await eventually(lambda: len(core.cache.searches) == 2)


async def test_a_refused_key_leads_to_the_settings(window, core, solaris) -> None:
    core.cache.results = []
    core.cache.search_outcomes = (REFUSED, NO_SEARCH)
    core.providers.states["tmdb"] = ProviderStatus("tmdb", Lamp.REFUSED, REFUSED.message)
    await opened(window, solaris)
    await eventually(lambda: window.state is SearchState.CANNOT_SEARCH)
    asked = asyncio.create_task(emitted(window.keys_requested))
    await asyncio.sleep(0)
    QTest.mouseClick(window.bar.providers.chip("tmdb"), Qt.MouseButton.LeftButton)
    assert await asked == ("tmdb",)
    asked = asyncio.create_task(emitted(window.keys_requested))
    await asyncio.sleep(0)
    QTest.mouseClick(window.area.panel.button("Open settings"), Qt.MouseButton.LeftButton)
    assert await asked == ("tmdb",)


async def test_only_kinds_that_can_be_searched_are_offered(window, core, solaris) -> None:
    await with_results(window, solaris)
    assert window.bar.kinds.on_keys() == ("movie",)
    assert window.bar.kinds.chip("movie").text() == "Film"
    with pytest.raises(KeyError):
        window.bar.kinds.chip("tv")


async def test_notes_of_the_search_are_told(held: HeldCache, window, solaris) -> None:
    await opened(window, solaris)
    await eventually(lambda: held.held)
    search = held.held[0]
    search.end.set_result(a_report(search.request, look_alikes(), notes=("The id is one of series.",)))
    await eventually(window.messages.texts)
    assert window.messages.texts() == ("The id is one of series.",)


async def test_the_pane_says_why(window, core, solaris) -> None:
    await with_results(window, solaris)
    assert window.details.title.text() == "Solaris"
    assert window.details.verdict.text() == "Safe"
    lines = window.details.why.lines()
    assert lines[0] == ("Title, same as file", "60 / 60")
    assert lines[-1] == ("Gap to the next", "26, safe")


async def test_without_results_the_pane_tells_of_the_title(held: HeldCache, window, solaris) -> None:
    await opened(window, solaris)
    assert window.details.title.text() == "Solaris (1972)"
    assert window.details.origin.text() == "Not identified yet"
    assert window.details.poster.isHidden()


async def test_pictures_of_the_rows_on_screen_are_loaded(window, core, solaris) -> None:
    await with_results(window, solaris)
    await eventually(lambda: window.area.rows.feed.is_idle and window.details.poster.feed.is_idle)
    wanted = {result.poster_url for result in core.cache.results}
    assert {url for url, _ in core.thumbnails.asked} == wanted


@pytest.mark.parametrize("name", ["text", "year"])
async def test_closing_gives_the_search_up(held: HeldCache, window, solaris, name: str) -> None:
    await opened(window, solaris)
    await eventually(lambda: held.held)
    closed = asyncio.create_task(emitted(window.closed))
    await asyncio.sleep(0)
    QTest.keyClick(getattr(window.bar, name), Qt.Key.Key_Escape)
    await closed
    await eventually(lambda: held.held[0].end.cancelled())
    assert not window.isVisible()
