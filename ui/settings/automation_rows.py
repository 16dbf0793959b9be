"""Rows of the page Automation: how far it may go with each type of artwork, and a budget for each provider."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QCheckBox, QFrame, QGridLayout, QLabel, QVBoxLayout, QWidget

from metarr_desktop.domain.asset import AssetType
from metarr_desktop.domain.preferences import Preferences
from metarr_desktop.domain.provider import ProviderInfo
from metarr_desktop.domain.selection import MOST_PICKS, AutomationMode
from ui.settings import automation_wording as wording
from ui.settings.calm_fields import CalmSpinBox
from ui.settings.mode_switch import ModeSwitch
from ui.settings.option_rows import a_check, follow, mark
from ui.settings.page_frame import a_text
from ui.settings.wording import type_name, type_note
from ui.theme import set_role

_MOST_REQUESTS = 1_000_000
_USUAL_BUDGET = 1_000


class TypeRow:
    """The widgets of one type in the grid."""

    def __init__(self, asset_type: AssetType, parent: QWidget) -> None:
        self.asset_type = asset_type
        name, note = type_name(asset_type), type_note(asset_type)
        self.label = QLabel(name, parent)
        self.label.setWordWrap(True)
        self.label.setToolTip(f"{name} {note}" if note else "")
        self.switch = ModeSwitch(name, parent)
        self.limit = CalmSpinBox(
            f"{name}: at most", f"How many pictures automation keeps in a slot of {name.lower()}", parent
        )
        self.limit.setSpecialValueText("none")

    def show_preferences(self, preferences: Preferences) -> None:
        mode, limit = preferences.mode_of(self.asset_type), preferences.limit_of(self.asset_type)
        self.switch.show_mode(mode)
        # A slot for one never holds more, whatever was set while it was one for several.
        most = MOST_PICKS if self.asset_type in preferences.several else 1
        if most != self.limit.maximum():
            self.limit.blockSignals(True)
            self.limit.setRange(0, most)
            self.limit.blockSignals(False)
        self.limit.show_number(min(limit, most))
        self.limit.setEnabled(mode is not AutomationMode.FETCH)


class TypeRows(QFrame):
    """Signals: mode_chosen(types, AutomationMode), limit_chosen(AssetType, int)."""

    mode_chosen = Signal(object, object)
    limit_chosen = Signal(object, int)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        set_role(self, "card")
        self.rows: dict[AssetType, TypeRow] = {}
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 12, 16, 14)
        column.setSpacing(4)
        column.addWidget(a_text("What may run alone", "heading", self))
        column.addLayout(self._legend())
        column.addSpacing(4)
        self._grid = QGridLayout()
        self._grid.setHorizontalSpacing(10)
        self._grid.setVerticalSpacing(4)
        # What is left is shared so that names have the width of one line, and give it up before anything is cut off.
        self._grid.setColumnStretch(0, 2)
        self._grid.setColumnStretch(3, 3)
        self._add_all()
        for group, types in wording.TYPES:
            self._add_group(group, types)
        column.addLayout(self._grid)
        self.warning = a_text("", "warn", self)
        self.warning.setAccessibleName("What selecting means")
        column.addWidget(self.warning)

    def show_preferences(self, preferences: Preferences) -> None:
        """Show how far automation may go."""
        for row in self.rows.values():
            row.show_preferences(preferences)
        modes = {preferences.mode_of(each) for each in self.rows}
        self.all.show_mode(modes.pop() if len(modes) == 1 else None)
        selecting = [
            each
            for each in self.rows
            if preferences.mode_of(each) is AutomationMode.SELECT and preferences.limit_of(each)
        ]
        words = wording.selecting_text(selecting)
        self.warning.setText(f"⚠ {words}" if words else "")
        self.warning.setVisible(bool(words))

    def last_stop(self) -> QWidget:
        """Return what Tab reaches last."""
        return list(self.rows.values())[-1].limit

    def _legend(self) -> QGridLayout:
        legend = QGridLayout()
        legend.setHorizontalSpacing(16)
        legend.setVerticalSpacing(2)
        legend.setColumnStretch(1, 1)
        told = [*wording.MODES.values(), wording.ModeWords("At most", wording.LIMITS)]
        for place, words in enumerate(told):
            title = a_text(words.title, "section", self)
            title.setWordWrap(False)
            legend.addWidget(title, place, 0, Qt.AlignmentFlag.AlignTop)
            legend.addWidget(a_text(words.consequence, "caption", self), place, 1)
        return legend

    def _add_all(self) -> None:
        label = a_text("All types", "body", self)
        self.all = ModeSwitch("All types", self)
        self.all.chosen.connect(lambda mode: self.mode_chosen.emit(tuple(self.rows), mode))
        at_most = a_text("At most", "section", self)
        at_most.setWordWrap(False)
        self._grid.addWidget(label, 0, 0)
        self._grid.addWidget(self.all, 0, 1)
        self._grid.addWidget(at_most, 0, 2)

    def _add_group(self, group: str, types: Sequence[AssetType]) -> None:
        heading = a_text(group, "section", self)
        heading.setContentsMargins(0, 8, 0, 0)
        self._grid.addWidget(heading, self._grid.rowCount(), 0, 1, 3)
        for each in types:
            row = TypeRow(each, self)
            self.rows[each] = row
            place = self._grid.rowCount()
            self._grid.addWidget(row.label, place, 0)
            self._grid.addWidget(row.switch, place, 1)
            self._grid.addWidget(row.limit, place, 2)
            row.switch.chosen.connect(lambda mode, kind=each: self.mode_chosen.emit((kind,), mode))
            row.limit.valueChanged.connect(lambda limit, kind=each: self.limit_chosen.emit(kind, limit))


class BudgetRow:
    """The widgets of one provider in the grid."""

    def __init__(self, info: ProviderInfo, parent: QWidget) -> None:
        self.label = QLabel(info.title, parent)
        self.check: QCheckBox = a_check(
            "At most", f"Leave {info.title} alone after so many requests a day", parent
        )
        self.check.setAccessibleName(f"Limit the requests to {info.title}")
        self.number = CalmSpinBox(
            f"Requests a day to {info.title}", "Of scheduled work; with 0 it is never asked", parent
        )
        self.number.setRange(0, _MOST_REQUESTS)
        self.number.setGroupSeparatorShown(True)
        self.number.setSingleStep(100)
        self.number.show_number(_USUAL_BUDGET)
        self.unit = a_text("", "caption", parent)
        self._budget: int | None = None
        self._today = 0

    def show_today(self, requests: int) -> None:
        self._today = requests
        self._show_unit()

    def show_budget(self, requests: int | None) -> None:
        self._budget = requests
        mark(self.check, requests is not None)
        if requests is not None:
            self.number.show_number(requests)
        self.number.setEnabled(requests is not None)
        self._show_unit()

    def _show_unit(self) -> None:
        self.unit.setText(wording.budget_text(self._budget, self._today))


class BudgetRows(QFrame):
    """Signals: chosen(str, int or None): the budget of a provider."""

    chosen = Signal(str, object)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        set_role(self, "card")
        self.rows: dict[str, BudgetRow] = {}
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 12, 16, 14)
        column.setSpacing(8)
        column.addWidget(a_text("Requests of scheduled work", "heading", self))
        column.addWidget(a_text(wording.BUDGET, "caption", self))
        self._grid = QGridLayout()
        self._grid.setHorizontalSpacing(12)
        self._grid.setVerticalSpacing(4)
        self._grid.setColumnStretch(3, 1)
        column.addLayout(self._grid)

    def show_providers(self, infos: Sequence[ProviderInfo], after: QWidget) -> None:
        """Offer a row for each of *infos*, reached by Tab after *after*."""
        while (item := self._grid.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.hide()
                widget.deleteLater()
        self.rows = {}
        for place, info in enumerate(infos):
            row = BudgetRow(info, self)
            self.rows[info.name] = row
            for column, widget in enumerate((row.label, row.check, row.number, row.unit)):
                self._grid.addWidget(widget, place, column)
                widget.show()
            row.check.toggled.connect(
                lambda is_on, name=info.name: self.chosen.emit(name, self._number(name) if is_on else None)
            )
            row.number.valueChanged.connect(lambda number, name=info.name: self.chosen.emit(name, number))
            after = follow(after, row.check, row.number)

    def show_budgets(self, budgets: Mapping[str, int]) -> None:
        """Show *budgets*, requests a day by provider."""
        for name, row in self.rows.items():
            row.show_budget(budgets.get(name))

    def show_requests(self, requests: Mapping[str, int]) -> None:
        """Show how many were made today, by provider."""
        for name, row in self.rows.items():
            row.show_today(requests.get(name, 0))

    def _number(self, name: str) -> int:
        return self.rows[name].number.value()
