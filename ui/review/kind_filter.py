"""Which type of artwork is shown: chips with their counts, or a list where chips would take too many lines."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QWidget

from metarr_desktop.domain.asset import ASSET_SHAPES, AssetType
from ui.chips import ChipRow, ChipSpec

_ALL = "all"
_MOST_LINES = 2


class KindFilter(QWidget):
    """Signals: kind_chosen(AssetType or None): by the person; None are all."""

    kind_chosen = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._offered: tuple[str, list[str]] = ("", [])
        self.chips = ChipRow(is_exclusive=True)
        self.list = QComboBox()
        for widget in (self.chips, self.list):
            widget.setAccessibleName("Type of artwork")
        self.list.setToolTip("Show one type of artwork only")
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(self.chips, 1)
        row.addWidget(self.list, 0, Qt.AlignmentFlag.AlignRight)
        self.chips.chip_toggled.connect(lambda key, _: self._choose(key))
        self.list.activated.connect(lambda place: self._choose(str(self.list.itemData(place))))
        self.list.hide()

    def show_kinds(self, kinds: Mapping[AssetType, int], current: AssetType | None) -> None:
        """Offer *kinds* with their counts, and all of them; nothing to choose hides it."""
        on = _ALL if current is None else current.value
        lines = [(_ALL, "All", sum(kinds.values()), "Show all types")]
        for kind, count in kinds.items():
            shape = ASSET_SHAPES[kind]
            lines.append((kind.value, shape.title, count, f"Show {shape.plural} only"))
        self.setVisible(len(kinds) > 1)
        offered = (on, [key for key, *_ in lines])
        if offered == self._offered:  # the usual change: one proposal fewer
            for place, (key, title, count, _) in enumerate(lines):
                self.chips.chip(key).set_count(count)
                self.list.setItemText(place, f"{title} {count:,}")
            return
        self._offered = offered
        self.chips.set_chips(
            ChipSpec(key, title, count, key == on, words) for key, title, count, words in lines
        )
        self.list.clear()
        for key, title, count, _ in lines:
            self.list.addItem(f"{title} {count:,}", key)
        self.list.setCurrentIndex(self.list.findData(on))
        self._fit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange and hasattr(self, "list"):
            self._fit()

    def _fit(self) -> None:
        line = self.list.sizeHint().height() + 8
        is_list = self.chips.heightForWidth(max(1, self.width())) > _MOST_LINES * line
        self.chips.setVisible(not is_list)
        self.list.setVisible(is_list)

    def _choose(self, key: str) -> None:
        self.kind_chosen.emit(None if key == _ALL else AssetType(key))
