"""Texts nobody meant to type, very long ones, very many results; and what a screen reader hears."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QAbstractItemView, QApplication, QLineEdit, QWidget

from tests.async_gui import eventually
from tests.fakes import a_result
from tests.ui.identify.searches import an_unknown, opened, with_results
from ui.application import theme_of
from ui.identify.search_state import SearchState


@pytest.fixture
def solaris(core):
    entity = an_unknown(1001)
    core.library.put(entity)
    return entity


def paste(window, text: str) -> None:
    QApplication.clipboard().setText(text)
    window.bar.text.selectAll()
    QTest.keyClick(window.bar.text, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)


async def test_a_text_of_ten_thousand_characters_is_cut_with_a_notice(window, core, solaris) -> None:
    await with_results(window, solaris)
    paste(window, "Solaris " * 1250)
    assert len(window.bar.text.text()) == 255
    assert window.messages.texts() == ("The text was cut to its first 255 characters: no title is longer.",)
    await eventually(lambda: len(core.cache.searches) > 1)
    assert len(core.cache.searches[-1].query) <= 255


@pytest.mark.parametrize("text", ["🎬🛰️🌊", "سولاريس 1972", "סולאריס", "\u202eSolaris\u202c", "Solaris\x00"])
async def test_any_script_and_any_sign_can_be_searched_for(window, core, solaris, text: str) -> None:
    await with_results(window, solaris)
    paste(window, text)
    QTest.keyClick(window.bar.text, Qt.Key.Key_Return)
    await eventually(lambda: len(core.cache.searches) > 1)
    await eventually(lambda: window.state is SearchState.RESULTS and window.details.accept.isEnabled())


@pytest.mark.parametrize("title", ["x" * 5000, "Solaris " * 600, "سولاريس " * 300, "🎬" * 900])
async def test_an_endless_title_widens_nothing(window, core, solaris, title: str) -> None:
    core.cache.results = [a_result(title, 1972, 95, original_title=title, overview=title)]
    window.resize(1000, 640)
    await with_results(window, solaris)
    assert window.width() == 1000
    assert window.details.width() <= 520
    assert not window.grab().isNull()


async def test_an_endless_title_of_a_file_widens_nothing(window, core) -> None:
    entity = an_unknown(1001, "x" * 3000, path="Films/" + "x" * 3000)
    core.library.put(entity)
    core.cache.results = []
    window.resize(1000, 640)
    await opened(window, entity)
    await eventually(lambda: window.state is SearchState.NOTHING_FOUND)
    window.grab()
    assert window.width() == 1000


async def test_a_hundred_results_load_the_pictures_in_sight_only(window, core, solaris) -> None:
    core.cache.results = [a_result(f"Solaris {n}", 1972, 95 - n % 90) for n in range(100)]
    await with_results(window, solaris)
    await eventually(lambda: window.area.rows.feed.is_idle and core.thumbnails.asked)
    assert window.area.model.rowCount() == 100
    assert len({url for url, _ in core.thumbnails.asked}) < 25
    window.area.rows.scrollToBottom()
    last = core.cache.results[-1].poster_url
    await eventually(lambda: last in {url for url, _ in core.thumbnails.asked})


async def test_a_broken_picture_leaves_the_row_in_peace(window, core, solaris) -> None:
    from metarr_desktop.domain.errors import ThumbnailUnavailable

    url = core.cache.results[0].poster_url
    core.thumbnails.errors[url] = ThumbnailUnavailable("This is no picture.")
    await with_results(window, solaris)
    await eventually(lambda: window.area.rows.feed.failed(url))
    assert not window.grab().isNull()
    assert window.messages.texts() == ()


@pytest.mark.parametrize("has_results", [True, False])
async def test_every_control_has_a_name_and_a_tool_tip(window, core, solaris, has_results: bool) -> None:
    stalker = an_unknown(1002, "Stalker", 1979)
    core.library.put(stalker)
    if not has_results:
        core.cache.results = []
    await opened(window, solaris, stalker)
    wanted = SearchState.RESULTS if has_results else SearchState.NOTHING_FOUND
    await eventually(lambda: window.state is wanted)
    kinds = (QAbstractButton, QLineEdit, QAbstractItemView)
    controls = [w for w in window.findChildren(QWidget) if isinstance(w, kinds) and w.isVisible()]
    assert len(controls) > 8
    assert [w for w in controls if not w.accessibleName()] == []
    assert [w for w in controls if not w.toolTip()] == []


async def test_the_keys_are_in_the_tool_tips(window, core, solaris) -> None:
    await with_results(window, solaris)
    details = window.details
    keys = {
        details.accept: "Enter",
        details.accept_next: "Ctrl+Enter",
        details.skip: "Alt+S",
        details.none: "Alt+N",
        window.header.back: "Alt+Left",
        window.header.next: "Alt+Right",
        window.header.browse: "Ctrl+B",
    }
    assert [button.text() for button, key in keys.items() if f"({key})" not in button.toolTip()] == []


@pytest.mark.parametrize("has_results", [True, False])
async def test_text_of_twice_the_size_fits_a_small_screen(
    qapp, window, core, solaris, has_results: bool
) -> None:
    if not has_results:
        core.cache.results = []
    theme = theme_of(qapp)
    theme.set_text_scale(2.0)
    try:
        await opened(window, solaris)
        wanted = SearchState.RESULTS if has_results else SearchState.NOTHING_FOUND
        await eventually(lambda: window.state is wanted)
        assert window.minimumSizeHint().width() <= 1280
        assert window.minimumSizeHint().height() <= 800
    finally:
        theme.set_text_scale(1.0)
