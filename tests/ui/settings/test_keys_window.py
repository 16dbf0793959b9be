"""The keys window: masked, tested, saved; sentences for what went wrong."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLineEdit

from metarr_desktop.domain.errors import InvalidInput, ProviderRefused
from tests.async_gui import eventually
from tests.fakes import FakeCore, FakeDemo
from ui.settings.keys_window import KeyBlock, KeysWindow

LEFT = Qt.MouseButton.LeftButton


@pytest.fixture
def core() -> FakeCore:
    return FakeCore(demo=FakeDemo())


@pytest.fixture
async def window(qtbot, qapp, core: FakeCore) -> AsyncIterator[KeysWindow]:
    qapp.setQuitOnLastWindowClosed(False)
    window = KeysWindow()
    qtbot.addWidget(window)
    window.attach(core)
    window.show()
    yield window
    await window.detach()


@pytest.fixture
def tmdb(window: KeysWindow) -> KeyBlock:
    return window.blocks["tmdb"]


async def test_keys_are_masked(tmdb: KeyBlock) -> None:
    assert tmdb.fields["API_KEY"].echoMode() is QLineEdit.EchoMode.Password


async def test_nothing_can_be_tested_or_saved_before_something_is_typed(qtbot, tmdb: KeyBlock) -> None:
    assert (tmdb.test_button.isEnabled(), tmdb.save_button.isEnabled()) == (False, False)
    qtbot.keyClicks(tmdb.fields["API_KEY"], "abc")
    assert (tmdb.test_button.isEnabled(), tmdb.save_button.isEnabled()) == (True, True)


async def test_a_saved_key_is_kept_and_never_shown_back(qtbot, window, tmdb, core) -> None:
    saved = []
    window.keys_saved.connect(lambda: saved.append(True))
    qtbot.keyClicks(tmdb.fields["API_KEY"], "secret")
    qtbot.mouseClick(tmdb.save_button, LEFT)
    await eventually(lambda: saved)
    assert core.keys.saved == {("tmdb", "API_KEY"): "secret"}
    assert tmdb.fields["API_KEY"].text() == ""
    assert "A key is saved" in tmdb.fields["API_KEY"].placeholderText()


async def test_enter_saves(qtbot, tmdb, core) -> None:
    qtbot.keyClicks(tmdb.fields["API_KEY"], "secret")
    qtbot.keyClick(tmdb.fields["API_KEY"], Qt.Key.Key_Return)
    await eventually(lambda: core.keys.saved)


async def test_the_test_says_what_the_provider_answered(qtbot, tmdb) -> None:
    qtbot.keyClicks(tmdb.fields["API_KEY"], "secret")
    qtbot.mouseClick(tmdb.test_button, LEFT)
    await eventually(lambda: tmdb.result.text() == "TMDB accepts this key.")


@pytest.mark.parametrize(
    "error",
    [
        InvalidInput("This is no key of TMDB: it has 3 characters. Copy it again."),
        ProviderRefused("tmdb", "TMDB does not accept this key. Copy it again.", reason="wrong"),
    ],
)
async def test_a_key_that_is_refused_stays_typed_and_is_explained(qtbot, tmdb, core, error) -> None:
    core.keys.error = error
    qtbot.keyClicks(tmdb.fields["API_KEY"], "abc")
    qtbot.mouseClick(tmdb.save_button, LEFT)
    await eventually(lambda: tmdb.result.text() == str(error))
    assert tmdb.fields["API_KEY"].text() == "abc"


async def test_the_demo_explains_that_the_first_key_opens_the_real_library(window: KeysWindow) -> None:
    assert "your own library opens" in window._text.text()


async def test_one_optional_key_of_two_is_enough(qtbot, window, core) -> None:
    block = window.blocks["fanart_tv"]
    qtbot.keyClicks(block.fields["CLIENT_KEY"], "personal")
    qtbot.mouseClick(block.save_button, LEFT)
    await eventually(lambda: core.keys.saved == {("fanart_tv", "CLIENT_KEY"): "personal"})


async def test_the_cursor_is_where_a_key_is_to_be_pasted(qtbot, window: KeysWindow) -> None:
    assert window.focusWidget() is window.blocks["tmdb"].fields["API_KEY"]


async def test_after_the_first_key_the_next_core_says_what_came_of_it(qtbot, window, tmdb) -> None:
    saved = []
    window.keys_saved.connect(lambda: saved.append(True))
    qtbot.keyClicks(tmdb.fields["API_KEY"], "secret")
    qtbot.mouseClick(tmdb.save_button, LEFT)
    await eventually(lambda: saved)
    await window.detach()
    window.attach(FakeCore())
    assert window.blocks["tmdb"].result.text() == "Saved. Your own library is open now."
    assert window.blocks["fanart_tv"].result.isHidden()
