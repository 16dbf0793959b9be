"""Quiet one-line messages above the content: what happened, what is still true, what to do."""

from __future__ import annotations

from collections.abc import Callable
from enum import StrEnum

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent
from PySide6.QtWidgets import (
    QAbstractButton,
    QFrame,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from ui.icons import IconLabel, icon
from ui.text import bold_to_html, without_bold
from ui.theme import set_role


class Severity(StrEnum):
    """How much a message matters."""

    INFO = "info"
    GOOD = "good"
    WARN = "warn"
    BAD = "bad"


_ICON = {Severity.INFO: "info", Severity.GOOD: "good", Severity.WARN: "warning", Severity.BAD: "error"}
_TOKEN = {Severity.INFO: "muted", Severity.GOOD: "good", Severity.WARN: "warn", Severity.BAD: "bad"}
# Colour and glyph are not enough for somebody who sees neither; information needs no word of alarm.
_WORD = {Severity.INFO: "", Severity.GOOD: "Done", Severity.WARN: "Attention", Severity.BAD: "Problem"}


class MessageLine(QFrame):
    """One message.  Made by `MessageBar.post`."""

    closed = Signal()
    action_triggered = Signal()

    def __init__(
        self,
        text: str,
        severity: Severity,
        action: str,
        is_closable: bool,
        parent: QWidget | None = None,
        *,
        action_hint: str = "",
        is_closed_by_action: bool = True,
    ) -> None:
        super().__init__(parent)
        self.text = without_bold(text)
        self.severity = severity
        self.setProperty("severity", severity.value)
        set_role(self, "message")
        row = QHBoxLayout(self)
        row.setContentsMargins(12, 2, 6, 2)
        row.setSpacing(8)
        row.addWidget(IconLabel(_ICON[severity], _TOKEN[severity], parent=self))
        if word := _WORD[severity]:
            label = QLabel(word, self)
            set_role(label, severity.value)
            row.addWidget(label)
        body = QLabel(bold_to_html(text), self)
        body.setTextFormat(Qt.TextFormat.RichText)
        body.setWordWrap(True)
        body.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        row.addWidget(body, 1)
        if action:
            button = self._new_link(action, action_hint or action)
            if not is_closed_by_action:  # a click leaves the keys with what it acts on; Tab still comes here
                button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
            row.addWidget(button)
        if is_closable:
            row.addWidget(self._new_cross())
        self.setAccessibleName(f"{word}: {self.text}" if word else self.text)

    def _new_link(self, text: str, hint: str) -> QPushButton:
        button = QPushButton(text, self)
        button.setToolTip(hint)
        button.setAccessibleName(text)
        set_role(button, "link")
        button.setCursor(Qt.CursorShape.PointingHandCursor)
        button.clicked.connect(self.action_triggered)
        return button

    def _new_cross(self) -> QToolButton:
        close = QToolButton(self)
        close.setIcon(icon("close", "muted"))
        close.setToolTip("Close this message")
        close.setAccessibleName("Close this message")
        set_role(close, "quiet")
        close.clicked.connect(self.closed)
        return close


class MessageBar(QWidget):
    """A stack of at most `MOST` messages; empty, it takes no room.

    Messages stay until they are closed, replaced by their key, or dismissed: nothing disappears before it was
    read.
    """

    MOST = 3

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._lines: dict[str, MessageLine] = {}
        self._count = 0
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(12, 8, 12, 0)
        self._column.setSpacing(4)
        self.hide()

    def post(
        self,
        text: str,
        severity: Severity | str = Severity.INFO,
        *,
        action: str = "",
        action_hint: str = "",
        on_action: Callable[[], object] | None = None,
        is_closed_by_action: bool = True,
        key: str = "",
        is_closable: bool = True,
    ) -> str:
        """Show a message and return its key.

        Args:
            text: plain sentences; ``**words**`` become bold, all else is shown as it is.
            action: words of a link at the right; a click dismisses the message, then calls *on_action*.
            action_hint: tool tip of the link; empty repeats its words.
            is_closed_by_action: False keeps the message, so that the link can be pressed again.
            key: a message with this key is replaced in its place; empty makes a key.

        A fourth message takes the place of the oldest that is not a problem.
        """
        level = Severity(severity)
        self._count += 1
        key = key or f"message-{self._count}"
        line = MessageLine(
            text,
            level,
            action,
            is_closable,
            self,
            action_hint=action_hint,
            is_closed_by_action=is_closed_by_action,
        )
        line.closed.connect(lambda: self._drop(key, line))

        def act() -> None:
            if is_closed_by_action:
                self._drop(key, line)
            if on_action is not None:
                on_action()

        line.action_triggered.connect(act)
        self._put(key, line)
        self._make_room()
        self._settle_tab_order()
        line.show()  # the layout does not when the bar was hidden in between, its only line replaced
        self.show()
        QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(self, line.accessibleName()))
        return key

    def _put(self, key: str, line: MessageLine) -> None:
        """Add *line*, or put it in the place of that with the same *key*."""
        place = list(self._lines).index(key) if key in self._lines else -1
        if place >= 0:
            self._drop(key, self._lines[key])
        self._column.insertWidget(place, line)
        self._lines[key] = line
        if place >= 0:  # the dictionary keeps the order on screen
            keys = [each for each in self._lines if each != key]
            keys.insert(place, key)
            self._lines = {each: self._lines[each] for each in keys}

    def dismiss(self, key: str) -> None:
        """Take the message *key* away; nothing happens when it is gone already."""
        if key in self._lines:
            self._drop(key, self._lines[key])

    def clear(self) -> None:
        """Take all messages away."""
        for key in list(self._lines):
            self.dismiss(key)

    def texts(self) -> tuple[str, ...]:
        """Return the messages shown, oldest first, without bold marks."""
        return tuple(line.text for line in self._lines.values())

    def line(self, key: str) -> MessageLine:
        """Return the line of *key*; KeyError when it is gone."""
        return self._lines[key]

    def _settle_tab_order(self) -> None:
        """Let Tab come here where the bar stands: what is made late would be visited last."""
        before: QWidget | None = self.previousInFocusChain()
        while (before is not None and before is not self) and (
            not before.focusPolicy() & Qt.FocusPolicy.TabFocus
            or self.isAncestorOf(before)
            or before.isAncestorOf(self)
        ):
            before = before.previousInFocusChain()
        if before is None or before is self:
            return
        for line in self._lines.values():
            for button in line.findChildren(QAbstractButton):
                QWidget.setTabOrder(before, button)
                before = button

    def _make_room(self) -> None:
        while len(self._lines) > self.MOST:
            keys = list(self._lines)[:-1]
            key = next((each for each in keys if self._lines[each].severity is not Severity.BAD), keys[0])
            self.dismiss(key)

    def _drop(self, key: str, line: MessageLine) -> None:
        if self._lines.get(key) is line:
            del self._lines[key]
        self._column.removeWidget(line)
        line.hide()
        line.deleteLater()  # we may be inside a click of one of its buttons
        if not self._lines:
            self.hide()
