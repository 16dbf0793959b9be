"""How Radarr, Sonarr or Lidarr is told to report here, and when it was heard last."""

from __future__ import annotations

from datetime import datetime

from PySide6.QtCore import Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLineEdit, QPushButton, QVBoxLayout, QWidget

from metarr_desktop.domain.webhooks import WebhookEvent, WebhookSettings, WebhookSource
from ui.buttons import act_button
from ui.flow_layout import FlowLayout
from ui.provider_state import StateLabel
from ui.settings import webhook_rules as rules
from ui.settings.page_frame import a_text
from ui.theme import set_role


class ProgramCard(QFrame):
    """Three lines to follow, with what they name to be copied.

    Signals: copied(str): what is on the clipboard now; token_wanted(): it is to be copied.
    """

    copied = Signal(str)
    token_wanted = Signal()

    def __init__(self, source: WebhookSource, machine: str, parent: QWidget) -> None:
        super().__init__(parent)
        set_role(self, "card")
        self.source, self._machine = source, machine
        name = source.program
        self.title = a_text(name, "heading", self)
        self.state = StateLabel(self)
        where = f"1. In {name} open Settings › Connect, add a Webhook, and tick {rules.EVENTS[source]}."
        self.address = QLineEdit(self)
        self.address.setReadOnly(True)
        self.address.setAccessibleName(f"Webhook URL for {name}")
        self.address.setToolTip(f"Paste this as the Webhook URL in {name}")
        self.copy_button = self._button("Copy address", f"Put the address for {name} on the clipboard")
        self.copy_button.clicked.connect(lambda _=False: self._copy(self.address.text(), "The address"))
        self.paste = a_text("", "body", self)
        self.last = a_text("", "body", self)
        self.header_button = self._button(
            f"Copy {rules.HEADER}", f"Put the name of the header on the clipboard, for {name}"
        )
        self.header_button.clicked.connect(lambda _=False: self._copy(rules.HEADER, "The name of the header"))
        self.token_button = self._button("Copy token", f"Put the token on the clipboard, for {name}")
        self.token_button.clicked.connect(lambda _=False: self.token_wanted.emit())
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 12, 16, 14)
        column.setSpacing(6)
        column.addWidget(self.title)
        column.addWidget(self.state)
        column.addWidget(a_text(where, "body", self))
        column.addWidget(self.paste)
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addWidget(self.address, 1)
        row.addWidget(self.copy_button)
        column.addLayout(row)
        column.addWidget(self.last)
        buttons = FlowLayout(spacing=8)
        buttons.addWidget(self.header_button)
        buttons.addWidget(self.token_button)
        column.addLayout(buttons)

    def show_settings(self, settings: WebhookSettings) -> None:
        """Show what to enter with *settings*."""
        self.address.setText(rules.address_of(settings, self.source, self._machine))
        self.address.setCursorPosition(0)
        self.paste.setText(f"2. {rules.paste_text(settings, self._machine)}")
        self.last.setText(f"3. {rules.last_steps(settings)}")
        for button in (self.header_button, self.token_button):
            button.setVisible(bool(settings.token))

    def show_event(self, event: WebhookEvent | None, now: datetime) -> None:
        """Show what was heard last, ``None`` for nothing."""
        line = rules.heard(event, self.source, now)
        self.state.show_state(line.tone, line.word, line.sentence)

    def _copy(self, text: str, what: str) -> None:
        QGuiApplication.clipboard().setText(text)
        self.copied.emit(f"{what} is on the clipboard.")

    def _button(self, text: str, tooltip: str) -> QPushButton:
        return act_button(text, tooltip, self, "link", name=f"{text} for {self.source.program}")
