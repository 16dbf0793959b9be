"""Choosing how large pictures must be at least: the menu of the chip, and a person's own numbers."""

from __future__ import annotations

from PySide6.QtCore import QObject, QPoint, Signal
from PySide6.QtGui import QAction, QActionGroup
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QFormLayout,
    QLabel,
    QMenu,
    QSpinBox,
    QVBoxLayout,
    QWidget,
)

from ui.assets.asset_filter import HALF, IDEAL, least_size
from ui.assets.filter_chips import FilterView, size_words

_MOST_PX = 20_000


class SizeFilter(QObject):
    """Signals: chosen(str): a smallest size as `AssetFilter.least` spells it."""

    chosen = Signal(str)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._parent = parent
        self._view: FilterView | None = None
        self.menu = QMenu(parent)
        self.menu.setAccessibleName("Smallest size")
        self._group = QActionGroup(self.menu)
        self._by_size: dict[str, QAction] = {}
        self.dialog: OwnSizeDialog | None = None

    def open(self, view: FilterView, place: QPoint) -> None:
        """Open the menu at *place* on the screen; each line says what it would show."""
        self._view = view
        self.menu.clear()
        self._by_size = {}
        sizes = dict.fromkeys(("", HALF, IDEAL, view.wanted.least))
        for least in sizes:
            text = f"{size_words(least, view.shape)}\t{view.facets.sizes.get(least, 0):,}"
            action = self.menu.addAction(text)
            action.setCheckable(True)
            action.setChecked(least == view.wanted.least)
            action.triggered.connect(lambda _=False, least=least: self.chosen.emit(least))
            self._group.addAction(action)
            self._by_size[least] = action
        self.menu.addSeparator()
        self.menu.addAction("Own numbers…", self._ask)
        self.menu.setActiveAction(self._by_size[view.wanted.least])
        self.menu.popup(place)

    def action(self, least: str) -> QAction:
        """Return the line of a size; KeyError when it is not offered."""
        return self._by_size[least]

    def _ask(self) -> None:
        if self._view is not None:
            self.dialog = OwnSizeDialog(self._view, self._parent)
            self.dialog.chosen.connect(self.chosen)
            self.dialog.open()


class OwnSizeDialog(QDialog):
    """Asks for a width and a height; Signals: chosen(str)."""

    chosen = Signal(str)

    def __init__(self, view: FilterView, parent: QWidget) -> None:
        super().__init__(parent)
        self.setWindowTitle("Smallest size")
        words = QLabel(f"Hide {view.shape.plural} that are smaller, or state no size.", self)
        words.setWordWrap(True)
        width, height = least_size(view.wanted.least or HALF, view.shape)
        self.width_field, self.height_field = _field("Width", width, self), _field("Height", height, self)
        form = QFormLayout()
        form.addRow("&Width", self.width_field)
        form.addRow("&Height", self.height_field)
        buttons = QDialogButtonBox(self)
        for standard, tip in (
            (QDialogButtonBox.StandardButton.Ok, "Filter by this size (Enter)"),
            (QDialogButtonBox.StandardButton.Cancel, "Leave the filter as it is (Esc)"),
        ):
            button = buttons.addButton(standard)
            button.setToolTip(tip)
            button.setAccessibleName(button.text().replace("&", ""))
        buttons.accepted.connect(self.accept)
        buttons.rejected.connect(self.reject)
        column = QVBoxLayout(self)
        column.addWidget(words)
        column.addLayout(form)
        column.addWidget(buttons)
        self.width_field.selectAll()

    def accept(self) -> None:
        super().accept()
        self.chosen.emit(f"{self.width_field.value()}x{self.height_field.value()}")


def _field(name: str, value: int, parent: QWidget) -> QSpinBox:
    field = QSpinBox(parent)
    field.setRange(1, _MOST_PX)
    field.setSuffix(" px")
    field.setValue(value)
    field.setAccessibleName(name)
    field.setToolTip(f"{name} in pixels, 1 to {_MOST_PX}")
    return field
