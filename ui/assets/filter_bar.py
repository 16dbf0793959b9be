"""The row of filters, the order, and the tile size."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QFontMetrics, QResizeEvent
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QLabel, QPushButton, QSlider, QWidget

from ui.assets.asset_filter import SORT_TITLES, AssetFilter, AssetSort
from ui.assets.filter_chips import SIZE, FilterView, specs_of, toggled
from ui.assets.size_filter import SizeFilter
from ui.chips import ChipRow, ChipSpec
from ui.fold_line import FoldLine
from ui.pill import Pill
from ui.theme import TextSize, set_role, text_font

_MOST_LANGUAGES = 8
_MARGINS, _LOW_MARGINS = (16, 6, 16, 6), (16, 2, 16, 2)


class FilterBar(QWidget):
    """Says what is wanted; holds no candidates.

    Signals:
        filter_changed(AssetFilter), sort_changed(AssetSort), tile_width_changed(int), reset_requested(),
            ranking_requested(): by the person only.
    """

    filter_changed = Signal(object)
    sort_changed = Signal(object)
    tile_width_changed = Signal(int)
    reset_requested = Signal()
    ranking_requested = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._others: tuple[str, ...] = ()
        self._switches: list[QWidget] = []
        self._in_tab_order: tuple[str, ...] = ()
        self._view: FilterView | None = None
        self._is_low = False
        self.sizes = SizeFilter(self)
        self.sizes.chosen.connect(self._on_size)
        self._show = self._new_label("Show")
        self.chips = ChipRow(self)
        self.chips.setAccessibleName("Filters")
        self.chips.chip_toggled.connect(self._on_toggled)
        self.chips.installEventFilter(self)
        self._make_controls()
        self._lay_out()

    def _make_controls(self) -> None:
        self.sort = QComboBox(self)
        set_role(self.sort, "pill")
        self.sort.setAccessibleName("Sort by")
        self.sort.setToolTip("Order of the pictures")
        for order, title in SORT_TITLES.items():
            self.sort.addItem(title, order.value)
        self.sort.activated.connect(lambda at: self.sort_changed.emit(AssetSort(str(self.sort.itemData(at)))))
        self.slider = QSlider(Qt.Orientation.Horizontal, self)
        self.slider.setFixedWidth(110)
        self.slider.setAccessibleName("Tile size")
        self.slider.setToolTip("Size of the tiles (Ctrl++, Ctrl+-, Ctrl+wheel)")
        self.slider.valueChanged.connect(self.tile_width_changed)
        self.weights = Pill("Balanced", self)
        self.weights.setCheckable(True)
        self.weights.setToolTip("What counts how much in the score (W)")
        self.weights.setAccessibleName("Ranking: Balanced")
        self.weights.clicked.connect(lambda _=False: self.ranking_requested.emit())
        self.reset = QPushButton("Reset", self)
        set_role(self.reset, "link")
        self.reset.setAccessibleName("Reset filters and order of this type")
        self.reset.setToolTip("Show everything of this type again, best first (Ctrl+Shift+R)")
        self.reset.clicked.connect(lambda _=False: self.reset_requested.emit())
        self.reset.hide()

    def _lay_out(self) -> None:
        filters, others = QWidget(self), QWidget(self)
        left, self._controls = QHBoxLayout(filters), QHBoxLayout(others)
        left.addWidget(self._show, 0, Qt.AlignmentFlag.AlignTop)
        left.addWidget(self.chips, 1)
        self._controls.addStretch(1)
        self._controls.addWidget(self.reset, 0, Qt.AlignmentFlag.AlignTop)
        for text, widget in (("Sort", self.sort), ("by", self.weights), ("Size", self.slider)):
            label = self._new_label(text)
            label.setBuddy(widget)
            self._controls.addWidget(label, 0, Qt.AlignmentFlag.AlignTop)
            self._controls.addWidget(widget, 0, Qt.AlignmentFlag.AlignTop)
        for each in (left, self._controls):
            each.setContentsMargins(0, 0, 0, 0)
            each.setSpacing(8)
        self.line = FoldLine(filters, others, filters, 8, self)
        row = self._row = QHBoxLayout(self)
        row.setContentsMargins(*_MARGINS)
        row.addWidget(self.line)
        height = self.sort.sizeHint().height()
        self.reset.setFixedHeight(height)
        for label in self.findChildren(QLabel):
            label.setFixedHeight(height)
        self.slider.setFixedHeight(height)

    def _new_label(self, text: str) -> QLabel:
        label = QLabel(text, self)
        set_role(label, "muted")
        return label

    def add_switch(self, switch: QWidget) -> None:
        """Put a switch that is no filter between the filters and the order."""
        row = self._controls
        row.insertWidget(row.indexOf(self.reset), switch, 0, Qt.AlignmentFlag.AlignTop)
        self._switches.append(switch)

    def show_filter(self, view: FilterView) -> None:
        """Show what is wanted and what each filter would let through."""
        self._view = view
        room = self.chips.width()
        for most in range(_MOST_LANGUAGES, 1, -1):
            own, others = view.facets.language_groups(view.chosen_languages, most)
            specs = specs_of(view, own, others)
            if sum(_width_of(spec) for spec in specs) <= room:
                break
        self._others = others
        self.chips.set_chips(specs)
        self._settle_tab_order([spec.key for spec in specs])
        self._show_reset()

    def _settle_tab_order(self, keys: Sequence[str]) -> None:
        """Let Tab walk from left to right; chips are made late, which puts them at the end of the window."""
        if tuple(keys) == self._in_tab_order:
            return
        self._in_tab_order = tuple(keys)
        chips = [self.chips.chip(key) for key in keys]
        for before, after in pairwise([self.slider, *chips, *self._switches, self.reset]):
            QWidget.setTabOrder(before, after)
        for before, after in pairwise([self.reset, self.sort, self.weights, self.slider]):
            QWidget.setTabOrder(before, after)

    def show_sort(self, order: AssetSort) -> None:
        """Show which order is in force."""
        self.sort.setCurrentIndex(self.sort.findData(order.value))
        self._show_reset()

    def show_tile_width(self, width: int, smallest: int, largest: int) -> None:
        """Show the tile width of the type in front without announcing it."""
        self.slider.blockSignals(True)
        self.slider.setRange(smallest, largest)
        self.slider.setSingleStep(max(1, (largest - smallest) // 24))
        self.slider.setPageStep(max(1, (largest - smallest) // 8))
        self.slider.setValue(width)
        self.slider.blockSignals(False)

    def show_weights(self, name: str) -> None:
        """Show what the order by score rests on: the name of a preset, or that it is the person's own."""
        self.weights.setText(name)
        self.weights.setAccessibleName(f"Ranking: {name}")
        self.weights.updateGeometry()

    def show_low(self, is_low: bool) -> None:
        """Make do with less height; every line of filters stays whole."""
        self._is_low = is_low
        self._row.setContentsMargins(*(_LOW_MARGINS if is_low else _MARGINS))
        self._hold()

    def _hold(self) -> None:
        """Where there is little height, the tiles give way and not the second line of chips."""
        self.setMinimumHeight(self.heightForWidth(self.width()) if self._is_low else 0)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._hold()

    def event(self, event: QEvent) -> bool:
        is_done = super().event(event)
        if event.type() == QEvent.Type.LayoutRequest:
            self._hold()
        return is_done

    def show_ranking_open(self, is_open: bool) -> None:
        """Show whether the ranking is open."""
        self.weights.setChecked(is_open)

    def zoom(self, steps: int) -> None:
        """Make tiles larger by *steps*, or smaller."""
        self.slider.setValue(self.slider.value() + steps * self.slider.singleStep() * 2)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self.chips and self._view is not None and isinstance(event, QResizeEvent):
            self._refold(self._view, event)
        return super().eventFilter(watched, event)

    def _refold(self, view: FilterView, event: QResizeEvent) -> None:
        """Show as many languages as there is room for: the window is wider, or the line was folded."""
        if event.size().width() != event.oldSize().width():
            self.show_filter(view)

    def _on_toggled(self, key: str, is_on: bool) -> None:
        if self._view is None:
            return
        if key == SIZE:
            chip = self.chips.chip(key)
            chip.setChecked(bool(self._view.wanted.least))  # a click opens the menu and switches nothing
            self.sizes.open(self._view, chip.mapToGlobal(chip.rect().bottomLeft()))
        else:
            self.filter_changed.emit(toggled(self._view, key, is_on, self._others))

    def _on_size(self, least: str) -> None:
        if self._view is not None:
            self.filter_changed.emit(replace(self._view.wanted, least=least))

    def _show_reset(self) -> None:
        is_usual = self.sort.currentData() == AssetSort.BEST.value
        self.reset.setVisible(not is_usual or (self._view is not None and self._view.wanted != AssetFilter()))


def _width_of(spec: ChipSpec) -> int:
    """Return the width of a chip with its share of the gaps, px."""
    metrics = QFontMetrics(text_font(TextSize.CAPTION))
    return metrics.horizontalAdvance(f"{spec.text} {spec.count:,}") + metrics.height() + 10 + 10
