"""Somebody who presses whatever there is, on a network that does whatever it likes."""

from __future__ import annotations

import asyncio
import random
from collections import Counter
from collections.abc import Callable
from typing import TypeVar

from PySide6.QtCore import QPoint, Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QApplication,
    QComboBox,
    QFileDialog,
    QLabel,
    QLineEdit,
    QSlider,
    QToolButton,
    QWidget,
)

from metarr_desktop.services import Services
from tests.journeys.rig import CTRL, SHIFT, Key, Modifier, Program
from ui.application import theme_of
from ui.grid_view import TileGrid
from ui.theme import Mode

W = TypeVar("W", bound=QWidget)
FAULT_OF_OURS = "because of a fault in Metarr Desktop itself"
ALT = Modifier.AltModifier
NONE = Modifier.NoModifier
KEYS: tuple[tuple[Qt.Key, Qt.KeyboardModifier], ...] = (
    *(
        (key, NONE)
        for key in (Key.Key_Left, Key.Key_Right, Key.Key_Up, Key.Key_Down, Key.Key_Home, Key.Key_End)
    ),
    *((key, NONE) for key in (Key.Key_Return, Key.Key_Escape, Key.Key_Space, Key.Key_Tab, Key.Key_PageDown)),
    *((key, NONE) for key in (Key.Key_P, Key.Key_X, Key.Key_U, Key.Key_E, Key.Key_Z, Key.Key_Backspace)),
    *((key, NONE) for key in (Key.Key_F5, Key.Key_F1, Key.Key_F9, Key.Key_K, Key.Key_M)),
    *((key, CTRL) for key in (Key.Key_B, Key.Key_I, Key.Key_K, Key.Key_N, Key.Key_Z, Key.Key_A, Key.Key_F5)),
    *(
        (key, CTRL)
        for key in (Key.Key_1, Key.Key_2, Key.Key_Plus, Key.Key_Minus, Key.Key_Tab, Key.Key_Return)
    ),
    *((key, CTRL | SHIFT) for key in (Key.Key_Z, Key.Key_F, Key.Key_K)),
    *((key, ALT) for key in (Key.Key_Left, Key.Key_Right, Key.Key_1, Key.Key_2, Key.Key_3, Key.Key_S)),
)
TEXTS = ("alien", "dune 2021", "тт", "ソラリス", "tt1375666", "zzzzqq", "  ", "solaris", "👽", "wall-e")

_MENU_MS = 200


