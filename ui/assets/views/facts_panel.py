"""All that is known of the picture in the loupe."""

from __future__ import annotations

from datetime import datetime

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QFrame, QGridLayout, QHBoxLayout, QLabel, QSizePolicy, QVBoxLayout, QWidget

from metarr_desktop.domain.asset import ASSET_SHAPES, USER_PROVIDER
from metarr_desktop.domain.language import language_name
from metarr_desktop.domain.own_picture import OWN_PREFIX
from ui.assets.score_bars import ScoreBars
from ui.assets.source_label import SourceLabel
from ui.assets.stated_language import has_language
from ui.assets.views.controls import push
from ui.assets.views.shown import Shown
from ui.assets.wording import pixels_text, state_words, votes_sentence
from ui.elided_label import ElidedLabel
from ui.own.wording import provenance_lines, provenance_sentence
from ui.side_scroll import SideScroll
from ui.text import count_text
from ui.theme import set_role

_WIDTH = 300
_LOCK, _LAST = "Lock", 99


class FactsPanel(QFrame):
    """Score with its parts, size, dates, address and source.

    Signals:
        page_requested(str): an https address.
    """

    page_requested = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        set_role(self, "panel-right")
        self.setAccessibleName("Facts of the picture")
        self.setFixedWidth(_WIDTH)
        self._address = ""
        self._title, self._state = QLabel(self), QLabel(self)
        set_role(self._title, "heading")
        self._score, self.bars = QLabel(self), ScoreBars(self)
        set_role(self._score, "heading")
        self._rows: dict[str, tuple[QLabel, ElidedLabel]] = {}
        self._grid = QGridLayout()
        self._grid.setHorizontalSpacing(12)
        self._grid.setVerticalSpacing(4)
        self._grid.setColumnStretch(1, 1)
        self.copy = push(self, "Copy address", "", self._copy)
        self.open = push(self, "Open picture", "", lambda: self.page_requested.emit(self._address))
        self.source = SourceLabel(self)
        self.source.page_requested.connect(self.page_requested)
        self._inner = inner = QWidget(self)
        column = QVBoxLayout(inner)
        column.setContentsMargins(16, 12, 16, 16)
        column.setSpacing(8)
        head = QHBoxLayout()
        head.addWidget(self._title)
        head.addStretch(1)
        head.addWidget(self._state)
        column.addLayout(head)
        column.addWidget(self._score)
        column.addWidget(self.bars)
        column.addSpacing(4)
        column.addLayout(self._grid)
        buttons = QHBoxLayout()
        buttons.addWidget(self.copy)
        buttons.addWidget(self.open)
        column.addLayout(buttons)
        column.addWidget(self.source)
        column.addStretch(1)
        self._scroll = scroll = SideScroll(self)
        scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        scroll.setWidget(inner)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(1, 0, 0, 0)
        outer.addWidget(scroll)

    def show_facts(self, shown: Shown) -> None:
        """Show all of *shown*."""
        self._inner.show()
        asset = shown.asset
        title = ASSET_SHAPES[asset.asset_type].title
        self._title.setText(shown.season or f"{title} {shown.position:,} of {shown.total:,}")
        text, role = state_words(asset, is_proposed=shown.is_proposed, is_off=shown.source.is_off)
        self._state.setText(text)
        set_role(self._state, role)
        self._score.setText(shown.score_text)
        parts = asset.score_parts
        self.bars.show_ranked(
            shown.ranked,
            is_size_assumed=parts is not None and parts.is_size_assumed,
            has_language=has_language(asset),
        )
        self.bars.setVisible(shown.ranked is not None)
        for name, words in fact_rows(shown):
            self._show_row(name, words)
        self._address = asset.url.partition("#")[0]
        is_web = self._address.startswith("https://")
        self.open.setVisible(is_web)
        self.open.setToolTip("Open the picture itself in your web browser")
        self.copy.setToolTip("Copy the address of the picture")
        if asset.provider_name == USER_PROVIDER:
            self.source.show_own(provenance_lines(asset), provenance_sentence(asset))
        else:
            self.source.show_source("Picture", shown.source.info, shown.source.title, shown.source.page)

        # At large type sizes the buttons need more than the panel has by itself.
        bar = self._scroll.verticalScrollBar().sizeHint().width()
        self.setFixedWidth(max(_WIDTH, self._inner.minimumSizeHint().width() + bar + 1))

    def show_lock(self, plural: str) -> None:
        """Say that automation leaves the pictures called *plural* alone; empty where it does not."""
        self._show_row(_LOCK, f"{plural.capitalize()} locked" if plural else "")

    def show_nothing(self) -> None:
        """No picture is shown; what was said of the one before would be wrong."""
        self._inner.hide()

    def words(self) -> dict[str, str]:
        """Return what is said, by the name of the fact."""
        return {name: value.text() for name, (_, value) in self._rows.items() if not value.isHidden()}

    def _show_row(self, name: str, words: str) -> None:
        if name not in self._rows:
            label, value = QLabel(name, self), ElidedLabel(self)
            set_role(label, "caption")
            set_role(value, "fact")
            value.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
            row = _LAST if name == _LOCK else len(self._rows)
            self._grid.addWidget(label, row, 0)
            self._grid.addWidget(value, row, 1)
            self._rows[name] = (label, value)
        label, value = self._rows[name]
        value.show_text(words)
        for each in (label, value):
            each.setVisible(bool(words))

    def _copy(self) -> None:
        QGuiApplication.clipboard().setText(self._address)


def fact_rows(shown: Shown) -> tuple[tuple[str, str], ...]:
    """Return name and words of each fact, in the order they are shown; empty words where nothing is known."""
    asset = shown.asset
    size = asset.provider_metadata.get("bytes")
    is_own = asset.url.startswith(OWN_PREFIX)
    last = "" if asset.missing_since is None else f"no longer offered since {_day(asset.missing_since)}"
    return (
        ("Provider", shown.source.title),
        ("Language", language_name(asset.language)),
        ("Size", pixels_text(asset)),
        ("File", f"{size / 1_000_000:.1f} MB" if isinstance(size, int) and size > 0 else ""),
        ("Same as", count_text(shown.alike, "other") if shown.alike else ""),
        ("Votes", votes_sentence(asset)),
        ("First seen", _day(asset.first_seen_at)),
        ("Last seen", last or _day(asset.fetched_at)),
        ("Address", "your own picture" if is_own else asset.url.partition("#")[0].removeprefix("https://")),
    )


def _day(moment: datetime) -> str:
    local = moment.astimezone()
    return f"{local.day} {local:%b %Y}, {local:%H:%M}"
