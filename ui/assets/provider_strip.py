"""The chips of the providers in the header, and how old what is shown is."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QSizePolicy, QWidget

from ui.assets.chip_state import ChipAction, ChipState
from ui.chips import ProviderChip
from ui.flow_layout import FlowLayout


class ProviderStrip(QWidget):
    """One chip per provider, right-aligned, wrapping when the window is narrow.

    Signals:
        retry_requested(provider), settings_requested(provider)
    """

    retry_requested = Signal(str)
    settings_requested = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._chips: dict[str, ProviderChip] = {}
        self._actions: dict[str, ChipAction] = {}
        self._states: dict[str, ChipState] = {}
        self._flow = FlowLayout(self, spacing=8, align_right=True)
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    def set_providers(self, providers: Iterable[tuple[str, str]]) -> None:
        """Show one chip for each (name, title); those already there keep their state."""
        wanted = dict(providers)
        for name in set(self._chips) - set(wanted):
            gone = self._chips.pop(name)
            self._states.pop(name, None)
            self._flow.removeWidget(gone)
            gone.hide()
            gone.deleteLater()
        for place, (name, title) in enumerate(wanted.items()):
            chip = self._chips.get(name)
            if chip is None:
                chip = ProviderChip(name, title, self)
                chip.action_requested.connect(self._on_clicked)
                self._chips[name] = chip
            elif list(self._chips)[place] == name:
                continue
            self._flow.removeWidget(chip)
            self._flow.insert_widget(place, chip)
            chip.show()
        self._chips = {name: self._chips[name] for name in wanted}

    def set_state(self, provider: str, state: ChipState) -> None:
        """Show *state*; a running countdown is not started anew by the same state."""
        chip = self._chips.get(provider)
        if chip is None or self._states.get(provider) == state:
            return
        self._states[provider] = state
        self._actions[provider] = state.action
        words = {
            ChipAction.NONE: "",
            ChipAction.RETRY: f"Retry {chip.text()}",
            ChipAction.SETTINGS: "Open settings",
            ChipAction.RESUME: "Resume in settings",
        }
        chip.set_state(
            state.text,
            state.tone,
            countdown_s=state.countdown_s,
            action=words[state.action],
            details=state.details,
        )
        self.updateGeometry()

    def chip(self, provider: str) -> ProviderChip:
        """Return the chip of *provider*; KeyError when it is not shown."""
        return self._chips[provider]

    def _on_clicked(self, provider: str) -> None:
        if self._actions.get(provider) in (ChipAction.SETTINGS, ChipAction.RESUME):
            self.settings_requested.emit(provider)
        else:
            self.retry_requested.emit(provider)
