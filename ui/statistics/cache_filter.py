"""The line above the cache table: which entries are listed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QComboBox, QLineEdit, QWidget

from metarr_desktop.domain.asset import AssetType
from metarr_desktop.domain.cache_report import CacheQuery, PairState
from metarr_desktop.domain.provider import METADATA
from ui.buttons import act_button
from ui.clear_button import add_clear_button
from ui.flow_layout import FlowLayout
from ui.placement import text_scale
from ui.statistics.cache_words import STATE_WORDS, part_text
from ui.timers import delay

_TYPING_MS = 200
_FIELD_WIDTH = 220


class FilterField(QLineEdit):
    """Signals: left_downwards(): the person wants to go on to the table."""

    left_downwards = Signal()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape and self.text():
            self.clear()
        elif event.key() in (Qt.Key.Key_Down, Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.left_downwards.emit()
        else:
            super().keyPressEvent(event)


class CacheFilter(QWidget):
    """Signals: changed(): `applied_to` gives another query now; left_downwards()."""

    changed = Signal()
    left_downwards = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.text = FilterField(self)
        self.text.setPlaceholderText("Filter by title")
        add_clear_button(self.text, "Clear the title", "List titles with any letters again (Esc)")
        self.text.setToolTip("List only titles with these letters (Ctrl+F)")
        self.text.setAccessibleName("Filter by title")
        self.text.left_downwards.connect(self.left_downwards)
        self.provider = self._combo("provider")
        self.part = self._combo("type")
        self.state = self._combo("state")
        self.clear_button = act_button("Clear filter", "List everything again", self, "link")
        self.clear_button.clicked.connect(lambda _=False: self.clear())
        row = FlowLayout(self, spacing=8)
        for widget in (self.text, self.provider, self.part, self.state, self.clear_button):
            row.addWidget(widget)
        self._timer = delay(self, _TYPING_MS, self._tell)
        self.text.textChanged.connect(lambda _: self._timer.start())
        self._fill(self.part, "All types", [(each, part_text(each)) for each in (METADATA, *AssetType)])
        self._fill(self.state, "All states", [(each.value, STATE_WORDS[each][0]) for each in PairState])
        self._fill(self.provider, "All providers", [])
        self.fit_text()

    def show_providers(self, titles: Mapping[str, str]) -> None:
        """Offer these providers; the one that is chosen stays."""
        chosen = str(self.provider.currentData() or "")
        if chosen and chosen not in titles:
            titles = {**titles, chosen: chosen}
        self._fill(self.provider, "All providers", list(titles.items()))
        self._choose(self.provider, chosen)

    def show_query(self, query: CacheQuery) -> None:
        """Show the filter of *query*, without a signal."""
        self.text.blockSignals(True)
        self.text.setText(query.text)
        self.text.blockSignals(False)
        if query.provider and self.provider.findData(query.provider) < 0:
            self.provider.addItem(query.provider, query.provider)
        self._choose(self.provider, query.provider)
        self._choose(self.part, query.part)
        self._choose(self.state, query.state.value if query.state else "")
        self.clear_button.setVisible(self.is_filtering)

    def applied_to(self, query: CacheQuery) -> CacheQuery:
        """Return *query* with this filter, from its first row."""
        state = str(self.state.currentData() or "")
        return replace(
            query,
            text=self.text.text().strip(),
            provider=str(self.provider.currentData() or ""),
            part=str(self.part.currentData() or ""),
            state=PairState(state) if state else None,
            offset=0,
        )

    @property
    def is_filtering(self) -> bool:
        """Whether anything is left out."""
        return bool(self.text.text().strip()) or any(
            combo.currentIndex() > 0 for combo in (self.provider, self.part, self.state)
        )

    def clear(self) -> None:
        """List everything."""
        self.show_query(CacheQuery())
        self._tell()

    def fit_text(self) -> None:
        """Make the field as wide as the text asks for."""
        self.text.setFixedWidth(round(_FIELD_WIDTH * text_scale(self)))

    def _tell(self) -> None:
        self._timer.stop()
        self.clear_button.setVisible(self.is_filtering)
        self.changed.emit()

    def _combo(self, what: str) -> QComboBox:
        combo = QComboBox(self)
        combo.setToolTip(f"List only one {what}")
        combo.setAccessibleName(f"Filter by {what}")
        combo.activated.connect(lambda _: self._tell())
        return combo

    def _fill(self, combo: QComboBox, first: str, items: list[tuple[str, str]]) -> None:
        combo.clear()
        combo.addItem(first, "")
        for value, words in items:
            combo.addItem(words, str(value))

    def _choose(self, combo: QComboBox, value: str) -> None:
        combo.setCurrentIndex(max(0, combo.findData(value)))
