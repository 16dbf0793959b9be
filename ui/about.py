"""The two windows of the Help menu: the keys, and what this program is."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QDialog, QGridLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from metarr_desktop import __version__
from metarr_desktop.domain.provider import ProviderInfo
from ui.theme import set_role

_KEYS_OF_LISTS = (
    ("Browse artwork of the title, or identify it", "Enter"),
    ("Move along the titles", "Arrows, Page up, Page down, Home, End"),
    ("Select several titles", "Shift or Ctrl with arrows or click"),
    ("From the search field to the titles", "Down"),
    ("Clear the search field", "Esc"),
    ("Larger and smaller posters", "Ctrl+wheel"),
)


class HelpDialog(QDialog):
    """A title, text, and a button to close it.  Use ``open()``; deletes itself."""

    def __init__(self, title: str, body: QWidget, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(title)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        close = QPushButton("Close", self)
        close.setToolTip("Close this window (Esc)")
        close.setAccessibleName("Close")
        close.clicked.connect(self.accept)
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 20, 24, 16)
        column.setSpacing(16)
        column.addWidget(body, 1)
        column.addWidget(close, 0, Qt.AlignmentFlag.AlignRight)


def keys_dialog(actions: Iterable[QAction], parent: QWidget) -> HelpDialog:
    """Return the list of all keys of the main window."""
    native = QKeySequence.SequenceFormat.NativeText
    lines = [
        (action.text().replace("&", ""), " or ".join(key.toString(native) for key in action.shortcuts()))
        for action in actions
    ]
    body = QWidget()
    grid = QGridLayout(body)
    grid.setContentsMargins(0, 0, 0, 0)
    grid.setHorizontalSpacing(32)
    grid.setVerticalSpacing(6)
    for row, (words, keys) in enumerate([*lines, *_KEYS_OF_LISTS]):
        name, key = QLabel(words, body), QLabel(keys, body)
        set_role(key, "muted")
        grid.addWidget(name, row, 0)
        grid.addWidget(key, row, 1, Qt.AlignmentFlag.AlignRight)
    return HelpDialog("Keyboard shortcuts", body, parent)


def about_dialog(providers: Sequence[ProviderInfo], parent: QWidget) -> HelpDialog:
    """Return what the program is, and the attributions its providers ask for."""
    body = QWidget()
    column = QVBoxLayout(body)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(8)
    title = QLabel(f"Metarr Desktop {__version__}", body)
    set_role(title, "title")
    column.addWidget(title)
    texts = [
        "Identify films, choose their artwork by eye, and keep every answer of the metadata services in one "
        "local cache.",
        *(info.attribution for info in providers if info.attribution),
        "Icons: Remix Icon, Apache License 2.0. This program: MIT License.",
    ]
    for text in texts:
        label = QLabel(text, body)
        label.setWordWrap(True)
        label.setMinimumWidth(420)
        set_role(label, "muted")
        column.addWidget(label)
    return HelpDialog("About Metarr Desktop", body, parent)
