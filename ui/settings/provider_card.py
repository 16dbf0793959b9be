"""One provider among the settings: its place, on or off, its state, its keys."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QPoint, QRectF, QSize, Qt, QUrl, Signal
from PySide6.QtGui import (
    QColor,
    QDesktopServices,
    QKeySequence,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QShortcut,
)
from PySide6.QtWidgets import QCheckBox, QFrame, QHBoxLayout, QPushButton, QToolButton, QVBoxLayout, QWidget

from metarr_desktop.domain.entity import EntityType
from metarr_desktop.domain.ports import Keys
from metarr_desktop.domain.provider import ProviderInfo
from metarr_desktop.domain.status import ProviderReport
from ui.buttons import IconButton, act_button
from ui.provider_state import StateLabel, state_of
from ui.settings import wording
from ui.settings.key_block import KeyBlock
from ui.settings.page_frame import a_text
from ui.task_scope import TaskScope
from ui.text import join_words
from ui.theme import current_tokens, set_role

_KINDS = {EntityType.MOVIE: "films", EntityType.TV: "series", EntityType.MUSIC: "music"}


class Handle(QWidget):
    """What a card is dragged by. Signals: dragged(QPoint) on the screen, released()."""

    dragged = Signal(QPoint)
    released = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFixedSize(QSize(18, 24))
        self.setCursor(Qt.CursorShape.OpenHandCursor)
        self._is_held = False

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self._is_held = event.button() is Qt.MouseButton.LeftButton
        self.setCursor(Qt.CursorShape.ClosedHandCursor)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if self._is_held:
            self.dragged.emit(event.globalPosition().toPoint())

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        self._is_held = False
        self.setCursor(Qt.CursorShape.OpenHandCursor)
        self.released.emit()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(current_tokens().border_strong))
        for column in (5.0, 10.0):
            for row in (6.0, 11.0, 16.0):
                painter.drawEllipse(QRectF(column, row, 2.6, 2.6))
        painter.end()


class ProviderCard(QFrame):
    """Signals:
    moved(int): so many places down, up where negative.
    dragged(QPoint): over this place of the screen.
    enabled_changed(bool), pause_clicked(), saved(): of its keys.
    """

    moved = Signal(int)
    dragged = Signal(QPoint)
    enabled_changed = Signal(bool)
    pause_clicked = Signal()
    saved = Signal()

    def __init__(
        self, info: ProviderInfo, keys: Keys, tasks: TaskScope, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._arrows: tuple[QToolButton, ...] = ()
        set_role(self, "card")
        self.info = info
        self.keys: KeyBlock | None = None
        self.check = QCheckBox(info.title, self)
        font = self.check.font()
        font.setBold(True)
        self.check.setFont(font)
        self.check.setAccessibleName(f"Ask {info.title}")
        self.check.toggled.connect(self._on_toggled)
        self.state = StateLabel(self)
        self.consequence = a_text("", "caption", self)
        self.summary = a_text("", "caption", self)
        self.pause_button = self._button("Pause", self.pause_clicked.emit)
        self.up, self.down = self._arrow("up", -1), self._arrow("down", 1)
        self.handle = Handle(self)
        self.handle.setToolTip(f"Drag {info.title} to another place; Alt+Up and Alt+Down move it as well")
        self.handle.dragged.connect(self.dragged)
        self._lay_out(keys, tasks)
        self.show_keys(False)
        for pressed, steps in (("Alt+Up", -1), ("Alt+Down", 1)):  # a check box takes arrows for itself
            shortcut = QShortcut(QKeySequence(pressed), self)
            shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            shortcut.activated.connect(lambda by=steps: self.moved.emit(by))

    def _lay_out(self, keys: Keys, tasks: TaskScope) -> None:
        """Make the rest in reading order, which is the order of the Tab key."""
        head = QHBoxLayout()
        head.setSpacing(8)
        for widget in (self.handle, self.check):
            head.addWidget(widget)
        head.addStretch(1)
        for button in (self.pause_button, self.up, self.down):
            head.addWidget(button)
        foot = QHBoxLayout()
        foot.setSpacing(8)
        foot.addWidget(self.summary, 1)
        if self.info.website:
            foot.addWidget(self._website(self.info.website))
        self.keys_button = self._button("Keys", lambda: self.show_keys(not self.is_showing_keys))
        set_role(self.keys_button, "link")
        self.keys_button.setVisible(bool(self.info.keys))
        foot.addWidget(self.keys_button)
        column = QVBoxLayout(self)
        column.setContentsMargins(12, 10, 12, 10)
        column.setSpacing(6)
        column.addLayout(head)
        inner = QVBoxLayout()
        inner.setContentsMargins(26, 0, 4, 2)
        inner.setSpacing(6)
        inner.addWidget(self.state)
        inner.addWidget(self.consequence)
        inner.addLayout(foot)
        if self.info.keys:
            self.keys = KeyBlock(self.info, keys, tasks, self)
            self.keys.saved.connect(self.saved)
            inner.addWidget(self.keys)
        column.addLayout(inner)

    def _website(self, url: str) -> QPushButton:
        link = self._button("Website", lambda: QDesktopServices.openUrl(QUrl(url)))
        set_role(link, "link")
        link.setToolTip(f"Open {url} in your browser")
        link.setAccessibleName(f"Website of {self.info.title}")
        return link

    def _button(self, text: str, on_clicked: Callable[[], object]) -> QPushButton:
        button = act_button(text, "", self)
        button.clicked.connect(lambda _=False: on_clicked())
        return button

    def _arrow(self, word: str, steps: int) -> IconButton:
        name = f"Move {self.info.title} {word}"
        arrow = IconButton(f"chevron-{word}", f"{name} (Alt+{word.capitalize()})", self, name=name)
        arrow.clicked.connect(lambda _=False: self.moved.emit(steps))
        return arrow

    # -- state -----------------------------------------------------------------------------------------------

    @property
    def is_showing_keys(self) -> bool:
        return self.keys is not None and not self.keys.isHidden()

    def show_keys(self, is_shown: bool) -> None:
        """Open or close the part with the keys."""
        if self.keys is None:
            self.summary.setText(f"{self._knows()} Needs no key.")
            return
        self.keys.setVisible(is_shown)
        self.keys_button.setText("Hide keys" if is_shown else "Keys…")
        self.keys_button.setToolTip(
            f"Close the keys of {self.info.title}"
            if is_shown
            else f"Enter, test and remove the keys of {self.info.title}"
        )
        self.keys_button.setAccessibleName(f"{self.keys_button.text().rstrip('…')} of {self.info.title}")
        self.summary.setText(self._knows() if is_shown else f"{self._knows()} {self.keys.summary()}.")

    def show_report(self, report: ProviderReport) -> None:
        """Show lamp, sentence and whether it is paused, as they are now."""
        self.state.show_state(*state_of(report))
        self.pause_button.setText("Resume" if report.is_paused else "Pause")
        words = (
            f"Ask {self.info.title} again"
            if report.is_paused
            else f"Ask {self.info.title} nothing until you resume it; it is still needed, and nothing is forgotten"
        )
        self.pause_button.setToolTip(words)
        self.pause_button.setAccessibleName(f"{self.pause_button.text()} {self.info.title}")
        self.pause_button.setEnabled(report.is_enabled)

    def show_option(self, is_enabled: bool, *, is_waiting: bool, place: int, count: int) -> None:
        """Show what waits for *Apply*, and what it will do."""
        self.check.blockSignals(True)
        self.check.setChecked(is_enabled)
        self.check.blockSignals(False)
        words = wording.SWITCHED_ON if is_enabled else wording.SWITCHED_OFF
        self.check.setToolTip(words)
        self.consequence.setText(words)
        self.consequence.setVisible(is_waiting)
        set_role(self.consequence, "warn" if not is_enabled else "muted")
        had_focus = self.up.hasFocus(), self.down.hasFocus()
        self.up.setEnabled(place > 0)
        self.down.setEnabled(place < count - 1)
        if any(had_focus) and not (self.up.hasFocus() or self.down.hasFocus()):
            (self.down if had_focus[0] else self.up).setFocus(Qt.FocusReason.OtherFocusReason)
        self.setAccessibleName(f"{self.info.title}, place {place + 1} of {count}")

    def _knows(self) -> str:
        kinds = [word for kind, word in _KINDS.items() if self.info.knows(kind)]
        return f"{join_words(kinds).capitalize()}." if kinds else ""

    def _on_toggled(self, is_on: bool) -> None:
        self.enabled_changed.emit(is_on)
