"""Add title: what the providers find, or as typed."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import replace

import pytest
from PySide6.QtCore import Qt

from metarr_desktop.domain.entity import EntityType
from metarr_desktop.domain.errors import AllProvidersFailed
from metarr_desktop.domain.search import HitReference, SearchReport
from tests.async_gui import eventually
from tests.fakes import FakeCache, FakeCore, a_result
from ui.library import add_title
from ui.library.add_title import AddTitleDialog
from ui.library.result_tiles import RESULT_BOX

Key = Qt.Key
MB_HIT = HitReference("musicbrainz", "1b022e01-4da6-387b-8658-8678046e4cef", 1)


@pytest.fixture
def core(monkeypatch: pytest.MonkeyPatch) -> FakeCore:
    monkeypatch.setattr(add_title, "DEBOUNCE_S", 0.005)
    monkeypatch.setattr(add_title, "ALBUM_DEBOUNCE_S", 0.01)
    core = FakeCore()
    core.cache.results = [a_result("Solaris", 1972, 80, tmdb=593), a_result("Solaris", 2002, 79, tmdb=2103)]
    return core


@pytest.fixture
def cache(core: FakeCore) -> FakeCache:
    return core.cache


@pytest.fixture
async def dialog(qtbot, qapp, core: FakeCore) -> AsyncIterator[AddTitleDialog]:
    qapp.setQuitOnLastWindowClosed(False)
    dialog = AddTitleDialog(core)
    dialog.chosen, dialog.typed = [], []
    dialog.result_chosen.connect(dialog.chosen.append)
    dialog.title_typed.connect(lambda *what: dialog.typed.append(what))
    dialog.open()
    yield dialog
    await dialog.aclose()


async def test_what_is_typed_is_searched_for(qtbot, dialog, cache) -> None:
    qtbot.keyClicks(dialog.query, "solaris 1972")
    await eventually(lambda: dialog.results.model().rowCount() == 2)
    request = cache.searches[-1]
    assert (request.query, request.year, request.resolve) == ("solaris 1972", 1972, False)


async def test_one_letter_is_not_searched_for(qtbot, dialog, cache) -> None:
    qtbot.keyClicks(dialog.query, "s")
    assert dialog.state.text() == "Type a title, or paste an id or address."
    assert cache.searches == []


async def test_the_page_of_a_collection_says_what_to_add_instead(dialog) -> None:
    dialog.query.setText("https://www.themoviedb.org/collection/8091")
    assert dialog.state.text() == "This is the page of a collection. Add its films instead."


async def test_enter_goes_to_the_results_and_enter_again_adds(qtbot, dialog) -> None:
    qtbot.keyClicks(dialog.query, "solaris")
    await eventually(lambda: dialog.add_button.isEnabled() and "arrow keys" in dialog.state.text())
    await eventually(lambda: not dialog._tasks.names)
    qtbot.keyClick(dialog.query, Key.Key_Return)
    qtbot.keyClick(dialog.results, Key.Key_Down)
    qtbot.keyClick(dialog.results, Key.Key_Return)
    assert [result.year for result in dialog.chosen] == [2002]


async def test_a_title_can_be_added_as_typed(qtbot, dialog) -> None:
    qtbot.keyClicks(dialog.query, "Holiday film")
    dialog.year.setValue(1998)
    qtbot.mouseClick(dialog.typed_button, Qt.MouseButton.LeftButton)
    assert dialog.typed == [("Holiday film", 1998, EntityType.MOVIE)]


async def test_nothing_found_still_lets_it_be_added_as_typed(qtbot, dialog, cache) -> None:
    cache.results = []
    qtbot.keyClicks(dialog.query, "unheard of")
    await eventually(lambda: "add the title as typed" in dialog.state.text())
    assert dialog.typed_button.isEnabled()
    assert not dialog.add_button.isEnabled()


async def test_without_network_it_says_why_and_what_still_works(qtbot, dialog, cache) -> None:
    cache.search_error = AllProvidersFailed("No provider could be reached.", ())
    qtbot.keyClicks(dialog.query, "solaris")
    await eventually(lambda: dialog.state.text().startswith("No provider could be reached."))
    assert dialog.typed_button.isEnabled()


async def test_a_second_provider_that_answers_keeps_the_film_chosen(qtbot, dialog, cache) -> None:
    """A work is named by its best hit, and that may be another one once the second answered."""
    qtbot.keyClicks(dialog.query, "solaris")
    await eventually(lambda: dialog.results.model().rowCount() == 2 and not dialog._tasks.names)
    dialog.results.setCurrentIndex(dialog.results.model().index(1, 0))
    first, second = cache.results
    both = replace(second, hits=(HitReference("tvdb", "990002103", 1), *second.hits))
    dialog._show(SearchReport(cache.searches[-1], (both, first), is_complete=True))
    chosen = dialog.results.currentIndex()
    assert dialog.results.model().item(chosen.row()) is both
    assert dialog.add_button.isEnabled()


async def test_other_words_take_old_results_away(qtbot, dialog, cache) -> None:
    qtbot.keyClicks(dialog.query, "solaris")
    await eventually(lambda: dialog.results.model().rowCount() == 2)
    cache.search_gate.clear()
    qtbot.keyClicks(dialog.query, " x")
    assert dialog.results.model().rowCount() == 0
    assert not dialog.add_button.isEnabled()
    cache.search_gate.set()


async def test_another_kind_is_searched_for_in_its_own_words(qtbot, dialog, cache) -> None:
    cache.results = [
        a_result("Nevermind", 1991, entity_type=EntityType.MUSIC, artist="Nirvana", hits=(MB_HIT,))
    ]
    qtbot.mouseClick(dialog.kinds.chip("music"), Qt.MouseButton.LeftButton)
    assert dialog.query.placeholderText() == "Artist - Album, id or address of MusicBrainz"
    assert dialog.add_button.text() == "Add album"
    qtbot.keyClicks(dialog.query, "nirvana - nevermind")
    await eventually(lambda: dialog.results.model().rowCount() == 1)
    assert cache.searches[-1].entity_type is EntityType.MUSIC
    assert dialog.results.model().index(0, 0).data() == "Nevermind (1991) by Nirvana, confidence 95"


async def test_an_address_says_itself_what_kind_it_is_of(qtbot, dialog, cache) -> None:
    dialog.query.setText("https://www.themoviedb.org/tv/70523-dark")
    await eventually(lambda: cache.searches)
    assert dialog.entity_type is EntityType.TV
    assert cache.searches[-1].entity_type is EntityType.TV
    assert dialog.kinds.chip("tv").isChecked()


async def test_the_pictures_of_results_are_loaded(qtbot, dialog, core) -> None:
    qtbot.keyClicks(dialog.query, "solaris")
    url = core.cache.results[0].poster_url
    await eventually(lambda: dialog._feed.pixmap(url, RESULT_BOX) is not None)


async def test_an_album_is_added_as_typed_as_an_album(qtbot, dialog) -> None:
    qtbot.mouseClick(dialog.kinds.chip("music"), Qt.MouseButton.LeftButton)
    qtbot.keyClicks(dialog.query, "Somebody - Demo tape")
    qtbot.mouseClick(dialog.typed_button, Qt.MouseButton.LeftButton)
    assert dialog.typed == [("Somebody - Demo tape", None, EntityType.MUSIC)]
