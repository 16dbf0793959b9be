"""A secret: pasted or generated, copied, removed; never shown back."""

from __future__ import annotations

import secrets

from PySide6.QtCore import QRegularExpression, Signal
from PySide6.QtGui import QGuiApplication, QRegularExpressionValidator
from PySide6.QtWidgets import QLineEdit, QPushButton, QVBoxLayout, QWidget

from ui.buttons import act_button
from ui.flow_layout import FlowLayout
from ui.settings.page_frame import a_text
from ui.settings.webhook_rules import given_by, secret_text

_BYTES = 24
_LENGTH = 200
_TYPED = QRegularExpression("[\\x21-\\x7e]*")  # what a header carries unchanged


class SecretRow(QWidget):
    """The field and its buttons.

    Args:
        field: name of the setting.
        noun: what the secret is called.
        can_make: offers to generate one, and to copy it to where it is needed.

    Signals: changed(str): what it is to be; copied(str): what happened, for the person.
    """

    changed = Signal(str)
    copied = Signal(str)

    def __init__(self, field: str, noun: str, parent: QWidget, *, can_make: bool = False) -> None:
        super().__init__(parent)
        self._field, self._noun, self._value = field, noun, ""
        self.edit = QLineEdit(self)
        self.edit.setEchoMode(QLineEdit.EchoMode.Password)
        self.edit.setMaxLength(_LENGTH)
        self.edit.setValidator(QRegularExpressionValidator(_TYPED, self.edit))
        self.edit.setAccessibleName(f"{noun.capitalize()} of webhooks")
        self.edit.setToolTip(f"Paste or type a {noun}; it is never shown again")
        self.edit.textEdited.connect(lambda text: self._set(text))
        self.generate_button = self._button("Generate", f"Make a new {noun} nobody can guess")
        self.copy_button = self._button("Copy", f"Put the {noun} on the clipboard, to paste it in Radarr")
        self.remove_button = self._button(
            "Remove", f"Let no {noun} be asked for; Revert brings it back until Apply"
        )
        self.generate_button.clicked.connect(lambda _=False: self._generate())
        self.copy_button.clicked.connect(lambda _=False: self.copy())
        self.remove_button.clicked.connect(lambda _=False: self._set("", is_typed=False))
        self._can_make = can_make
        self.fixed = a_text("", "caption", self)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        column.addWidget(self.edit)
        buttons = FlowLayout(spacing=8)
        for button in (self.generate_button, self.copy_button, self.remove_button):
            buttons.addWidget(button)
        column.addLayout(buttons)
        column.addWidget(self.fixed)

    def show_secret(self, value: str, *, is_waiting: bool, is_fixed: bool) -> None:
        """Say whether there is one; *value* itself is kept for copying and nothing else."""
        self._value = value
        if self.edit.text() and (not is_waiting or self.edit.text() != value):
            self.edit.clear()
        words = secret_text(self._noun, value, is_waiting=is_waiting)
        self.edit.setPlaceholderText(words.partition(";")[0] if is_fixed else words)
        self.edit.setEnabled(not is_fixed)
        self.generate_button.setVisible(self._can_make and not is_fixed)
        self.copy_button.setVisible(self._can_make and bool(value))
        self.remove_button.setVisible(bool(value) and not is_fixed)
        self.fixed.setText(given_by(self._field) if is_fixed else "")
        self.fixed.setVisible(is_fixed)

    def copy(self) -> None:
        """Put it on the clipboard."""
        if self._value:
            QGuiApplication.clipboard().setText(self._value)
            self.copied.emit(f"The {self._noun} is on the clipboard.")

    def _generate(self) -> None:
        self._set(secrets.token_urlsafe(_BYTES), is_typed=False)

    def _set(self, value: str, *, is_typed: bool = True) -> None:
        if not is_typed:
            self.edit.clear()
        self.changed.emit(value)

    def _button(self, text: str, tooltip: str) -> QPushButton:
        return act_button(text, tooltip, self, "link", name=f"{text} {self._noun} of webhooks")
