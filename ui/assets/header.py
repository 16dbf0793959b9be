"""Which title this is, how its providers fare, and the tabs of its types of artwork."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from metarr_desktop.domain.entity import Entity, EntityType
from metarr_desktop.domain.library import LibraryRow
from ui.ages import tell_ages
from ui.assets.news_pill import NewsPill
from ui.assets.provider_strip import ProviderStrip
from ui.assets.season_bar import SeasonBar
from ui.assets.type_tabs import AssetTabs
from ui.elided_label import ElidedLabel
from ui.fold_line import FoldLine
from ui.text import age_text
from ui.theme import set_role

_MARGINS, _LOW_MARGINS = (16, 8, 16, 4), (16, 2, 16, 2)


class BrowserHeader(QFrame):
    """The lines above the filters: the title, its types of artwork, and for some of them its seasons."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        set_role(self, "header")
        self.title, self._artist, self._year = ElidedLabel(self), ElidedLabel(self), QLabel(self)
        set_role(self.title, "title")
        set_role(self._artist, "muted")
        set_role(self._year, "muted")
        self._place, self._age = QLabel(self), QLabel(self)
        set_role(self._place, "muted")
        set_role(self._age, "muted")
        self._age_now: Callable[[], float | None] | None = None
        tell_ages(self, self.tell_age)
        self.providers = ProviderStrip(self)
        self.news = NewsPill(self)
        self.tabs = AssetTabs(self)
        self.seasons = SeasonBar(self.tabs, self)
        who, how = QWidget(self), QWidget(self)
        _in_a_row(who, self.title, self._artist, self._year, self._place, self.news).addStretch(1)
        self._right = _in_a_row(how, self.providers, self._age)
        self._right.setStretch(0, 1)
        self.line = FoldLine(who, how, how, 16, self)
        self.line.setContentsMargins(*_MARGINS)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.line)
        tabs = QHBoxLayout()
        tabs.setContentsMargins(2, 0, 16, 0)
        tabs.addWidget(self.tabs)
        column.addLayout(tabs)
        column.addWidget(self.seasons)

    def add_beside_title(self, widget: QWidget) -> None:
        """Put *widget* at the right end of the line of the title."""
        self._right.addWidget(widget, 0, Qt.AlignmentFlag.AlignRight)

    def show_title(self, entity: Entity, place: int, total: int) -> None:
        """Show which title this is and its place among those one can walk through."""
        self.title.show_text(entity.title)
        artist = entity.metadata.artist if entity.key.entity_type is EntityType.MUSIC else ""
        self._artist.show_text(artist)
        self._artist.setVisible(bool(artist))
        words = [str(entity.year) if entity.year else "", entity.edition]
        self._year.setText(" · ".join(word for word in words if word))
        self._year.setVisible(bool(self._year.text()))
        self._place.setText(f"{place:,} of {total:,}" if place else "")

    def show_low(self, is_low: bool) -> None:
        """Make do with less height: how the providers fare gives way to the pictures; messages tell of problems."""
        for each in (self.providers, self._age):
            each.setVisible(not is_low)
        self.line.setContentsMargins(*(_LOW_MARGINS if is_low else _MARGINS))

    def show_news(self, sentence: str) -> None:
        """Show what came since the person looked last; empty when nothing did."""
        self.news.show_news(sentence)

    def show_age(self, row: LibraryRow, now: Callable[[], datetime]) -> None:
        """Show how old the data of *row* is; goes on with the clock *now*."""
        self._age_now = lambda: row.age_days(now())
        self.tell_age()

    def tell_age(self) -> None:
        """Say how old the data is by now."""
        if self._age_now is not None:
            days = self._age_now()
            self._age.setText("never fetched" if days is None else f"as of {age_text(days)}")

    @property
    def age(self) -> str:
        """The age shown."""
        return self._age.text()

    @property
    def place(self) -> str:
        """The place shown, ``7 of 24``."""
        return self._place.text()


def _in_a_row(group: QWidget, *widgets: QWidget) -> QHBoxLayout:
    row = QHBoxLayout(group)
    row.setContentsMargins(0, 0, 0, 0)
    row.setSpacing(8)
    for each in widgets:
        row.addWidget(each)
    return row
