"""The pages Automation and Webhooks of one core: what they read, and what they hear of."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtWidgets import QWidget

from metarr_desktop.domain.errors import InvalidInput
from metarr_desktop.domain.jobs import Job, JobKind
from metarr_desktop.domain.ports import Core
from metarr_desktop.domain.schedule import ScheduleState
from metarr_desktop.domain.webhooks import WebhookEvent
from ui.settings import webhook_rules as rules
from ui.settings.automation_page import AutomationPage
from ui.settings.draft import Draft
from ui.settings.webhooks_page import WebhooksPage
from ui.subscriptions import Subscriptions
from ui.task_scope import TaskScope
from ui.text import sentence_of
from ui.timers import delay

_LOOK_MS, _SOON_MS = 3000, 1000
_EVENTS, _EVENTS_AGAIN = 200, 20


class AutomationPart(QObject):
    """Reads the schedule and the settings of webhooks, which nobody has at hand; they join the draft then.

    Signals:
        known(): the draft holds something it did not before.
        activity_requested(str): a tab of the activity window.
        said(str): what a button did, or what arrived.
    """

    known = Signal()
    activity_requested = Signal(str)
    said = Signal(str)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.automation, self.webhooks = AutomationPage(parent), WebhooksPage(parent)
        self._core: Core | None = None
        self._draft: Draft | None = None
        self._tasks: TaskScope | None = None
        self._listening = Subscriptions()
        self.automation.renew_wanted.connect(self._read_schedule)
        self.automation.activity_requested.connect(lambda: self.activity_requested.emit("schedules"))
        self.webhooks.renew_wanted.connect(self._read_webhooks)
        self.webhooks.activity_requested.connect(lambda: self.activity_requested.emit("webhooks"))
        self.webhooks.said.connect(self.said)
        # What another program hears is not told here; it is looked up while somebody looks.
        self._look = QTimer(self)
        self._look.setInterval(_LOOK_MS)
        self._look.timeout.connect(self._look_again)
        self._soon = delay(self, _SOON_MS, self._read_schedule)  # a run tells of each of its titles

    def attach(self, core: Core, draft: Draft, tasks: TaskScope) -> None:
        """Show the automation of *core*; what is read goes into *draft*."""
        self._core, self._draft, self._tasks = core, draft, tasks
        automation = core.automation
        self.automation.show_providers(core.providers.all_infos())
        self.webhooks.forget_events()
        self._listening.add(
            automation.subscribe(self._show_state),
            automation.webhooks.subscribe(self._on_event),
            automation.jobs.subscribe(self._on_job),
        )
        self._show_state()
        self._read_schedule()
        self._read_webhooks()
        self._look.start()

    def detach(self) -> None:
        """Let go of the core."""
        self._look.stop()
        self._soon.stop()
        self._listening.end()
        self._core = self._draft = self._tasks = None

    def show_state_of(self, state: ScheduleState) -> None:
        """Show when the next run begins, after the schedule was changed."""
        self.automation.show_schedule(state, None)
        self._read_schedule()

    # -- reading ---------------------------------------------------------------------------------------------

    def _read_schedule(self) -> None:
        if self._tasks is not None:
            self._tasks.start("read schedule", self._schedule)

    def _read_webhooks(self) -> None:
        if self._tasks is not None:
            self._tasks.start("read webhooks", self._settings)

    def _look_again(self) -> None:
        if self._core is None or self._tasks is None or not self.webhooks.isVisible():
            return
        if self._core.automation.state().webhook_port is None:
            self._tasks.start("look for webhooks", self._tell_new)

    async def _schedule(self) -> None:
        core, draft = self._core, self._draft
        if core is None or draft is None:
            return
        state = await core.automation.schedule.state()
        job = await core.automation.schedule.job()
        draft.schedule.hold(state.settings)
        self.automation.show_schedule(state, job)
        self.known.emit()
        numbers = await core.statistics.provider_numbers()
        self.automation.budgets.show_requests({name: each.requests for name, each in numbers.items()})

    async def _settings(self) -> None:
        core, draft = self._core, self._draft
        if core is None or draft is None:
            return
        webhooks = core.automation.webhooks
        try:
            draft.webhooks.hold(await webhooks.settings(), webhooks.fixed())
        except InvalidInput as error:
            draft.webhooks.forget()
            self.webhooks.show_refusal(sentence_of(error))
        self.known.emit()
        self.webhooks.show_events(await webhooks.events(_EVENTS))

    async def _tell_new(self) -> None:
        if self._core is not None:
            self._show_new(await self._core.automation.webhooks.events(_EVENTS_AGAIN))

    def _show_new(self, events: Sequence[WebhookEvent]) -> None:
        """Show *events*, and answer a test that was not there before."""
        for event in self.webhooks.show_events(events):
            if event.event.casefold() == rules.TEST:
                self.said.emit(self.webhooks.cards[event.source].state.sentence.text())

    # -- hearing ---------------------------------------------------------------------------------------------

    def _show_state(self) -> None:
        if self._core is not None:
            state = self._core.automation.state()
            self.automation.show_doer(state.sentence)
            self.webhooks.show_state(state)

    def _on_event(self, event: WebhookEvent) -> None:
        self._show_new([event])

    def _on_job(self, job: Job) -> None:
        if job.kind == JobKind.UPDATE and self.automation.isVisible() and not self._soon.isActive():
            self._soon.start()
