"""Accepting, marking, undoing, and the queue."""

from __future__ import annotations

import asyncio
from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QPushButton

from metarr_desktop.domain.entity import ExternalIds, IdentityState
from metarr_desktop.domain.errors import StoreError
from tests.async_gui import emitted, eventually
from tests.fakes import an_entity
from tests.ui.identify.searches import HeldCache, an_unknown, look_alikes, opened, with_results

LEFT = Qt.MouseButton.LeftButton


@pytest.fixture
def films(core):
    films = [an_unknown(1001), an_unknown(1002, "Stalker", 1979)]
    core.library.put(*films)
    return films


async def test_accepting_a_single_title_says_so_and_closes(window, core, films) -> None:
    await with_results(window, films[0])
    told = asyncio.create_task(emitted(window.identified))
    closed = asyncio.create_task(emitted(window.closed))
    await asyncio.sleep(0)
    QTest.mouseClick(window.details.accept, LEFT)
    assert await told == (films[0].key,)
    await closed
    assert core.library.entities[films[0].key].external_ids == ExternalIds(tmdb="593")


async def test_a_single_title_has_no_and_next(window, films) -> None:
    await with_results(window, films[0])
    assert window.details.accept_next.isHidden()
    assert window.header.next.isHidden()
    assert window.header.place_text == ""


async def test_accepting_in_a_queue_stays_and_offers_undo(window, core, films) -> None:
    await with_results(window, *films)
    core.curation.before.append(films[0])
    QTest.mouseClick(window.details.accept, LEFT)
    await eventually(window.messages.texts)
    assert window.messages.texts() == ("Solaris (1972) is identified as Solaris (1972).",)
    assert window.isVisible()
    assert window.header.place_text == "1 of 2 · 1 title done"
    assert not window.header.browse.isHidden()
    (undo,) = [b for b in window.messages.findChildren(QPushButton) if b.text() == "Undo"]
    QTest.mouseClick(undo, LEFT)
    await eventually(lambda: window.header.browse.isHidden())
    assert window.messages.texts() == ("Undone: Identified Solaris (1972).",)
    assert core.library.entities[films[0].key].state is IdentityState.UNIDENTIFIED
    assert window.header.place_text == "1 of 2"


async def test_accept_and_next_ends_with_the_queue(window, core, films) -> None:
    await with_results(window, *films)
    QTest.mouseClick(window.details.accept_next, LEFT)
    await eventually(lambda: window.windowTitle() == "Identify: Stalker (1979)")
    await eventually(window.details.accept_next.isEnabled)
    closed = asyncio.create_task(emitted(window.closed))
    await asyncio.sleep(0)
    QTest.mouseClick(window.details.accept_next, LEFT)
    await closed
    assert [key for key, _, _ in core.library.identified] == [film.key for film in films]


async def test_skipping_the_last_title_closes(window, films) -> None:
    await with_results(window, films[0])
    closed = asyncio.create_task(emitted(window.closed))
    await asyncio.sleep(0)
    QTest.mouseClick(window.details.skip, LEFT)
    await closed


async def test_back_brings_the_results_back_without_a_search(window, core, films) -> None:
    await with_results(window, *films)
    QTest.mouseClick(window.header.next, LEFT)
    await eventually(lambda: len(core.cache.searches) == 2)
    await eventually(window.details.accept.isEnabled)
    QTest.mouseClick(window.header.back, LEFT)
    await eventually(lambda: window.windowTitle() == "Identify: Solaris (1972)")
    await eventually(window.details.accept.isEnabled)
    assert len(core.cache.searches) == 2
    assert window.area.model.rowCount() == 2


async def test_the_ends_of_the_queue_are_ends(window, films) -> None:
    await with_results(window, *films)
    assert not window.header.back.isEnabled()
    QTest.mouseClick(window.header.next, LEFT)
    await eventually(lambda: not window.header.next.isEnabled())


async def test_keeping_artwork_is_offered_only_when_the_ids_change(window, core, films) -> None:
    await with_results(window, films[0])
    assert window.details.keep_artwork.isHidden()
    other = an_entity(1003, "Solaris", 2002, external_ids=ExternalIds(tmdb="2103"))
    core.library.put(other)
    await with_results(window, other)
    assert not window.details.keep_artwork.isHidden()
    assert not window.details.keep_artwork.isChecked()
    QTest.keyClick(window.bar.text, Qt.Key.Key_Down)
    QTest.keyClick(window.area.rows, Qt.Key.Key_Down)
    assert window.details.keep_artwork.isHidden(), "the second result is what it is identified as"


