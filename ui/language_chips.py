"""Languages in order of preference: chips in a row that are moved, taken away and added."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from PySide6.QtCore import QEvent, QPoint, QRect, QSize, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QContextMenuEvent,
    QFocusEvent,
    QFontMetrics,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
)
from PySide6.QtWidgets import QApplication, QMenu, QWidget

from ui.flow_layout import FlowLayout
from ui.icons import paint_icon
from ui.language_field import LanguageField, rung_name
from ui.pill import Pill
from ui.theme import TextSize, current_tokens, text_font

Key, Modifier = Qt.Key, Qt.KeyboardModifier


class RungChip(Pill):
    """One language with its points; dragged along its row, or moved by Alt+Left and Alt+Right.

    Signals: moved(int) by so many places, dragged_to(QPoint) in the row, removed(), stepped(int): the focus is to
    go on; focused().
    """

    moved = Signal(int)
    dragged_to = Signal(QPoint)
    removed = Signal()
    stepped = Signal(int)
    focused = Signal()

    def __init__(self, rung: str | None, owner: str, parent: QWidget) -> None:
        super().__init__(rung_name(rung), parent)
        self.rung, self._owner = rung, owner
        self.points: int | None = None
        self._pressed: QPoint | None = None
        self._is_dragging = False
        self.setCursor(Qt.CursorShape.OpenHandCursor)
        self.setToolTip(
            f"{self.text()}: drag it along the row, or Alt+Left and Alt+Right; Delete takes it away"
        )

    def set_place(self, place: int, count: int, points: int | None) -> None:
        """Say which of how many it is, and what it counts."""
        self.points = points
        counts = "" if points is None else f", counts {points} points"
        self.setAccessibleName(f"{self._owner}, place {place + 1} of {count}: {self.text()}{counts}")
        self.updateGeometry()
        self.update()

    def extra_width(self) -> int:
        return 0

    def label(self) -> str:
        return self.text() if self.points is None else f"{self.text()}  {self.points}"

    def sizeHint(self) -> QSize:
        hint = super().sizeHint()
        hint.setWidth(hint.width() + self._cross().width() + 4)
        return hint

    def _cross(self) -> QRect:
        side = QFontMetrics(text_font(TextSize.CAPTION)).height()
        return QRect(self.width() - side - 8, (self.height() - side) // 2, side, side)

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        tokens = current_tokens()
        painter = QPainter(self)
        is_lit = self.isEnabled() and (self.underMouse() or self.hasFocus())
        paint_icon(painter, self._cross(), "close", QColor(tokens.text if is_lit else tokens.muted))
        painter.end()

    # -- acts ------------------------------------------------------------------------------------------------

    def event(self, event: QEvent) -> bool:
        # A window may have the same keys for acts of its own, such as the next title.
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent):
            is_step = event.key() in (Key.Key_Left, Key.Key_Right)
            if is_step or event.key() in (Key.Key_Delete, Key.Key_Backspace):
                event.accept()
                return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        steps = {Key.Key_Left: -1, Key.Key_Right: 1}.get(Key(event.key()))
        if steps is not None:
            is_move = event.modifiers() & Modifier.AltModifier
            (self.moved if is_move else self.stepped).emit(steps)
        elif event.key() in (Key.Key_Delete, Key.Key_Backspace):
            self.removed.emit()
        elif event.key() in (Key.Key_Return, Key.Key_Enter, Key.Key_Space, Key.Key_Menu):
            self._open_menu(self.rect().bottomLeft())
        else:
            super().keyPressEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self.focused.emit()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        super().mousePressEvent(event)
        if event.button() is Qt.MouseButton.LeftButton:
            self._pressed, self._is_dragging = event.position().toPoint(), False

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if self._pressed is None:
            super().mouseMoveEvent(event)
            return
        here = event.position().toPoint()
        if (here - self._pressed).manhattanLength() >= QApplication.startDragDistance():
            self._is_dragging = True
            self.setCursor(Qt.CursorShape.ClosedHandCursor)
        if self._is_dragging:
            self.dragged_to.emit(self.mapToParent(here))

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        was_dragging, self._is_dragging, self._pressed = self._is_dragging, False, None
        super().mouseReleaseEvent(event)
        self.setCursor(Qt.CursorShape.OpenHandCursor)
        if not was_dragging and event.button() is Qt.MouseButton.LeftButton:
            place = event.position().toPoint()
            if self._cross().adjusted(-4, -4, 8, 4).contains(place):
                self.removed.emit()

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        self._open_menu(event.pos())

    def _open_menu(self, place: QPoint) -> None:
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.addAction("Move left\tAlt+Left", lambda: self.moved.emit(-1))
        menu.addAction("Move right\tAlt+Right", lambda: self.moved.emit(1))
        menu.addSeparator()
        menu.addAction("Remove\tDelete", self.removed.emit)
        menu.popup(self.mapToGlobal(place))


class LanguageChips(QWidget):
    """The chips of one list and, behind them, the way to add one.

    Args:
        name: what the list is of ("Poster"), for screen readers.
        choices: names that can be added, with their codes.
        fewest: so many cannot be taken away.

    Signals:
        changed(object): the rungs after something was moved, added or taken away by the person.
        refused(str): a sentence on why not.
        focused(): the person turned to this row.
    """

    changed = Signal(object)
    refused = Signal(str)
    focused = Signal()

    def __init__(
        self, name: str, choices: Mapping[str, str | None], parent: QWidget | None = None, *, fewest: int = 1
    ) -> None:
        super().__init__(parent)
        self._name, self._fewest = name, fewest
        self.rungs: tuple[str | None, ...] = ()
        self._chips: dict[str | None, RungChip] = {}
        self._flow = FlowLayout(self, spacing=6)
        self.add_button = Pill("+", self)
        self.add_button.setToolTip(f"Add a language for {name}")
        self.add_button.setAccessibleName(f"Add a language for {name}")
        self.add_button.clicked.connect(self._open_field)
        self.field = LanguageField(choices, self)
        self.field.setPlaceholderText("Type a language…")
        self.field.setAccessibleName(f"Language to add for {name}")
        self.field.setToolTip("Type the beginning of its English name; Enter adds it, Esc leaves")
        self.field.hide()
        self.field.taken.connect(self._add)
        self.field.refused.connect(self.refused)
        self.field.left.connect(self._close_field)
        self._flow.addWidget(self.add_button)
        self._flow.addWidget(self.field)

    def chips(self) -> tuple[RungChip, ...]:
        """Return the chips in order."""
        return tuple(self._chips[rung] for rung in self.rungs)

    def show_rungs(self, rungs: Sequence[str | None], points: Sequence[int] | None = None) -> None:
        """Show *rungs*; the chips that stay are the same widgets: one may be under the mouse."""
        wanted = tuple(dict.fromkeys(rungs))
        for rung in [each for each in self._chips if each not in wanted]:
            chip = self._chips.pop(rung)
            self._flow.removeWidget(chip)
            chip.hide()
            chip.deleteLater()
        for place, rung in enumerate(wanted):
            if rung not in self._chips:
                self._chips[rung] = self._new_chip(rung)
            chip = self._chips[rung]
            self._flow.removeWidget(chip)
            self._flow.insert_widget(place, chip)
            chip.set_place(place, len(wanted), None if points is None else points[place])
        self.rungs = wanted
        self.field.leave_out(wanted)

    def follow(self, before: QWidget) -> QWidget:
        """Let Tab come here after *before*; return where it leaves."""
        for widget in (*self.chips(), self.add_button, self.field):
            QWidget.setTabOrder(before, widget)
            before = widget
        return before

    # -- inside ----------------------------------------------------------------------------------------------

    def _new_chip(self, rung: str | None) -> RungChip:
        chip = RungChip(rung, self._name, self)
        chip.moved.connect(lambda steps: self._move(rung, self.rungs.index(rung) + steps))
        chip.dragged_to.connect(lambda place: self._drag(rung, place))
        chip.removed.connect(lambda: self._remove(rung))
        chip.stepped.connect(lambda steps: self._step(rung, steps))
        chip.focused.connect(self.focused)
        chip.show()
        return chip

    def _tell(self, rungs: Sequence[str | None]) -> None:
        self.show_rungs(rungs)
        self.changed.emit(self.rungs)

    def _move(self, rung: str | None, place: int) -> None:
        place = max(0, min(place, len(self.rungs) - 1))
        if self.rungs.index(rung) == place:
            return
        rest = [each for each in self.rungs if each != rung]
        rest.insert(place, rung)
        self._tell(rest)
        self._chips[rung].setFocus(Qt.FocusReason.OtherFocusReason)

    def _drag(self, rung: str | None, place: QPoint) -> None:
        """Move past a neighbour once the mouse is beyond its middle."""
        for at, other in enumerate(self.rungs):
            box = self._chips[other].geometry()
            if other == rung or not box.adjusted(-3, -6, 3, 6).contains(place):
                continue
            here = self.rungs.index(rung)
            is_past = place.x() > box.center().x() if at > here else place.x() < box.center().x()
            is_other_line = box.y() != self._chips[rung].y()
            if is_past or is_other_line:
                self._move(rung, at)
            return

    def _remove(self, rung: str | None) -> None:
        if len(self.rungs) <= self._fewest:
            self.refused.emit("At least one must stay. Add another one first.")
            return
        place = self.rungs.index(rung)
        self._tell([each for each in self.rungs if each != rung])
        self.chips()[min(place, len(self.rungs) - 1)].setFocus(Qt.FocusReason.OtherFocusReason)

    def _step(self, rung: str | None, steps: int) -> None:
        stops: list[QWidget] = [*self.chips(), self.add_button]
        place = self.rungs.index(rung) + steps
        if 0 <= place < len(stops):
            stops[place].setFocus(Qt.FocusReason.TabFocusReason)

    def _open_field(self) -> None:
        self.add_button.hide()
        self.field.clear()  # the list of names wrote the last one into it, after it was taken
        self.field.setFixedWidth(self.field.minimum_width())
        self.field.show()
        self.field.setFocus(Qt.FocusReason.OtherFocusReason)
        self.focused.emit()

    def _close_field(self) -> None:
        had_focus = self.field.hasFocus()
        self.field.hide()
        self.add_button.show()
        if had_focus:
            self.add_button.setFocus(Qt.FocusReason.OtherFocusReason)

    def _add(self, rung: str | None) -> None:
        self._close_field()
        self._tell([*self.rungs, rung])
        self._chips[rung].setFocus(Qt.FocusReason.OtherFocusReason)
