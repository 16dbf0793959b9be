"""The line above the tiles that says what automation proposes for the type in front."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal, SignalInstance
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton, QSizePolicy, QWidget

from ui.buttons import act_button
from ui.elided_label import ElidedLabel
from ui.icons import IconLabel
from ui.theme import set_role

_USE = "Select it as your own choice; Ctrl+Z takes it back (Ctrl+J)"
_DISMISS = "Do not propose it again; it stays a candidate like the others (Alt+J)"
_SHOW = "Go to the proposed picture among the candidates (J)"


class ProposalBar(QWidget):
    """Hidden while nothing is proposed. Signals: use_requested(), dismiss_requested(), show_requested()."""

    use_requested = Signal()
    dismiss_requested = Signal()
    show_requested = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        frame = QFrame(self)
        set_role(frame, "message")
        outer = QHBoxLayout(self)
        outer.setContentsMargins(12, 8, 12, 0)
        outer.addWidget(frame)
        self.text = ElidedLabel(self)
        policy = QSizePolicy.Policy
        self.text.setSizePolicy(policy.Expanding, policy.Preferred)
        self.use = self._button("Use it", _USE, self.use_requested)
        self.dismiss = self._button("Dismiss", _DISMISS, self.dismiss_requested)
        self.show_it = self._button("Show it", _SHOW, self.show_requested)
        row = QHBoxLayout(frame)
        row.setContentsMargins(12, 2, 6, 2)
        row.setSpacing(8)
        row.addWidget(IconLabel("automation", "accent", parent=self))
        row.addWidget(self.text, 1)
        for button in (self.use, self.dismiss, self.show_it):
            row.addWidget(button)
        self.hide()

    def show_proposal(self, sentence: str, use: str, count: int, *shorter: str) -> None:
        """Say *sentence* and offer to *use* the pictures, *count* of them; hide for none.

        Args:
            shorter: what is said instead where there is no room for it.
        """
        self.setVisible(count > 0)
        if not count:
            return
        several = count > 1
        self.text.show_text(sentence, *shorter)
        self.setAccessibleName(sentence)
        self.use.setText(use)
        self.dismiss.setText("Dismiss all" if several else "Dismiss")
        self.show_it.setText("Show next" if several else "Show it")
        for button in (self.use, self.dismiss, self.show_it):
            button.setAccessibleName(button.text())

    def _button(self, text: str, tooltip: str, signal: SignalInstance) -> QPushButton:
        button = act_button(text, tooltip, self, "link")
        button.setFocusPolicy(Qt.FocusPolicy.TabFocus)  # a click leaves the keys with the tiles
        button.clicked.connect(lambda _=False: signal.emit())
        return button
