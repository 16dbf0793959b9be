"""The pane below the events: one of them, what followed, and on demand what was sent."""

from __future__ import annotations

from PySide6.QtCore import QEvent
from PySide6.QtGui import QFontDatabase
from PySide6.QtWidgets import QFrame, QPlainTextEdit, QVBoxLayout, QWidget

from ui.activity.tab import Now, spaced
from ui.activity.webhook_model import EventRow
from ui.activity.wording import times_text
from ui.buttons import act_button
from ui.flow_layout import FlowLayout
from ui.labels import text_label
from ui.text import since_text
from ui.theme import TextSize, set_role, text_font


class EventPane(QFrame):
    """One event: what it said, what followed, and on demand its body."""

    def __init__(self, now: Now, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        set_role(self, "panel-right")
        self._now = now
        self.row: EventRow | None = None
        self.title, self.said, self.followed, self.times = (
            text_label(role, self, is_selectable=True) for role in ("title", "", "", "caption")
        )
        self.replay_button = act_button(
            "Replay",
            "Do again what follows from this event, first of all that waits (Ctrl+R)",
            self,
        )
        self.body_button = act_button("Show what was sent", "Show the body of the event (Ctrl+D)", self)
        self.body_button.setCheckable(True)
        self.body = QPlainTextEdit(self)
        self.body.setReadOnly(True)
        self.body.setAccessibleName("What the other program sent")
        self.body.setLineWrapMode(QPlainTextEdit.LineWrapMode.NoWrap)
        self.body.hide()
        buttons = QWidget(self)
        flow = FlowLayout(buttons)
        flow.addWidget(self.replay_button)
        flow.addWidget(self.body_button)
        column = spaced(QVBoxLayout(self), 16, 14, 16, 12, 8)
        for part in (self.title, self.said, self.followed, self.times, buttons):
            column.addWidget(part)
        column.addWidget(self.body, 1)
        column.addStretch(0)
        self._fit_font()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange and hasattr(self, "body"):
            self._fit_font()

    def _fit_font(self) -> None:
        font = QFontDatabase.systemFont(QFontDatabase.SystemFont.FixedFont)
        font.setPointSizeF(
            text_font(TextSize.CAPTION).pointSizeF()
        )  # the system's own knows nothing of our scale
        self.body.setFont(font)

    def show_row(self, row: EventRow | None) -> None:
        """Show an event, ``None`` for none; another one's body has to be asked for anew."""
        if row is None or self.row is None or row.event.id != self.row.event.id:
            self.body.clear()
        self.row = row
        self.title.setText((row.title or row.event_words) if row else "Nothing selected")
        self.said.setText(row.said if row else "Select an event to see what followed from it.")
        set_role(self.said, "" if row else "muted")
        has_followed = row is not None and row.event.message != row.said
        self.followed.setText(row.event.message if row and has_followed else "")
        self.followed.setVisible(has_followed)
        set_role(self.followed, "bad" if row and row.state_words == "Failed" else "")
        self.times.setVisible(row is not None)
        for button in (self.replay_button, self.body_button):
            button.setVisible(row is not None)
        if row is None:
            self.body.hide()
            return
        self.replay_button.setEnabled(row.can_replay)
        came = f"Came {since_text(row.event.received_at, self._now())}"
        if row.event.deliveries > 1:
            last = since_text(row.event.last_delivery_at, self._now())
            came = f"{came}, {times_text(row.event.deliveries)} until {last}"
        self.times.setText(f"{came} · event {row.event.id}")
