"""The tab "Schedules": what is done by the clock, how it went last, and when it is next."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from PySide6.QtCore import QSettings, Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QFrame, QGridLayout, QLabel, QVBoxLayout, QWidget

from metarr_desktop.domain.jobs import Job
from metarr_desktop.domain.ports import Core
from ui.activity.job_lines import JobLines, number_in
from ui.activity.line_view import LineView
from ui.activity.lines import Line, section
from ui.activity.schedule_model import ON, ScheduleTable, facts_of, is_asleep
from ui.activity.schedules_controller import SchedulesController
from ui.activity.tab import ActivityTab, Now, spaced
from ui.activity.tables import TextTable
from ui.activity.wording import day_text, elapsed_s, moment_text
from ui.buttons import act_button
from ui.flow_layout import FlowLayout
from ui.message_bar import MessageBar
from ui.text import duration_text
from ui.theme import set_role

_WIDTHS = (150, 64, 72, 130, 84, 240, 350)
_REREAD_S = 5


class SchedulesTab(ActivityTab):
    """Signals: job_requested(int): the report of a run is wanted."""

    NAME, TITLE = "schedules", "Schedules"
    job_requested = Signal(int)

    def __init__(self, messages: MessageBar, now: Now, parent: QWidget | None = None) -> None:
        super().__init__(messages, now, parent)
        self.controller: SchedulesController | None = None
        self._lines = JobLines(lambda _: "", {})
        self._providers: dict[str, str] = {}
        self._seconds = 0
        self.model = ScheduleTable(now, self)
        self._lay_out()
        self.model.switched.connect(self._switch)
        self.run_button.clicked.connect(lambda _=False: self._run_now())
        self.switch_button.clicked.connect(lambda _=False: self._toggle())
        self.settings_button.clicked.connect(lambda _=False: self.settings_requested.emit("automation"))
        self.table.opened.connect(lambda _: self.settings_requested.emit("automation"))
        self.runs.opened.connect(self._on_opened)
        QShortcut(
            QKeySequence("Ctrl+R"), self, self._run_now, context=Qt.ShortcutContext.WidgetWithChildrenShortcut
        )

    def _lay_out(self) -> None:
        self.table = TextTable("Schedules", self.model, _WIDTHS, 0, self)
        self.table.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAsNeeded)
        self.run_button = act_button(
            "Run now", "Begin a run at once, also in quiet hours (Ctrl+R)", self, "primary"
        )
        self.switch_button = act_button("Switch off", "Do nothing by the clock", self)
        self.settings_button = act_button(
            "Change time, quiet hours and budgets…", "Open the settings of automation", self
        )
        buttons = QWidget(self)
        flow = FlowLayout(buttons)
        for button in (self.run_button, self.switch_button, self.settings_button):
            flow.addWidget(button)
        self.card = QFrame(self)
        set_role(self.card, "card")
        grid = QGridLayout(self.card)
        grid.setContentsMargins(16, 12, 16, 12)
        grid.setHorizontalSpacing(16)
        grid.setVerticalSpacing(4)
        grid.setColumnStretch(1, 1)
        self.facts = [(QLabel(self.card), QLabel(self.card)) for _ in range(5)]
        for row, (name, value) in enumerate(self.facts):
            set_role(name, "caption")
            value.setWordWrap(True)
            set_role(value, "fact")
            grid.addWidget(name, row, 0, Qt.AlignmentFlag.AlignTop)
            grid.addWidget(value, row, 1)
        self.runs = LineView("Earlier runs", self)
        card_row = spaced(QVBoxLayout(), 16, 0, 16, 0, 12)
        card_row.addWidget(buttons)
        card_row.addWidget(self.card)
        column = spaced(QVBoxLayout(self), 0, 8, 0, 0, 12)
        column.addWidget(self.table)
        column.addLayout(card_row)
        column.addWidget(self.runs, 1)

    # -- core ------------------------------------------------------------------------------------------------

    def attach(self, core: Core) -> None:
        controller = SchedulesController(core, self)
        controller.read.connect(self._show)
        controller.told.connect(self.say)
        self.controller = controller
        self._providers = {info.name: info.title for info in core.providers.all_infos()}
        self.follow(controller)

    def show_nothing(self) -> None:
        self.model.show_row(None)
        self.runs.lines.clear()

    def tick(self) -> None:
        """Let what is ahead come nearer, and look every few seconds whether another program changed something."""
        self._seconds += 1
        if self.controller is not None and self._seconds % _REREAD_S == 0:
            self.controller.poll()

    # -- showing ---------------------------------------------------------------------------------------------

    def _show(self) -> None:
        controller = self.controller
        if controller is None or controller.row is None:
            return
        row = controller.row
        self.model.show_row(row)
        if not self.table.currentIndex().isValid():
            self.table.setCurrentIndex(self.model.index(0, ON))  # where Space switches
        self._fit_table()
        is_on = row.state.settings.is_on
        self.switch_button.setText("Switch off" if is_on else "Switch on")
        self.switch_button.setAccessibleName(f"{self.switch_button.text()}: weekly updates")
        self.switch_button.setToolTip(
            "Refresh nothing by itself any more (Space)"
            if is_on
            else "Refresh a part of the library each day (Space)"
        )
        self.enable(self.run_button, not row.is_under_way or is_asleep(row.job, self._now()))
        facts = facts_of(row.state.settings, self._providers)
        for at, (name, value) in enumerate(self.facts):
            for label, text in zip((name, value), facts[at] if at < len(facts) else ("", ""), strict=True):
                label.setText(text)
                label.setVisible(bool(text))
        self._show_runs(controller.runs)

    def _show_runs(self, runs: Sequence[Job]) -> None:
        lines = self._lines.lines((), runs, now=self._now())
        if lines:
            lines[0] = replace(lines[0], title="Earlier runs")
            lines[1:] = [_as_run(line, job, self._now()) for line, job in zip(lines[1:], runs, strict=True)]
        elif self.controller is not None and self.controller.row is not None:
            due = self.controller.row.state.next_run_at
            when = "" if due is None else f"The first one begins {moment_text(due, self._now())}."
            lines = [section("runs", "Earlier runs"), Line("none", "None yet", when, icon="calendar")]
        self.runs.show_lines(lines)

    def _fit_table(self) -> None:
        table = self.table
        bar = table.horizontalScrollBar()
        extra = bar.sizeHint().height() if bar.maximum() > bar.minimum() else 0
        table.setFixedHeight(table.horizontalHeader().sizeHint().height() + table.row_height() + extra + 2)

    def take_focus(self) -> None:
        self.table.setFocus(Qt.FocusReason.OtherFocusReason)

    # -- acts ------------------------------------------------------------------------------------------------

    def _run_now(self) -> None:
        if self.controller is not None and self.run_button.isEnabled():
            self.controller.run_now()

    def _toggle(self) -> None:
        if self.controller is not None and self.controller.row is not None:
            self._switch(not self.controller.row.state.settings.is_on)

    def _switch(self, is_on: bool) -> None:
        if self.controller is not None:
            self.controller.switch(is_on)

    def _on_opened(self, line: Line) -> None:
        number = number_in(line.key)
        if number is not None:
            self.job_requested.emit(number)

    def save(self, settings: QSettings) -> None:
        self.table.save(settings, "schedules")

    def restore(self, settings: QSettings) -> None:
        self.table.restore(settings, "schedules")


def _as_run(line: Line, job: Job, now: datetime) -> Line:
    """Return the line of a run, which is known by its day."""
    began = job.started_at or job.created_at
    took = elapsed_s(job, now)
    return replace(
        line,
        title=f"{day_text(began, now)}, {began.astimezone():%H:%M}",
        side_detail="" if took is None else duration_text(max(1.0, took)),
    )
