"""Look: the settings of the View menu, changed while one looks."""

from __future__ import annotations

from PySide6.QtGui import QAction, QActionGroup
from PySide6.QtWidgets import QButtonGroup, QRadioButton, QVBoxLayout, QWidget

from ui.settings.page_frame import SettingsPage, a_card, a_text

LOOK = "look"
_THEME_HINTS = {
    "system": "Follows the desktop, also when it changes by night.",
    "light": "",
    "dark": "Artwork stands out; easier on the eyes in a dark room.",
    "contrast": "Black, white and one yellow; every border is drawn.",
}


class LookPage(SettingsPage):
    """Mirrors the actions of the View menu: what is chosen here is checked there, and the other way round.

    Args:
        themes, text_sizes: exclusive groups; the first theme and the size 100 % are the defaults.
    """

    NAME, TITLE = LOOK, "Look"

    def __init__(self, themes: QActionGroup, text_sizes: QActionGroup, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.say_intro("What you choose here is shown at once and kept; the View menu has the same.")
        self._defaults = [
            themes.actions()[0],
            next(each for each in text_sizes.actions() if each.data() == 1.0),
        ]
        self.buttons: dict[QAction, QRadioButton] = {}
        self._add_group("Theme", themes)
        self._add_group("Text size", text_sizes)
        self.body.addStretch(1)
        self.defaults_wanted.connect(self._restore)
        self._settle()

    def _add_group(self, title: str, actions: QActionGroup) -> None:
        card, column = a_card()
        column.addWidget(a_text(title, "heading"))
        group = QButtonGroup(card)
        for action in actions.actions():
            button = QRadioButton(action.text(), card)
            button.setAccessibleName(f"{title}: {action.text()}")
            button.setToolTip(f"{title}: {action.text()}")
            button.setChecked(action.isChecked())
            group.addButton(button)
            self.buttons[action] = button
            # `clicked` comes from a person only, `toggled` also from the menu.
            button.clicked.connect(lambda _=False, each=action: each.trigger())
            action.toggled.connect(button.setChecked)
            action.toggled.connect(lambda _: self._settle())
            column.addLayout(_with_hint(button, _THEME_HINTS.get(str(action.data()), "")))
        self.body.addWidget(card)

    def _restore(self) -> None:
        for action in self._defaults:
            action.trigger()

    def _settle(self) -> None:
        self.restore_button.setEnabled(not all(action.isChecked() for action in self._defaults))


def _with_hint(button: QRadioButton, hint: str) -> QVBoxLayout:
    column = QVBoxLayout()
    column.setSpacing(0)
    column.addWidget(button)
    if hint:
        text = a_text(hint, "caption")
        text.setContentsMargins(24, 0, 0, 0)
        column.addWidget(text)
    return column
