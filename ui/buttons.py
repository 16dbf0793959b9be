"""Buttons with everything a button needs."""

from __future__ import annotations

from PySide6.QtWidgets import QPushButton, QWidget

from ui.theme import set_role


def act_button(text: str, tooltip: str, parent: QWidget, role: str = "", *, name: str = "") -> QPushButton:
    """Return a button that Enter presses only when it has the focus.

    Args:
        role: how it looks, as the styles call it.
        name: what a screen reader says, where *text* alone does not say what it is about.
    """
    button = QPushButton(text, parent)
    button.setToolTip(tooltip)
    button.setAccessibleName(name or text)
    button.setAutoDefault(False)
    if role:
        set_role(button, role)
    return button
