"""Films added in the demo are offered to the library that follows it."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPushButton, QToolButton

from metarr_desktop.domain.errors import StoreError
from tests.async_gui import eventually
from tests.ui import main_window_builders as builders
from tests.ui.main_window_builders import a_core, opened, titles, unidentified

PATHS = ["/films/Ran (1985)/Ran.mkv", "/films/Kes (1969)/Kes.mkv"]


@pytest.fixture(autouse=True)
def own_settings(qapp, tmp_path):
    qapp.setQuitOnLastWindowClosed(False)
    builders.use_settings_in(tmp_path)


async def none() -> int:
    return 0


async def test_taking_over_brings_the_films_in_and_says_so(qtbot) -> None:
    core = a_core()
    async with opened(qtbot, core) as window:

        async def take_over() -> int:
            core.library.put(unidentified(8, "Ran", 1985), unidentified(9, "Kes", 1969))
            return 2

        window.offer_take_over(PATHS, take_over)
        assert window.messages.texts()[0].startswith("2 titles from folders you added in the demo are not in")
        qtbot.mouseClick(button_of(window, QPushButton, "Take over"), Qt.MouseButton.LeftButton)
        await eventually(lambda: "Kes" in titles(window))
        assert window.messages.texts() == ("2 titles are in this library now.",)


async def test_an_offer_that_was_closed_is_not_made_again(qtbot) -> None:
    async with opened(qtbot, a_core()) as window:
        window.offer_take_over(PATHS, none)
        qtbot.mouseClick(button_of(window, QToolButton, "Close this message"), Qt.MouseButton.LeftButton)
        window.offer_take_over(PATHS, none)
        assert window.messages.texts() == ()
        window.offer_take_over([*PATHS, "/films/Dune (1984).mkv"], none)
        assert len(window.messages.texts()) == 1, "films added since are another question"


async def test_an_offer_nobody_answered_is_made_again(qtbot) -> None:
    async with opened(qtbot, a_core()) as window:
        window.offer_take_over(PATHS[:1], none)
        window.messages.clear()
        window.offer_take_over(PATHS[:1], none)
        assert window.messages.texts()[0].startswith("1 title from folders you added in the demo is not in")


async def test_nothing_to_take_over_is_no_offer(qtbot) -> None:
    async with opened(qtbot, a_core()) as window:
        window.offer_take_over([], none)
        assert window.messages.texts() == ()


async def test_taking_over_that_fails_is_told(qtbot) -> None:
    async def fail() -> int:
        raise StoreError("The library cannot be written to. Nothing was changed.")

    async with opened(qtbot, a_core()) as window:
        window.offer_take_over(PATHS, fail)
        qtbot.mouseClick(button_of(window, QPushButton, "Take over"), Qt.MouseButton.LeftButton)
        await eventually(lambda: window.messages.texts())
        assert window.messages.texts() == ("The library cannot be written to. Nothing was changed.",)


def button_of(window, kind, name):
    buttons = window.messages.findChildren(kind)
    return next(each for each in buttons if name in (each.text(), each.accessibleName()) and each.isVisible())
