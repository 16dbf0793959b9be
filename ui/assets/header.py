"""Which title this is, how its providers fare, and the tabs of its types of artwork."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QColor, QPaintEvent
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLabel,
    QStyle,
    QStyleOptionTab,
    QStylePainter,
    QTabBar,
    QVBoxLayout,
    QWidget,
)

from metarr_desktop.domain.asset import ASSET_SHAPES, AssetType
from ui.assets.elided_label import ElidedLabel
from ui.assets.provider_strip import ProviderStrip
from ui.assets.wording import count_of
from ui.theme import TextSize, current_tokens, set_role, text_font


class AssetTabs(QTabBar):
    """One tab per type, with its number of candidates.

    Signals:
        type_chosen(AssetType): by the person, not by `show_types`.
    """

    type_chosen = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setExpanding(False)
        self.setUsesScrollButtons(True)
        self.setElideMode(Qt.TextElideMode.ElideNone)
        self.setAccessibleName("Types of artwork")
        self._types: tuple[AssetType, ...] = ()
        self.currentChanged.connect(self._on_changed)

    def show_types(self, types: Sequence[AssetType], current: AssetType) -> None:
        """Show a tab for each of *types*."""
        if tuple(types) != self._types:
            self.blockSignals(True)
            while self.count():
                self.removeTab(0)
            self._types = tuple(types)
            for kind in types:
                self.addTab(ASSET_SHAPES[kind].title)
            self.blockSignals(False)
            self.show_counts({})
        self.set_current(current)

    def show_counts(self, counts: Mapping[AssetType, int]) -> None:
        """Show how many candidates each type has."""
        for place, kind in enumerate(self._types):
            count, title = counts.get(kind, 0), ASSET_SHAPES[kind].title
            self.setTabText(place, f"{title} {count:,}" if count else title)
            key = f" (Alt+{place + 1})" if place < 9 else " (Ctrl+Tab)"
            self.setTabToolTip(place, f"{count_of(count, kind)}{key}")
            self.setAccessibleTabName(place, f"{title}, {count_of(count, kind)}")

    def paintEvent(self, event: QPaintEvent) -> None:
        # As the style does it, but the number is smaller and quieter than the word.
        painter, tokens = QStylePainter(self), current_tokens()
        for place, kind in enumerate(self._types):
            option = QStyleOptionTab()
            self.initStyleOption(option, place)
            painter.drawControl(QStyle.ControlElement.CE_TabBarTabShape, option)
            rect = self.style().subElementRect(QStyle.SubElement.SE_TabBarTabText, option, self)
            title = ASSET_SHAPES[kind].title
            is_current = place == self.currentIndex()
            colour = tokens.accent if is_current and self.hasFocus() else tokens.text
            painter.setFont(self.font())
            painter.setPen(QColor(colour if is_current else tokens.muted))
            flags = int(Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft)
            used = painter.fontMetrics().horizontalAdvance(f"{title} ")
            painter.drawText(rect, flags, title)
            painter.setFont(text_font(TextSize.CAPTION))
            painter.setPen(QColor(tokens.muted))
            painter.drawText(
                rect.adjusted(used + 1, 1, 0, 0), flags, self.tabText(place).removeprefix(title).strip()
            )
        painter.end()

    def set_current(self, kind: AssetType) -> None:
        """Show *kind* as the current one without announcing it."""
        if kind in self._types:
            self.blockSignals(True)
            self.setCurrentIndex(self._types.index(kind))
            self.blockSignals(False)
            self.update()

    def choose(self, kind: AssetType) -> None:
        """Go to the tab of *kind* as if the person had; nothing happens if the title has none."""
        if kind in self._types:
            self.setCurrentIndex(self._types.index(kind))

    def step(self, by: int) -> None:
        """Go on to another tab, round and round."""
        if self._types:
            self.setCurrentIndex((self.currentIndex() + by) % len(self._types))

    def go_to(self, place: int) -> None:
        """Go to a tab by its place, if there is one."""
        if 0 <= place < len(self._types):
            self.setCurrentIndex(place)

    def _on_changed(self, place: int) -> None:
        if 0 <= place < len(self._types):
            self.type_chosen.emit(self._types[place])


class BrowserHeader(QFrame):
    """The two lines above the filters."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        set_role(self, "header")
        self.title, self._year = ElidedLabel(self), QLabel(self)
        set_role(self.title, "title")
        set_role(self._year, "muted")
        self._place, self._age = QLabel(self), QLabel(self)
        set_role(self._place, "muted")
        set_role(self._age, "muted")
        self.providers = ProviderStrip(self)
        self.tabs = AssetTabs(self)
        row = QHBoxLayout()
        row.setContentsMargins(16, 8, 16, 4)
        row.setSpacing(8)
        row.addWidget(self.title)
        row.addWidget(self._year)
        row.addWidget(self._place)
        row.addSpacing(8)
        row.addWidget(self.providers, 1)
        row.addWidget(self._age)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(row)
        tabs = QHBoxLayout()
        tabs.setContentsMargins(2, 0, 16, 0)
        tabs.addWidget(self.tabs)
        column.addLayout(tabs)

    def show_title(self, title: str, year: int | None, edition: str, place: int, total: int) -> None:
        """Show which title this is and its place among those one can walk through."""
        self.title.show_text(title)
        words = [str(year) if year else "", edition]
        self._year.setText(" · ".join(word for word in words if word))
        self._year.setVisible(bool(self._year.text()))
        self._place.setText(f"{place:,} of {total:,}" if place else "")

    def show_age(self, text: str, details: str = "") -> None:
        """Show how old what is shown is."""
        self._age.setText(text)
        self._age.setToolTip(details)

    @property
    def age(self) -> str:
        """The age shown."""
        return self._age.text()

    @property
    def place(self) -> str:
        """The place shown, ``7 of 24``."""
        return self._place.text()
