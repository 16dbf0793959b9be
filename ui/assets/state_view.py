"""A sentence where pictures would be, and the places of pictures that are on their way."""

from __future__ import annotations

import math
from collections.abc import Callable
from datetime import UTC, datetime

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from ui.assets.grid_state import ACTION_WORDS, GridState, StateAction
from ui.grid_geometry import GridGeometry
from ui.grid_view import TileGrid
from ui.icons import IconLabel
from ui.images import paint_placeholder
from ui.side_scroll import SideScroll
from ui.text import duration_text
from ui.theme import set_role

_LEAST_WIDTH, _TEXT_WIDTH = 200, 440


def _utc_now() -> datetime:
    return datetime.now(UTC)


class StateView(QWidget):
    """What happened, what is still true, what to do.

    Signals:
        action_requested(StateAction)
    """

    action_requested = Signal(object)

    def __init__(self, parent: QWidget | None = None, *, clock: Callable[[], datetime] | None = None) -> None:
        super().__init__(parent)
        self._state: GridState | None = None
        self._clock = clock or _utc_now
        self._tick = QTimer(self)
        self._tick.setInterval(1000)
        self._tick.timeout.connect(self.count_down)
        inner = QWidget(self)
        self._glyph = IconLabel("image", "muted", 40, inner)
        self._headline, self._text = QLabel(inner), QLabel(inner)
        set_role(self._headline, "title")
        set_role(self._text, "muted")
        self._buttons = QHBoxLayout()
        self._buttons.setSpacing(8)
        column = QVBoxLayout(inner)
        column.setSpacing(8)
        column.addStretch(2)
        column.addWidget(self._glyph, 0, Qt.AlignmentFlag.AlignHCenter)
        for label in (self._headline, self._text):
            label.setWordWrap(True)
            label.setAlignment(Qt.AlignmentFlag.AlignCenter)
            label.setMinimumWidth(_LEAST_WIDTH)
            label.setMaximumWidth(_TEXT_WIDTH)
            # In a row of its own: with an alignment, a wrapped label gets the height of a single line.
            row = QHBoxLayout()
            row.addStretch(1)
            row.addWidget(label, 100)
            row.addStretch(1)
            column.addLayout(row)
        column.addSpacing(8)
        column.addLayout(self._buttons)
        column.addStretch(3)
        scroll = SideScroll(self)  # in a low window not all of it is in sight
        scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        scroll.setWidget(inner)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(scroll)

    @property
    def state(self) -> GridState | None:
        """What is said now."""
        return self._state

    def show_state(self, state: GridState) -> None:
        """Say *state*."""
        if state == self._state:
            return
        self._state = state
        if state.icon:
            self._glyph.set_icon(state.icon, "muted")
        self._headline.setText(state.headline)
        self._say(state)
        if state.until is not None and self._seconds_left(state):
            self._tick.start()
        else:
            self._tick.stop()
        while (item := self._buttons.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.hide()
                widget.deleteLater()
        self._buttons.addStretch(1)
        for place, action in enumerate(state.actions):
            self._buttons.addWidget(self._button(action, is_first=place == 0))
        self._buttons.addStretch(1)

    def _say(self, state: GridState) -> None:
        text = state.text.replace("{left}", duration_text(self._seconds_left(state)))
        self._text.setText(text)
        self.setAccessibleName(f"{state.headline}. {text}")

    def _seconds_left(self, state: GridState) -> int:
        if state.until is None:
            return 0
        return max(0, math.ceil((state.until - self._clock()).total_seconds()))

    def count_down(self) -> None:
        """Say how long it lasts yet."""
        if self._state is not None:
            self._say(self._state)
            if not self._seconds_left(self._state):
                self._tick.stop()

    def button(self, action: StateAction) -> QPushButton:
        """Return the button of *action*; KeyError when it is not offered."""
        for button in self.findChildren(QPushButton):
            if button.property("action") == action.value and not button.isHidden():
                return button
        raise KeyError(action)

    def _button(self, action: StateAction, *, is_first: bool) -> QPushButton:
        words = ACTION_WORDS[action]
        button = QPushButton(words, self)
        button.setProperty("action", action.value)
        button.setAccessibleName(words)
        button.setToolTip(words)
        if is_first:
            set_role(button, "primary")
        button.clicked.connect(lambda _=False: self.action_requested.emit(action))
        return button


class Placeholders(QWidget):
    """Tiles to come, exactly where *grid* will put them."""

    _COUNT = 24

    def __init__(self, grid: TileGrid, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._grid = grid
        self.setAccessibleName("Pictures are on their way")

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        # The grid is hidden now and may have another width: its arithmetic is done for this one.
        width = self.width() - self._grid.verticalScrollBar().sizeHint().width()
        shape = self._grid.shape
        places = GridGeometry(width, self._grid.tile_width, shape, shape.caption_height())
        for row in range(self._COUNT):
            rect = places.picture_rect(places.cell(row))
            if rect.top() > self.height():
                break
            paint_placeholder(painter, rect, "", is_dashed=False)
        painter.end()
