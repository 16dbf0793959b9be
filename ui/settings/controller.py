"""What the settings window asks of the core."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from PySide6.QtCore import QObject, Signal

from metarr_desktop.domain.errors import MetarrError
from metarr_desktop.domain.ports import PreferenceKeeper
from metarr_desktop.domain.preferences import Preferences
from ui.task_scope import TaskScope
from ui.text import sentence_of


class SettingsController(QObject):
    """Takes over preferences, one change after the other.

    Signals:
        applied(str): what was taken over, in words; empty where nothing changed.
        failed(str): why not; the old ones still hold.
        busy_changed(bool).
    """

    applied = Signal(str)
    failed = Signal(str)
    busy_changed = Signal(bool)

    def __init__(self, keeper: PreferenceKeeper, tasks: TaskScope, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._keeper, self._tasks = keeper, tasks
        self.is_busy = False

    def apply(self, preferences: Preferences) -> None:
        """Take over *preferences*; what is paused stays as it is now."""
        self._start(lambda: replace(preferences, paused=self._keeper.current().paused))

    def toggle_pause(self, provider: str) -> None:
        """Pause *provider* at once, or resume it."""

        def changed() -> Preferences:
            now = self._keeper.current()
            return replace(now, paused=now.paused ^ {provider})

        self._start(changed)

    def _start(self, wanted: Callable[[], Preferences]) -> None:
        if not self.is_busy:
            self.is_busy = True
            self._tasks.start("apply", self._change, wanted)
            self.busy_changed.emit(True)

    async def _change(self, wanted: Callable[[], Preferences]) -> None:
        outcome, words = self.failed, ""
        try:
            change = await self._keeper.change(wanted())
            outcome, words = self.applied, change.text
        except MetarrError as error:
            words = sentence_of(error)
        finally:  # whatever it was, the buttons work again
            self.is_busy = False
            self.busy_changed.emit(False)
        outcome.emit(words)
