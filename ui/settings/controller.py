"""What the settings window asks of the core."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import replace

from PySide6.QtCore import QObject, Signal

from metarr_desktop.domain.automation_ports import Automation
from metarr_desktop.domain.errors import MetarrError
from metarr_desktop.domain.ports import PreferenceKeeper
from metarr_desktop.domain.preferences import Preferences
from ui.settings.draft import Draft
from ui.task_scope import TaskScope
from ui.text import sentence_of


class SettingsController(QObject):
    """Takes over what waits, one change after the other.

    Signals:
        applied(str): what was taken over, in words; empty where nothing changed or nothing is to be said.
        failed(str): why something was not; the old still holds there.
        scheduled(ScheduleState): the weekly updates were changed.
        busy_changed(bool).
    """

    applied = Signal(str)
    failed = Signal(str)
    scheduled = Signal(object)
    busy_changed = Signal(bool)

    def __init__(
        self,
        keeper: PreferenceKeeper,
        automation: Automation,
        tasks: TaskScope,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._keeper, self._automation, self._tasks = keeper, automation, tasks
        self.is_busy = False

    def apply(self, draft: Draft) -> None:
        """Take over what waits in *draft*, store by store: one that refuses keeps no other from its change."""
        stores: list[Callable[[], Awaitable[str]]] = []
        if draft.has_preferences:
            stores.append(lambda: self._keep(draft.now))
        if draft.schedule.is_changed:
            stores.append(lambda: self._reschedule(draft))
        if draft.webhooks.is_changed:
            stores.append(lambda: self._listen(draft))
        self._start(*stores)

    def toggle_pause(self, provider: str) -> None:
        """Pause *provider* at once, or resume it."""

        async def toggle() -> str:
            now = self._keeper.current()
            change = await self._keeper.change(replace(now, paused=now.paused ^ {provider}))
            return change.text

        self._start(toggle)

    # -- inside ----------------------------------------------------------------------------------------------

    def _start(self, *changes: Callable[[], Awaitable[str]]) -> None:
        if not self.is_busy:
            self.is_busy = True
            self._tasks.start("apply", self._change, changes)
            self.busy_changed.emit(True)

    async def _change(self, changes: tuple[Callable[[], Awaitable[str]], ...]) -> None:
        done: list[str] = []
        problems: list[str] = []
        try:
            for change in changes:
                try:
                    done.append(await change())
                except MetarrError as error:
                    problems.append(sentence_of(error))
        finally:  # whatever it was, the buttons work again
            self.is_busy = False
            self.busy_changed.emit(False)
        if done:
            self.applied.emit(" ".join(filter(None, done)))
        if problems:
            self.failed.emit(" ".join(problems))

    async def _keep(self, wanted: Preferences) -> str:
        """Change the preferences; what is paused stays as it is now."""
        change = await self._keeper.change(replace(wanted, paused=self._keeper.current().paused))
        return change.text

    async def _reschedule(self, draft: Draft) -> str:
        state = await self._automation.schedule.set(draft.schedule.now)
        draft.schedule.hold(state.settings)
        self.scheduled.emit(state)
        return ""  # the page says when the next run begins

    async def _listen(self, draft: Draft) -> str:
        webhooks = self._automation.webhooks
        words = await webhooks.change(draft.webhooks.now)
        draft.webhooks.hold(await webhooks.settings(), webhooks.fixed())
        return words
