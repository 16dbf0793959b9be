"""The row of filters, the order, and the tile size."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QFontMetrics, QResizeEvent
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QLabel, QSlider, QWidget

from metarr_desktop.domain.asset import AssetShape
from ui.assets.asset_filter import SORT_TITLES, AssetFilter, AssetSort, Facets, minimum_size
from ui.assets.wording import language_text
from ui.chips import ChipRow, ChipSpec
from ui.theme import TextSize, set_role, text_font

_PROVIDER, _LANGUAGE, _OTHER, _LARGE, _REJECTED = "provider:", "language:", "other", "large", "rejected"
_MOST_LANGUAGES = 8
_Shown = tuple[AssetFilter, Facets, AssetShape, Mapping[str, str], Collection[str]]


class FilterBar(QWidget):
    """Says what is wanted; holds no candidates.

    Signals:
        filter_changed(AssetFilter), sort_changed(AssetSort), tile_width_changed(int): by the person only.
    """

    filter_changed = Signal(object)
    sort_changed = Signal(object)
    tile_width_changed = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._filter = AssetFilter()
        self._others: tuple[str, ...] = ()
        self._shown: _Shown | None = None
        show = QLabel("Show", self)
        set_role(show, "muted")
        self.chips = ChipRow(self)
        self.chips.setAccessibleName("Filters")
        self.chips.chip_toggled.connect(self._on_toggled)
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
        row = QHBoxLayout(self)
        row.setContentsMargins(16, 6, 16, 6)
        row.setSpacing(8)
        row.addWidget(show, 0, Qt.AlignmentFlag.AlignTop)
        row.addWidget(self.chips, 1)
        for text, widget in (("Sort", self.sort), ("Size", self.slider)):
            label = QLabel(text, self)
            set_role(label, "muted")
            label.setBuddy(widget)
            row.addWidget(label, 0, Qt.AlignmentFlag.AlignTop)
            row.addWidget(widget, 0, Qt.AlignmentFlag.AlignTop)
        height = self.sort.sizeHint().height()
        for label in self.findChildren(QLabel):
            label.setFixedHeight(height)
        self.slider.setFixedHeight(height)

    def show_filter(
        self,
        wanted: AssetFilter,
        facets: Facets,
        shape: AssetShape,
        titles: Mapping[str, str],
        enabled: Collection[str],
    ) -> None:
        """Show *wanted* and what each filter would let through.

        Args:
            titles: provider names as people know them.
            enabled: names of the providers that are switched on.
        """
        self._shown = (wanted, facets, shape, titles, enabled)
        self._filter = wanted
        room = self.chips.width()
        for most in range(_MOST_LANGUAGES, 1, -1):
            own, others = facets.language_groups(wanted.languages, most)
            specs = self._specs(own, others, *self._shown)
            if sum(_width_of(spec) for spec in specs) <= room:
                break
        self._others = others
        self.chips.set_chips(specs)

    def _specs(
        self,
        own: tuple[str, ...],
        others: tuple[str, ...],
        wanted: AssetFilter,
        facets: Facets,
        shape: AssetShape,
        titles: Mapping[str, str],
        enabled: Collection[str],
    ) -> list[ChipSpec]:
        specs = []
        for name, count in facets.providers.items():
            title = titles.get(name, name)
            words = title if name in enabled else f"{title} (off)"
            specs.append(_spec(_PROVIDER + name, words, count, name in wanted.providers))
        specs += [
            _spec(_LANGUAGE + key, language_text(key), facets.languages.get(key, 0), key in wanted.languages)
            for key in own
        ]
        if others:
            count = sum(facets.languages[key] for key in others)
            names = ", ".join(language_text(key) for key in others)
            specs.append(ChipSpec(_OTHER, "Other languages", count, False, f"Show {names} (Space)"))
        if facets.large or wanted.is_large_only:  # trailers state no size at all
            width, height = minimum_size(shape)
            specs.append(_spec(_LARGE, f"≥ {width}×{height}", facets.large, wanted.is_large_only))
        if facets.rejected or wanted.shows_rejected:
            specs.append(_spec(_REJECTED, "Rejected", facets.rejected, wanted.shows_rejected))
        return specs

    def show_sort(self, order: AssetSort) -> None:
        """Show which order is in force."""
        self.sort.setCurrentIndex(self.sort.findData(order.value))

    def show_tile_width(self, width: int, smallest: int, largest: int) -> None:
        """Show the tile width of the type in front without announcing it."""
        self.slider.blockSignals(True)
        self.slider.setRange(smallest, largest)
        self.slider.setSingleStep(max(1, (largest - smallest) // 24))
        self.slider.setPageStep(max(1, (largest - smallest) // 8))
        self.slider.setValue(width)
        self.slider.blockSignals(False)

    def zoom(self, steps: int) -> None:
        """Make tiles larger by *steps*, or smaller."""
        self.slider.setValue(self.slider.value() + steps * self.slider.singleStep() * 2)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if self._shown is not None and event.size().width() != event.oldSize().width():
            self.show_filter(*self._shown)

    def _on_toggled(self, key: str, is_on: bool) -> None:
        wanted = self._filter
        if key.startswith(_PROVIDER):
            wanted = wanted.with_provider(key.removeprefix(_PROVIDER), is_on)
        elif key.startswith(_LANGUAGE):
            wanted = wanted.with_languages((key.removeprefix(_LANGUAGE),), is_on)
        elif key == _OTHER:
            wanted = wanted.with_languages(self._others, is_on)
        elif key == _LARGE:
            wanted = AssetFilter(wanted.providers, wanted.languages, is_on, wanted.shows_rejected)
        else:
            wanted = AssetFilter(wanted.providers, wanted.languages, wanted.is_large_only, is_on)
        self.filter_changed.emit(wanted)


def _spec(key: str, text: str, count: int, is_on: bool) -> ChipSpec:
    return ChipSpec(key, text, count, is_on, f"Show {text} (Space)")


def _width_of(spec: ChipSpec) -> int:
    """Return the width of a chip with its share of the gaps, px."""
    metrics = QFontMetrics(text_font(TextSize.CAPTION))
    return metrics.horizontalAdvance(f"{spec.text} {spec.count:,}") + metrics.height() + 10 + 10