async def test_keeping_artwork_is_handed_on_when_checked(window, core) -> None:
    entity = an_entity(1003, "Solaris", 2002, external_ids=ExternalIds(tmdb="2103"))
    core.library.put(entity)
    await with_results(window, entity)
    QTest.keyClick(window.details.keep_artwork, Qt.Key.Key_Space)
    QTest.mouseClick(window.details.accept, LEFT)
    await eventually(lambda: core.library.identified)
    assert core.library.identified[0][2] is True


async def test_an_error_of_accepting_is_a_sentence_and_the_title_stays(
    window, core, films, monkeypatch
) -> None:
    await with_results(window, *films)

    async def fail(*_: object, **__: object) -> None:
        raise StoreError("The disk is full. Nothing was changed.")

    monkeypatch.setattr(core.library, "identify", fail)
    QTest.mouseClick(window.details.accept_next, LEFT)
    await eventually(window.messages.texts)
    assert window.messages.texts() == ("The disk is full. Nothing was changed.",)
    assert window.windowTitle() == "Identify: Solaris (1972)"
    assert window.details.accept.isEnabled()


async def test_two_quick_accepts_are_one(window, core, films, monkeypatch) -> None:
    await with_results(window, *films)
    gate, identify = asyncio.Event(), core.library.identify

    async def slow(*args: object, **names: object) -> object:
        await gate.wait()
        return await identify(*args, **names)

    monkeypatch.setattr(core.library, "identify", slow)
    QTest.mouseClick(window.details.accept, LEFT)
    await eventually(lambda: not window.details.accept.isEnabled())
    QTest.keyClick(window, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    gate.set()
    await eventually(lambda: core.library.identified)
    await eventually(window.details.accept.isEnabled)
    assert len(core.library.identified) == 1


async def test_a_title_that_is_gone_is_told_and_the_queue_goes_on(window, core, films) -> None:
    gone = an_unknown(4711)
    window.open_for([gone.key, films[0].key])
    await eventually(lambda: "has no movie 4711" in window.area.panel.body.text())
    assert not window.details.accept.isEnabled()
    QTest.mouseClick(window.header.next, LEFT)
    await eventually(window.details.accept.isEnabled)


async def test_nothing_can_be_accepted_while_the_next_title_is_read(window, core, films, monkeypatch) -> None:
    await with_results(window, *films)
    gate, row = asyncio.Event(), core.library.row

    async def slow(key: object) -> object:
        await gate.wait()
        return await row(key)

    monkeypatch.setattr(core.library, "row", slow)
    QTest.mouseClick(window.header.next, LEFT)
    assert not window.details.accept.isEnabled()
    assert not window.details.skip.isEnabled()
    gate.set()
    await eventually(window.details.accept.isEnabled)


async def test_browsing_is_offered_for_identified_titles(window, core) -> None:
    entity = an_entity(1003, "Solaris", 2002)
    core.library.put(entity)
    await with_results(window, entity)
    asked = asyncio.create_task(emitted(window.browse_requested))
    await asyncio.sleep(0)
    QTest.mouseClick(window.header.browse, LEFT)
    assert await asked == (entity.key,)


async def test_marking_is_told_to_whoever_shows_the_library(window, core, films) -> None:
    await with_results(window, *films)
    changed = asyncio.create_task(emitted(window.changed))
    await asyncio.sleep(0)
    QTest.mouseClick(window.details.none, LEFT)
    assert await changed == (films[0].key,)


async def test_a_double_click_accepts(window, core, films) -> None:
    await with_results(window, films[0])
    place = window.area.rows.visualRect(window.area.model.index(1, 0)).center()
    viewport = window.area.rows.viewport()
    QTest.mouseClick(viewport, LEFT, pos=place)
    QTest.mouseDClick(viewport, LEFT, pos=place)
    await eventually(lambda: core.library.identified)
    assert core.library.identified[0][1].year == 2002


async def test_no_title_opens_no_window(window) -> None:
    window.open_for([])
    assert not window.isVisible()


async def test_opening_anew_forgets_the_queue_of_before(held: HeldCache, window, core, films) -> None:
    await opened(window, *films)
    await eventually(lambda: held.held)
    await opened(window, replace(films[1]))
    assert window.header.place_text == ""
    await eventually(lambda: len(held.held) == 2)
    held.held[1].answer(*look_alikes())
    await eventually(window.details.accept.isEnabled)