class Monkey:
    """Acts at random, the same way for the same *seed* as far as the machine allows."""

    def __init__(self, program: Program, seed: int) -> None:
        self._program = program
        self._random = random.Random(seed)
        self.done: Counter[str] = Counter()
        self.last: list[str] = []
        self._acts: tuple[tuple[int, str, Callable[[], None]], ...] = (
            (10, "key", self._key),
            (6, "click a tile", self._click_tile),
            (6, "click a button", self._click_button),
            (2, "type", self._type),
            (2, "fault", self._fault),
            (1, "resize", self._resize),
            (1, "look", self._look),
            (1, "slide", self._slide),
        )

    async def live(self, steps: int, pause_s: float = 0.02) -> None:
        """Act *steps* times; after each, the program must be there and blame itself for nothing."""
        weights = [weight for weight, _, _ in self._acts]
        for _ in range(steps):
            _, name, act = self._random.choices(self._acts, weights)[0]
            self.last = [*self.last[-30:], name]
            # A key may open a menu, which holds this up with an event loop of its own: that loop closes it again.
            QTimer.singleShot(_MENU_MS, self._program.window, self._close_popups)
            act()
            self.done[name] += 1
            await asyncio.sleep(self._random.random() * 2 * pause_s)
            self._close_popups()
            self._check()

    async def rest(self) -> None:
        """End the faults and close every window but the library."""
        core = self._program.window.core
        if isinstance(core, Services) and core.demo is not None:
            for service in core.demo.services():
                core.demo.set_fault(service, None)
        self._close_popups()
        for window in QApplication.topLevelWidgets():
            if window is not self._program.window and window.isVisible():
                window.close()
        self._program.window.activateWindow()
        self._program.window.omnibox.clear()
        await asyncio.sleep(0.1)

    # -- acts ------------------------------------------------------------------------------------------------

    def _key(self) -> None:
        key, modifiers = self._random.choice(KEYS)
        target = QApplication.focusWidget() or QApplication.activeWindow() or self._program.window
        self.last[-1] = f"{modifiers} {key}"
        QTest.keyClick(target, key, modifiers)

    def _click_tile(self) -> None:
        views = self._widgets(QAbstractItemView)
        if not views:
            return
        view = self._random.choice(views)
        model = view.model()
        rows = 0 if model is None else model.rowCount()
        if rows:
            index = model.index(self._random.randrange(rows), 0)
            view.scrollTo(index, QAbstractItemView.ScrollHint.EnsureVisible)
            rect = view.visualRect(index)
            modifiers = self._random.choice((NONE, NONE, NONE, CTRL, SHIFT))
            act = (
                QTest.mouseDClick
                if isinstance(view, TileGrid) and self._random.random() < 0.2
                else QTest.mouseClick
            )
            act(view.viewport(), Qt.MouseButton.LeftButton, modifiers, rect.center())

    def _click_button(self) -> None:
        # A menu of a tool button runs an event loop of its own, and folders of this machine are none of ours.
        buttons = [
            each
            for each in self._widgets(QAbstractButton)
            if not each.text().replace("&", "").startswith("Add folder")
            and not (
                isinstance(each, QToolButton)
                and each.popupMode() is QToolButton.ToolButtonPopupMode.InstantPopup
            )
        ]
        if buttons:
            button = self._random.choice(buttons)
            self.last[-1] = f"click {button.text() or button.accessibleName()}"
            QTest.mouseClick(button, Qt.MouseButton.LeftButton, NONE, QPoint(6, button.height() // 2))

    def _type(self) -> None:
        fields = [each for each in self._widgets(QLineEdit) if not each.isReadOnly()]
        if fields:
            field = self._random.choice(fields)
            field.setFocus()
            QTest.keyClick(field, Key.Key_A, CTRL)
            for letter in self._random.choice(TEXTS):  # keyClicks knows Latin-1 only
                field.insert(letter)

    def _fault(self) -> None:
        core = self._program.window.core
        if not isinstance(core, Services) or core.demo is None:
            return
        service = self._random.choice(list(core.demo.services()))
        names = [None, None, *(name for name, _ in core.demo.faults())]
        fault = self._random.choice(names)
        self.last[-1] = f"{service}: {fault}"
        core.demo.set_fault(service, fault)

    def _resize(self) -> None:
        windows = [each for each in QApplication.topLevelWidgets() if each.isVisible()]
        self._random.choice(windows).resize(self._random.randint(500, 1900), self._random.randint(300, 1100))

    def _look(self) -> None:
        app = QApplication.instance()
        assert isinstance(app, QApplication)
        theme_of(app).set_mode(self._random.choice(list(Mode)))

    def _slide(self) -> None:
        sliders = self._widgets(QSlider)
        if sliders:
            slider = self._random.choice(sliders)
            slider.setValue(self._random.randint(slider.minimum(), slider.maximum()))

    # -- inside ----------------------------------------------------------------------------------------------

    def _widgets(self, kind: type[W]) -> list[W]:
        """Return what can be reached by the mouse: behind a modal dialog nothing can."""
        modal = QApplication.activeModalWidget()
        tops = (
            [modal]
            if modal is not None
            else [each for each in QApplication.topLevelWidgets() if each.isVisible()]
        )
        return [
            each
            for top in tops
            if not isinstance(top, QFileDialog)
            for each in top.findChildren(kind)
            if each.isVisible() and each.isEnabled()
        ]

    def _close_popups(self) -> None:
        while (popup := QApplication.activePopupWidget()) is not None:
            popup.close()
        for box in self._widgets(QComboBox):
            box.hidePopup()

    def _check(self) -> None:
        assert self._program.window.isVisible(), self.last
        for label in self._widgets(QLabel):
            assert FAULT_OF_OURS not in label.text(), (label.text(), self.last)
