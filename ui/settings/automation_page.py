"""Automation: when the library is brought up to date, what may run alone, and what that may ask of providers."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime

from PySide6.QtCore import Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QFrame, QWidget

from metarr_desktop.domain.jobs import Job
from metarr_desktop.domain.provider import ProviderInfo
from metarr_desktop.domain.schedule import ScheduleState
from ui.ages import tell_ages
from ui.buttons import act_button
from ui.settings import automation_wording as wording
from ui.settings.automation_rows import BudgetRows, TypeRows
from ui.settings.calm_fields import CalmTimeEdit
from ui.settings.draft import AUTOMATION, Draft
from ui.settings.option_rows import INDENT, a_check, a_label, a_row, add_option, mark
from ui.settings.page_frame import SettingsPage, a_card, a_text
from ui.settings.quiet_hours_row import QuietHoursRow
from ui.text import utc_now


class AutomationPage(SettingsPage):
    """Signals:
    renew_wanted(): it came into sight, and times may have gone on.
    activity_requested(): the person wants to see the schedules at work.
    """

    NAME, TITLE = AUTOMATION, "Automation"

    renew_wanted = Signal()
    activity_requested = Signal()

    def __init__(self, parent: QWidget | None = None, *, now: Callable[[], datetime] = utc_now) -> None:
        super().__init__(parent)
        self._now = now
        self._draft: Draft | None = None
        self._state: ScheduleState | None = None
        self._job: Job | None = None
        self.say_intro(wording.INTRO)
        self.doer = a_text("", "muted")
        self.body.addWidget(self.doer)
        self.body.addWidget(self._updates_card())
        self.types = TypeRows(self)
        self.types.mode_chosen.connect(lambda *chosen: self._change(lambda draft: draft.set_modes(*chosen)))
        self.types.limit_chosen.connect(
            lambda kind, limit: self._change(lambda draft: draft.set_limit(kind, limit))
        )
        self.body.addWidget(self.types)
        self.budgets = BudgetRows(self)
        self.budgets.chosen.connect(
            lambda name, requests: self._change(lambda draft: draft.set_budget(name, requests))
        )
        self.body.addWidget(self.budgets)
        self.body.addStretch(1)
        self._timer = tell_ages(self, self.renew_wanted.emit)

    def show_providers(self, infos: Sequence[ProviderInfo]) -> None:
        """Offer a budget for each of *infos*."""
        self.budgets.show_providers(infos, self.types.last_stop())
        if self._draft is not None:
            self.show_draft(self._draft)

    def show_doer(self, sentence: str) -> None:
        """Say who does the automatic work."""
        self.doer.setText(sentence)
        self.doer.setVisible(bool(sentence))

    def show_schedule(self, state: ScheduleState, job: Job | None) -> None:
        """Show when the next run begins."""
        self._state, self._job = state, job
        self._show_next_run()

    def show_draft(self, draft: Draft) -> None:
        """Show what *draft* says; its changes go there."""
        self._draft = draft
        schedule = draft.schedule
        self.types.show_preferences(draft.now)
        for widget in (self.updates, self.at, self.quiet, self.enriches, self.budgets):
            widget.setEnabled(schedule.is_known)
        settings = schedule.now
        mark(self.updates, settings.is_on)
        mark(self.enriches, settings.enriches)
        self.at.show_time(settings.at)
        self.quiet.show_quiet(settings.quiet)
        for widget in (self.at, self.quiet):
            widget.setEnabled(schedule.is_known and settings.is_on)
        self.budgets.show_budgets(settings.budgets)
        self._show_next_run()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.renew_wanted.emit()

    # -- parts -----------------------------------------------------------------------------------------------

    def _updates_card(self) -> QFrame:
        card, column = a_card(self)
        column.addWidget(a_text("Weekly updates", "heading"))
        self.updates = a_check("Bring the library up to date by itself", wording.UPDATES_ON, card)
        self.updates.toggled.connect(lambda is_on: self._set(is_on=is_on))
        self.at = CalmTimeEdit("Time a day's run begins", wording.AT, card)
        self.at.timeChanged.connect(lambda _: self._set(at=self.at.moment()))
        self.quiet = QuietHoursRow(card)
        self.quiet.changed.connect(lambda quiet: self._set(quiet=quiet))
        self.quiet.refused.connect(self.refused)
        self.enriches = a_check("Look for better artwork after updates", wording.ENRICHES, card)
        self.enriches.toggled.connect(lambda is_on: self._set(enriches=is_on))
        self.next_run = a_text("", "body", card)
        self.next_run.setAccessibleName("Next run")
        self.activity_button = act_button(
            wording.ACTIVITY, "See the last runs, what they brought, and begin one now", card, "link"
        )
        self.activity_button.setProperty("place", "edge")
        self.activity_button.clicked.connect(lambda _=False: self.activity_requested.emit())
        add_option(column, self.updates, wording.UPDATES_ON)
        column.addLayout(a_row(a_label("Begin each day at", self.at, card), self.at, indent=INDENT))
        hint = a_text(wording.AT, "caption", card)
        hint.setContentsMargins(INDENT, 0, 0, 0)
        column.addWidget(hint)
        column.addWidget(self.quiet)
        add_option(column, self.enriches, wording.ENRICHES)
        column.addWidget(self.next_run)
        column.addLayout(a_row(self.activity_button))
        return card

    # -- changing --------------------------------------------------------------------------------------------

    def _set(self, **values: object) -> None:
        self._change(lambda draft: draft.schedule.change(**values))

    def _change(self, change: Callable[[Draft], object]) -> None:
        if self._draft is not None:
            change(self._draft)
            self.show_draft(self._draft)
            self.changed.emit()

    def _show_next_run(self) -> None:
        if self._draft is None or self._state is None:
            self.next_run.setText(wording.UNKNOWN)
            return
        self.next_run.setText(
            wording.next_run_text(self._state, self._draft.schedule.now, self._job, self._now())
        )
