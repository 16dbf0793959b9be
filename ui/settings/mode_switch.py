"""How far automation may go with a type of artwork: three buttons of which one is down."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Signal
from PySide6.QtGui import QFontMetrics
from PySide6.QtWidgets import QButtonGroup, QFrame, QHBoxLayout, QPushButton, QSizePolicy, QWidget

from metarr_desktop.domain.selection import AutomationMode
from ui.settings.automation_wording import MODES
from ui.theme import set_role

_PADDING = 24
"""px left and right of the words, as the style sheet has it."""


class ModeSwitch(QFrame):
    """Tab enters it, the arrow keys go from one to the next.

    Signals: chosen(AutomationMode), by the person.
    """

    chosen = Signal(object)

    def __init__(self, of: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        set_role(self, "switch")
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self.mode: AutomationMode | None = None
        self.buttons: dict[AutomationMode, QPushButton] = {}
        self._group = QButtonGroup(self)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(2)
        for mode, words in MODES.items():
            button = QPushButton(words.title, self)
            button.setCheckable(True)
            button.setAutoDefault(False)
            button.setAccessibleName(f"{of}: {words.title.lower()}")
            button.setToolTip(words.consequence)
            set_role(button, "segment")
            self._group.addButton(button)
            # Also by an arrow key, which checks without a click.
            button.toggled.connect(lambda is_on, each=mode: self._on_toggled(each, is_on))
            self.buttons[mode] = button
            row.addWidget(button)
        self._fit()

    def show_mode(self, mode: AutomationMode | None) -> None:
        """Show *mode*, or none where types differ."""
        if mode is self.mode:
            return
        self.mode = None  # what follows is not the person's doing
        self._group.setExclusive(False)
        for each, button in self.buttons.items():
            button.blockSignals(True)
            button.setChecked(each is mode)
            button.blockSignals(False)
        self._group.setExclusive(True)
        self.mode = mode

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange:
            self._fit()

    def _fit(self) -> None:
        """Give each button the width of its words in bold, so that nothing moves when another one is down."""
        font = self.font()
        font.setBold(True)
        metrics = QFontMetrics(font)
        for button in self.buttons.values():
            button.setMinimumWidth(metrics.horizontalAdvance(button.text()) + _PADDING)

    def _on_toggled(self, mode: AutomationMode, is_on: bool) -> None:
        if is_on and mode is not self.mode:
            self.mode = mode
            self.chosen.emit(mode)
