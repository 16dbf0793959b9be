"""Chips: filters with a count, and the state of a provider; rows of them."""

from __future__ import annotations

import math
import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QRect, QRectF, Qt, QTimer, Signal
from PySide6.QtGui import QColor, QHideEvent, QKeyEvent, QPainter, QPainterPath, QPen, QShowEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from ui.flow_layout import FlowLayout
from ui.icons import paint_icon
from ui.pill import Pill, Tone, tone_colour
from ui.text import duration_text
from ui.theme import current_tokens, is_motion_reduced


class Chip(Pill):
    """A filter: its words, how many items it would show, and whether it is on.

    Args:
        count: None shows no number.
        is_checkable: False makes it a plain small button.
    """

    def __init__(
        self, text: str, count: int | None = None, parent: QWidget | None = None, *, is_checkable: bool = True
    ) -> None:
        super().__init__(text, parent)
        self._count: int | None = None
        self.setCheckable(is_checkable)
        self.toggled.connect(lambda _: self._name())
        self.set_count(count)

    @property
    def count(self) -> int | None:
        """The number shown."""
        return self._count

    def set_count(self, count: int | None) -> None:
        """Show *count* behind the words."""
        self._count = count
        self._name()
        self.updateGeometry()
        self.update()

    def label(self) -> str:
        return self.text() if self._count is None else f"{self.text()} {self._count:,}"

    def _name(self) -> None:
        state = (", on" if self.isChecked() else ", off") if self.isCheckable() else ""
        self.setAccessibleName(f"{self.label()}{state}")


class ProviderChip(Pill):
    """What one provider is doing, in words; a click asks for more (normally Retry).

    `action_requested` carries the provider's id when it is clicked while an action is offered.
    """

    action_requested = Signal(str)

    _TICK_MS, _SPIN_MS = 1000, 50

    def __init__(
        self,
        provider: str,
        title: str,
        parent: QWidget | None = None,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        super().__init__(title, parent)
        self.provider = provider
        self._clock = clock
        self._state, self._tone, self._glyph = "", Tone.MUTED, ""
        self._progress: float | None = None
        self._until: float | None = None
        self._action = ""
        self._timer = QTimer(self)
        self._timer.timeout.connect(self._on_tick)
        self.clicked.connect(self._on_clicked)
        self._refresh()

    def set_state(
        self,
        text: str,
        tone: Tone = Tone.NEUTRAL,
        *,
        glyph: str = "",
        progress: float | None = None,
        countdown_s: float | None = None,
        action: str = "",
        details: str = "",
    ) -> None:
        """Show a state.

        Args:
            text: the state in words; ``{left} s`` in it becomes the time left of *countdown_s*, counting
            down: "8 s", "4 min 57 s".
            glyph: name of an icon set before the words, e.g. ``"check"``.
            progress: 0.0-1.0 draws a thin line along the bottom; None draws none.
            countdown_s: seconds from now.
            action: what a click does, e.g. ``"Retry TheTVDB"``; empty: a click does nothing.
            details: tool tip.
        """
        self._state, self._tone, self._glyph, self._action = text, tone, glyph, action
        self._progress = None if progress is None else min(1.0, max(0.0, progress))
        self._until = None if countdown_s is None else self._clock() + countdown_s
        self.setToolTip("\n".join(line for line in (details, action) if line))
        self.setCursor(Qt.CursorShape.PointingHandCursor if action else Qt.CursorShape.ArrowCursor)
        self._refresh()

    @property
    def tone(self) -> Tone:
        """The tone shown."""
        return self._tone

    def seconds_left(self) -> int:
        """Return the whole seconds left of the countdown, 0 without one."""
        return 0 if self._until is None else max(0, math.ceil(self._until - self._clock()))

    def label(self) -> str:
        state = self._state.replace("{left} s", duration_text(self.seconds_left()))
        return f"{self.text()} {state}" if state else self.text()

    def text_colour(self) -> str:
        return tone_colour(self._tone if self._tone in (Tone.WARN, Tone.BAD, Tone.MUTED) else Tone.NEUTRAL)

    def extra_width(self) -> int:
        return 18 if self._glyph or self._tone is Tone.BUSY else 0

    def paint_mark(self, painter: QPainter, rect: QRect) -> None:
        mark = QRect(rect.x(), rect.center().y() - 6, 13, 13)
        if self._tone is not Tone.BUSY:
            paint_icon(painter, mark, self._glyph, tone_colour(self._tone))
            return
        tokens = current_tokens()
        arc = QRectF(mark).adjusted(1, 1, -2, -2)
        painter.setPen(QPen(QColor(tokens.border_strong), 1.6))
        painter.drawEllipse(arc)
        painter.setPen(QPen(QColor(tokens.accent), 1.8))
        # A still arc says "working" as well: with reduced motion it just does not turn.
        turn = 0.0 if is_motion_reduced() else (self._clock() * 400) % 360
        painter.drawArc(arc, int(-turn * 16), 100 * 16)

    def paint_under(self, painter: QPainter, shape: QPainterPath) -> None:
        if self._progress is not None:
            line = QRectF(0, self.height() - 4, self.width() * self._progress, 3)
            painter.fillRect(
                line, QColor(tone_colour(Tone.BUSY if self._tone is Tone.NEUTRAL else self._tone))
            )

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._run_timer()

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self._timer.stop()

    def _refresh(self) -> None:
        name = f"{self.label()}. {self._action}" if self._action else self.label()
        self.setAccessibleName(name)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus if self._action else Qt.FocusPolicy.NoFocus)
        self._run_timer()
        self.updateGeometry()
        self.update()

    def _run_timer(self) -> None:
        is_turning = self._tone is Tone.BUSY and not is_motion_reduced()
        if not self.isVisible() or not (is_turning or self.seconds_left()):
            self._timer.stop()
        else:
            self._timer.start(self._SPIN_MS if is_turning else self._TICK_MS)

    def _on_tick(self) -> None:
        if self._until is not None:
            self.updateGeometry()
            if not self.seconds_left():
                self._run_timer()
        self.update()

    def _on_clicked(self) -> None:
        if self._action:
            self.action_requested.emit(self.provider)


