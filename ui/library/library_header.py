"""The line above the titles: wall or table, what is shown, sort, size."""

from __future__ import annotations

from collections.abc import Mapping

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

from metarr_desktop.domain.entity import EntityType
from ui.chips import ChipRow, ChipSpec
from ui.icons import icon
from ui.kinds import count_of, words_of
from ui.library.arrangement import SORTS_OF, Sort
from ui.library.wall import LARGEST, SMALLEST, USUAL
from ui.theme import set_role

WALL, TABLE = "wall", "table"
_TEXT = "text"
_ZOOM_STEP = 16

SORT_TITLES = {
    Sort.TITLE: "Title",
    Sort.ARTIST: "Artist",
    Sort.YEAR: "Year",
    Sort.ADDED: "Date added",
    Sort.ARTWORK: "Least artwork",
    Sort.CACHE_AGE: "Oldest data",
    Sort.IDENTITY: "Identity",
    Sort.SEASONS: "Seasons",
    Sort.EPISODES: "Episodes",
    Sort.EDITION: "Edition",
    Sort.IDS: "Ids",
    Sort.PATH: "File",
}
"""The menu of orders, frequent ones first; those of the table's other columns follow."""


class LibraryHeader(QFrame):
    """Says what of which kind is shown, and how.

    Signals:
        view_chosen(str), sort_chosen(Sort, is_descending), width_chosen(int), filter_cleared()
        kind_chosen(EntityType): the filter has hits in another kind, and the person goes there.
    """

    view_chosen = Signal(str)
    sort_chosen = Signal(object, bool)
    width_chosen = Signal(int)
    filter_cleared = Signal()
    kind_chosen = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.views = ChipRow(self, is_exclusive=True)
        self.views.setAccessibleName("View")
        self.views.chip_toggled.connect(lambda key, _: self.view_chosen.emit(key))
        self.filters = ChipRow(self)
        self.filters.setAccessibleName("Filter in force")
        self.filters.chip_toggled.connect(lambda key, _: self._on_filter_clicked(key))
        self.filters.hide()
        self._shown = QLabel(self)
        set_role(self._shown, "muted")
        self.sorts = QComboBox(self)
        set_role(self.sorts, "pill")
        self.sorts.setAccessibleName("Sort by")
        self.sorts.setToolTip("What the titles are sorted by")
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
        self.slider.valueChanged.connect(self.width_chosen)
        self._lay_out()
        self.show_kind(EntityType.MOVIE)
        self.show_view(WALL)

    def show_kind(self, entity_type: EntityType) -> None:
        """Offer the orders of a kind, and speak of its posters or covers."""
        self._words = words_of(entity_type)
        self.sorts.clear()
        for sort, title in SORT_TITLES.items():
            if sort is Sort.ADDED or sort in SORTS_OF[entity_type]:
                self.sorts.addItem(self._words.place if sort is Sort.PATH else title, sort.value)
        self.slider.setAccessibleName(f"Size of the {self._words.picture}s")
        self.slider.setToolTip(f"Size of the {self._words.picture}s (Ctrl+wheel, Ctrl++, Ctrl+-)")

    def show_view(self, view: str) -> None:
        """Mark *view* as the one shown; the size belongs to the wall alone."""
        self.views.set_chips(
            (
                ChipSpec(
                    WALL,
                    "Wall",
                    is_on=view == WALL,
                    tooltip=f"{self._words.picture.title()}s (Ctrl+1)",
                ),
                ChipSpec(TABLE, "Table", is_on=view == TABLE, tooltip="Columns that can be sorted (Ctrl+2)"),
            )
        )
        self.slider.setVisible(view == WALL)
        self.size_label.setVisible(view == WALL)

    def show_sort(self, sort: Sort, *, is_descending: bool) -> None:
        """Show the order in force."""
        self.sorts.setCurrentIndex(self.sorts.findData(sort.value))
        self.direction.setChecked(is_descending)

    def zoom(self, steps: int) -> None:
        """Make the pictures larger or smaller."""
        wanted = self.slider.value() + steps * _ZOOM_STEP
        self.slider.setValue(min(LARGEST, max(SMALLEST, wanted)))

    def show_filter(self, name: str, text: str, elsewhere: Mapping[EntityType, int] | None = None) -> None:
        """Show which part of the library is on screen, and the words it is filtered by.

        *elsewhere* counts what these words find in other kinds.
        """
        self._shown.setText(name)
        self.filters.setVisible(bool(text))
        short = text if len(text) <= 32 else f"{text[:31]}…"
        specs = (
            [ChipSpec(_TEXT, f"“{short}”  ✕", is_on=True, tooltip="Clear the filter (Esc)")] if text else []
        )
        for entity_type, count in (elsewhere or {}).items():
            if count and text:
                title = words_of(entity_type).title
                tooltip = f"{count_of(count, entity_type)} found as well; click to see {'it' if count == 1 else 'them'}"
                specs.append(ChipSpec(entity_type.value, f"{count:,} in {title}", tooltip=tooltip))
        self.filters.set_chips(specs)

    def _on_filter_clicked(self, key: str) -> None:
        if key == _TEXT:
            self.filter_cleared.emit()
        else:
            self.kind_chosen.emit(EntityType(key))

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
