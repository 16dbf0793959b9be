"""The Developer menu: faults of the demo services, one at a time each."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial

from PySide6.QtGui import QActionGroup
from PySide6.QtWidgets import QMenu, QWidget

from metarr_desktop.domain.ports import DemoControl

_UNREACHABLE = "unreachable"


class DeveloperMenu(QMenu):
    """Shown in demo mode only; what is checked is read from the services each time it opens.

    Args:
        titles: names of the services as people know them.
    """

    def __init__(
        self, demo: DemoControl, titles: Mapping[str, str] | None = None, parent: QWidget | None = None
    ) -> None:
        super().__init__("&Developer", parent)
        self._demo = demo
        self._groups: dict[str, QActionGroup] = {}
        for service in demo.services():
            self._add_service(service, (titles or {}).get(service, service.replace("_", " ").title()))
        self.addSeparator()
        self._all = self.addAction("All services unreachable")
        self._all.setCheckable(True)
        self._all.setToolTip("What the program does without any network")
        self._all.triggered.connect(self._on_all_toggled)
        self.aboutToShow.connect(self._show_current)
        self._show_current()

    def _add_service(self, service: str, title: str) -> None:
        menu = self.addMenu(title)
        menu.setAccessibleName(f"Faults of {title}")
        group = QActionGroup(menu)
        for name, words in ((None, "Works"), *self._demo.faults()):
            action = menu.addAction(words)
            action.setCheckable(True)
            action.setData(name)
            action.triggered.connect(partial(self._set, service, name))
            group.addAction(action)
            if name is None:
                menu.addSeparator()
        menu.aboutToShow.connect(self._show_current)
        self._groups[service] = group

    def _set(self, service: str, fault: str | None, _: bool = False) -> None:
        self._demo.set_fault(service, fault)
        self._show_current()

    def _on_all_toggled(self, is_on: bool) -> None:
        for service in self._demo.services():
            self._demo.set_fault(service, _UNREACHABLE if is_on else None)
        self._show_current()

    def _show_current(self) -> None:
        for service, group in self._groups.items():
            current = self._demo.current_fault(service)
            for action in group.actions():
                action.setChecked(action.data() == current)
        faults = [self._demo.current_fault(service) for service in self._groups]
        self._all.setChecked(bool(faults) and all(fault == _UNREACHABLE for fault in faults))
