"""The two windows of the Help menu: the keys, and what this program is."""

from __future__ import annotations

import html
import re
from collections.abc import Iterable, Sequence

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import (
    QDialog,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from metarr_desktop import __version__
from metarr_desktop.domain.provider import ProviderInfo
from ui.placement import dialog_size, usable
from ui.side_scroll import SideScroll
from ui.theme import set_role

_ABOUT_SIZE = QSize(560, 520)
_MOST_LINES, _BESIDE = 20, 56
_ADDRESS = re.compile(r"https://[^\s,;()]*[^\s,;().]")
_WHAT = (
    "Identify films, series and albums, choose their artwork by eye, and keep every answer of the metadata services "
    "in one local cache."
)
_WHOSE = "Descriptions and pictures come from these services and belong to them, their contributors or the studios."
_MADE_WITH = (
    ("Remix Icon", "https://remixicon.com/", "The icons of this program. Apache License 2.0."),
    ("QtAwesome", "https://github.com/spyder-ide/qtawesome", "It brings the icons along. MIT License."),
    ("Qt and PySide6", "https://www.qt.io/qt-for-python", "The windows. GNU LGPL version 3."),
    (
        "Fonts of the demo catalogue",
        "https://openfontlicense.org/",
        "Anton, Cinzel, Commissioner, GFS Didot, Jost, Limelight, Noto Naskh Arabic, Noto Sans JP, Noto Sans KR, Noto "
        "Serif JP, Oswald and Playfair Display. SIL Open Font License 1.1.",
    ),
)

_KEYS_OF_TITLES = (
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


def keys_dialog(
    actions: Iterable[QAction], parent: QWidget, others: Sequence[tuple[str, str]] = _KEYS_OF_TITLES
) -> HelpDialog:
    """Return the list of all keys of a window.

    Args:
        others: what no action has, as words and keys; those of the titles in the main window by default.
    """
    native = QKeySequence.SequenceFormat.NativeText
    lines = [
        (action.text().replace("&", ""), " or ".join(key.toString(native) for key in action.shortcuts()))
        for action in actions
    ]
    every = [*lines, *others]
    body = _keys_body(every, 2 if len(every) > _MOST_LINES else 1)
    if body.sizeHint().width() > usable(parent).width() - _BESIDE:
        body = _keys_body(every, 1)  # with large text; the rest is scrolled to
    scroll = SideScroll()  # all of it is in sight unless the screen is small or the text large
    scroll.setAccessibleName("Keyboard shortcuts")
    scroll.setWidget(body)
    dialog = HelpDialog("Keyboard shortcuts", scroll, parent)
    bar = scroll.verticalScrollBar().sizeHint().width()
    wanted = body.sizeHint() + QSize(
        bar + _BESIDE, dialog.sizeHint().height() - scroll.sizeHint().height() + 8
    )
    dialog.resize(wanted.boundedTo(usable(dialog).size()))
    return dialog


def _keys_body(lines: Sequence[tuple[str, str]], columns: int) -> QWidget:
    body, share = QWidget(), -(-len(lines) // columns)
    row = QHBoxLayout(body)
    row.setContentsMargins(0, 0, 8, 0)
    row.setSpacing(48)
    for first in range(0, len(lines), max(1, share)):
        row.addLayout(_keys_grid(lines[first : first + share], body))
    body.ensurePolished()
    return body


def _keys_grid(lines: Sequence[tuple[str, str]], parent: QWidget) -> QGridLayout:
    grid = QGridLayout()
    grid.setHorizontalSpacing(32)
    grid.setVerticalSpacing(6)
    for row, (words, keys) in enumerate(lines):
        name, key = QLabel(words, parent), QLabel(keys, parent)
        set_role(key, "muted")
        grid.addWidget(name, row, 0)
        grid.addWidget(key, row, 1, Qt.AlignmentFlag.AlignRight)
    grid.setRowStretch(len(lines), 1)
    return grid


def about_dialog(providers: Sequence[ProviderInfo], parent: QWidget) -> HelpDialog:
    """Return what the program is, and the attributions its providers ask for."""
    body = QScrollArea()
    body.setWidgetResizable(True)
    body.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    body.setAccessibleName("About Metarr Desktop")
    body.setWidget(Attributions(providers))
    dialog = HelpDialog("About Metarr Desktop", body, parent)
    dialog.resize(dialog_size(dialog, _ABOUT_SIZE))
    return dialog


class Attributions(QWidget):
    """What the program is, whose data and pictures it shows, and whose icons and fonts; every address is a link."""

    def __init__(self, providers: Sequence[ProviderInfo], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 8, 0)
        self._column.setSpacing(4)
        self._add(f"Metarr Desktop {__version__}", "title")
        self._add(_WHAT, "muted")
        self._section("Data and artwork")
        self._add(_WHOSE, "muted")
        for info in providers:
            if info.attribution or info.website:
                self._provider(info)
        self._section("Icons, fonts and libraries")
        for name, url, words in _MADE_WITH:
            self._linked(name, url, words)
        self._section("This program")
        self._add("MIT License. It comes without any warranty.", "muted")
        self._column.addStretch(1)

    def _provider(self, info: ProviderInfo) -> None:
        self._linked(info.title, info.website, info.attribution, terms_url=info.terms_url)

    def _section(self, words: str) -> None:
        self._column.addSpacing(12)
        self._add(words, "heading")

    def _linked(self, name: str, url: str, words: str, *, terms_url: str = "") -> None:
        title = _link(url, name) if url else f"<b>{html.escape(name)}</b>"
        terms = f" {_link(terms_url, 'Terms')}" if terms_url else ""
        self._add(f"{title}<br>{with_links(words)}{terms}", "", is_rich=True)

    def _add(self, text: str, role: str, *, is_rich: bool = False) -> None:
        label = QLabel(self)
        label.setTextFormat(Qt.TextFormat.RichText if is_rich else Qt.TextFormat.PlainText)
        label.setText(text)
        label.setWordWrap(True)
        if role:
            set_role(label, role)
        if is_rich:
            label.setContentsMargins(0, 4, 0, 4)
            label.setOpenExternalLinks(True)
            label.setTextInteractionFlags(Qt.TextInteractionFlag.TextBrowserInteraction)
            label.setToolTip("Tab and Enter open its links in your browser")
        self._column.addWidget(label)


def with_links(text: str) -> str:
    """Return plain *text* as safe HTML in which every address is a link."""
    parts, end = [], 0
    for found in _ADDRESS.finditer(text):
        parts += [html.escape(text[end : found.start()], quote=False), _link(found[0], _shown(found[0]))]
        end = found.end()
    return "".join(parts) + html.escape(text[end:], quote=False)


def _link(url: str, words: str) -> str:
    return f'<a href="{html.escape(url)}">{html.escape(words)}</a>'


def _shown(url: str) -> str:
    return url.partition("//")[2].removeprefix("www.").rstrip("/")