@dataclass(frozen=True, slots=True)
class ChipSpec:
    """One chip of a `ChipRow`."""

    key: str
    text: str
    count: int | None = None
    is_on: bool = False
    tooltip: str = ""


class ChipRow(QWidget):
    """Filter chips in a flow.  Left and Right walk along them, Space switches, Tab leaves the row.

    Signals:
        chip_toggled(key, is_on): by the person, never by `set_chips`.
    """

    chip_toggled = Signal(str, bool)

    def __init__(self, parent: QWidget | None = None, *, is_exclusive: bool = False) -> None:
        super().__init__(parent)
        self._is_exclusive = is_exclusive
        self._chips: dict[str, Chip] = {}
        self._flow = FlowLayout(self)
        policy = self.sizePolicy()
        policy.setHorizontalPolicy(QSizePolicy.Policy.Preferred)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    def set_chips(self, specs: Iterable[ChipSpec]) -> None:
        """Show *specs*; a chip whose key stays keeps its widget, and so the focus."""
        wanted = list(specs)
        for key in set(self._chips) - {spec.key for spec in wanted}:
            chip = self._chips.pop(key)
            self._flow.removeWidget(chip)
            chip.hide()
            chip.deleteLater()
        for place, spec in enumerate(wanted):
            chip = self._chips.get(spec.key) or self._new_chip(spec.key)
            chip.setText(spec.text)
            chip.set_count(spec.count)
            chip.setChecked(spec.is_on)
            chip.setToolTip(spec.tooltip)
            self._flow.removeWidget(chip)
            self._flow.insert_widget(place, chip)
            chip.show()
        self._chips = {spec.key: self._chips[spec.key] for spec in wanted}
        self._settle_tab_stops()
        self.updateGeometry()

    def chip(self, key: str) -> Chip:
        """Return the chip of *key*; KeyError when there is none."""
        return self._chips[key]

    def on_keys(self) -> tuple[str, ...]:
        """Return the keys that are on, in order."""
        return tuple(key for key, chip in self._chips.items() if chip.isChecked())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        steps = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}
        chips = list(self._chips.values())
        focused = next((at for at, chip in enumerate(chips) if chip.hasFocus()), None)
        step = steps.get(Qt.Key(event.key()))
        if step is None or focused is None:
            super().keyPressEvent(event)
            return
        chips[(focused + step) % len(chips)].setFocus(Qt.FocusReason.TabFocusReason)

    def _new_chip(self, key: str) -> Chip:
        chip = Chip("", parent=self)
        chip.clicked.connect(lambda _=False: self._on_clicked(key))
        self._chips[key] = chip
        return chip

    def _on_clicked(self, key: str) -> None:
        chip = self._chips[key]
        if self._is_exclusive:
            chip.setChecked(True)  # one is always on: a second click does not switch it off
            for other, each in self._chips.items():
                if other != key and each.isChecked():
                    each.setChecked(False)
        self._settle_tab_stops()
        self.chip_toggled.emit(key, chip.isChecked())

    def _settle_tab_stops(self) -> None:
        """Make the row one stop of Tab; the arrows do the rest.  (Every chip still takes a click.)"""
        chips: Sequence[Chip] = list(self._chips.values())
        stop = next((chip for chip in chips if chip.isChecked()), chips[0] if chips else None)
        for chip in chips:
            chip.setFocusPolicy(Qt.FocusPolicy.StrongFocus if chip is stop else Qt.FocusPolicy.ClickFocus)
