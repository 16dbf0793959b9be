"""The line above the titles: wall or table, what is shown, sort, size."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QComboBox,
    QFrame,
    QHBoxLayout,
    QLabel,
    QSizePolicy,
    QSlider,
    QToolButton,
    QWidget,
)

from ui.chips import ChipRow, ChipSpec
from ui.icons import icon
from ui.library.arrangement import Sort
from ui.library.wall import LARGEST, SMALLEST, USUAL
from ui.theme import set_role

WALL, TABLE = "wall", "table"

SORT_TITLES = {
    Sort.TITLE: "Title",
    Sort.YEAR: "Year",
    Sort.ADDED: "Date added",
    Sort.ARTWORK: "Least artwork",
    Sort.CACHE_AGE: "Oldest data",
    Sort.IDENTITY: "Identity",
    Sort.EDITION: "Edition",
    Sort.IDS: "Ids",
    Sort.PATH: "File",
}
"""The menu of orders, frequent ones first; those of the table's other columns follow."""


class LibraryHeader(QFrame):
    """Signals: view_chosen(str), sort_chosen(Sort, is_descending), width_chosen(int), filter_cleared()."""

    view_chosen = Signal(str)
    sort_chosen = Signal(object, bool)
    width_chosen = Signal(int)
    filter_cleared = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.views = ChipRow(self, is_exclusive=True)
        self.views.setAccessibleName("View")
        self.views.chip_toggled.connect(lambda key, _: self.view_chosen.emit(key))
        self.filters = ChipRow(self)
        self.filters.setAccessibleName("Filter in force")
        self.filters.chip_toggled.connect(lambda *_: self.filter_cleared.emit())
        self.filters.hide()
        self._shown = QLabel(self)
        set_role(self._shown, "muted")
        self.sorts = QComboBox(self)
        set_role(self.sorts, "pill")
        self.sorts.setAccessibleName("Sort by")
        self.sorts.setToolTip("What the titles are sorted by")
        for sort, title in SORT_TITLES.items():
            self.sorts.addItem(title, sort.value)
        self.direction = QToolButton(self)
        self.direction.setCheckable(True)
        self.direction.setIcon(icon("sort", "muted"))
        set_role(self.direction, "quiet")
        self.direction.setAccessibleName("Reverse the order")
        self.direction.setToolTip("Reverse the order")
        self.sorts.activated.connect(lambda _: self._choose_sort(self.direction.isChecked()))
        self.direction.clicked.connect(lambda is_on: self._choose_sort(is_on))
        self.size_label = self._word("Size")
        self.slider = QSlider(Qt.Orientation.Horizontal, self)
        self.slider.setRange(SMALLEST, LARGEST)
        self.slider.setValue(USUAL)
        self.slider.setSingleStep(12)
        self.slider.setPageStep(36)
        self.slider.setFixedWidth(110)
        self.slider.setAccessibleName("Size of the posters")
        self.slider.setToolTip("Size of the posters (Ctrl+wheel, Ctrl++, Ctrl+-)")
        self.slider.valueChanged.connect(self.width_chosen)
        self._lay_out()
        self.show_view(WALL)

    def show_view(self, view: str) -> None:
        """Mark *view* as the one shown; the size belongs to the wall alone."""
        self.views.set_chips(
            (
                ChipSpec(WALL, "Wall", is_on=view == WALL, tooltip="Posters (Ctrl+1)"),
                ChipSpec(TABLE, "Table", is_on=view == TABLE, tooltip="Columns that can be sorted (Ctrl+2)"),
            )
        )
        self.slider.setVisible(view == WALL)
        self.size_label.setVisible(view == WALL)

    def show_sort(self, sort: Sort, *, is_descending: bool) -> None:
        """Show the order in force."""
        self.sorts.setCurrentIndex(self.sorts.findData(sort.value))
        self.direction.setChecked(is_descending)

    def show_filter(self, name: str, text: str) -> None:
        """Show which part of the library is on screen, and the words it is filtered by."""
        self._shown.setText(name)
        self.filters.setVisible(bool(text))
        short = text if len(text) <= 32 else f"{text[:31]}…"
        specs = (
            [ChipSpec("text", f"“{short}”  ✕", is_on=True, tooltip="Clear the filter (Esc)")] if text else []
        )
        self.filters.set_chips(specs)

    def _choose_sort(self, is_descending: bool) -> None:
        self.sort_chosen.emit(Sort(self.sorts.currentData()), is_descending)

    def _word(self, text: str) -> QLabel:
        label = QLabel(text, self)
        set_role(label, "muted")
        return label

    def _lay_out(self) -> None:
        row = QHBoxLayout(self)
        row.setContentsMargins(12, 8, 14, 8)
        row.setSpacing(8)
        self.views.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Preferred)
        row.addWidget(self.views)
        row.addSpacing(8)
        row.addWidget(self._shown)
        row.addWidget(self.filters)
        row.addStretch(1)
        row.addWidget(self._word("Sort"))
        row.addWidget(self.sorts)
        row.addWidget(self.direction)
        row.addSpacing(4)
        row.addWidget(self.size_label)
        row.addWidget(self.slider)
