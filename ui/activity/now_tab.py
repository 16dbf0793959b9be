"""The tab "Now": who does the automatic work, what waits and runs, and what was done lately."""

from __future__ import annotations

from PySide6.QtCore import QSettings, Qt
from PySide6.QtGui import QKeySequence, QResizeEvent, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QLabel, QStackedWidget, QVBoxLayout, QWidget

from metarr_desktop.domain.jobs import Job, JobState
from metarr_desktop.domain.ports import Core
from ui.activity.job_lines import JobLines, key_of, number_in
from ui.activity.job_pane import JobPane
from ui.activity.jobs_controller import JobsController
from ui.activity.line_view import LineView
from ui.activity.lines import Line, words_in
from ui.activity.report import Report, followers_of, report_of
from ui.activity.tab import ActivityTab, Now, PaneSplitter, spaced
from ui.buttons import act_button
from ui.empty_state import EmptyState
from ui.icons import IconLabel
from ui.message_bar import MessageBar
from ui.theme import set_role


class NowTab(ActivityTab):
    """See the module."""

    NAME, TITLE, FILTER_HINT = "now", "Now", "Filter jobs (Ctrl+F)"

    def __init__(self, messages: MessageBar, now: Now, parent: QWidget | None = None) -> None:
        super().__init__(messages, now, parent)
        self.controller: JobsController | None = None
        self._lines: JobLines | None = None
        self._providers: dict[str, str] = {}
        self._report: tuple[tuple[Job, ...], Report] | None = None
        self._day = now().astimezone().date()
        self._lay_out()
        self.list.current_changed.connect(self._show_current)
        self.list.delete_pressed.connect(self._cancel_selected)
        self.list.opened.connect(self._on_opened)
        self.list.typed.connect(self.typed)
        self.pane.typed.connect(self.typed)
        self.pane.opened.connect(self._on_opened)
        self.pane.cancel_clicked.connect(self._cancel_current)
        self.pane.hurry_clicked.connect(self._hurry)
        self.pane.retry_clicked.connect(self._retry)
        self.pane.review_clicked.connect(self.review_requested)
        self.pause_button.clicked.connect(lambda _=False: self._toggle_pause())
        self.older_button.clicked.connect(lambda _=False: self._load_older())
        for keys, act in (("Ctrl+Up", self._hurry), ("Ctrl+R", self._retry), ("Ctrl+P", self._toggle_pause)):
            QShortcut(QKeySequence(keys), self, act, context=Qt.ShortcutContext.WidgetWithChildrenShortcut)

    def _lay_out(self) -> None:
        self._glyph = IconLabel("activity", "muted", parent=self)
        self.sentence = QLabel(self)
        self.sentence.setWordWrap(True)
        self.sentence.setTextFormat(Qt.TextFormat.PlainText)
        self.counts = QLabel(self)
        set_role(self.counts, "caption")
        self.pause_button = act_button("Pause", "", self)
        row = spaced(QHBoxLayout(), 16, 8, 16, 8, 8)
        row.addWidget(self._glyph)
        row.addWidget(self.sentence, 1)
        row.addWidget(self.counts)
        row.addWidget(self.pause_button)
        self.list = LineView("Jobs", self)
        self.older_button = act_button(
            "Show older jobs", "Read more of what was done, up to 30 days", self, "link"
        )
        body = QWidget(self)
        inner = spaced(QVBoxLayout(body), 0, 0, 0, 0, 4)
        inner.addWidget(self.list, 1)
        inner.addWidget(self.older_button, 0, Qt.AlignmentFlag.AlignHCenter)
        self.pane = JobPane(self)
        self.splitter = PaneSplitter(body, self.pane, "now", self)
        self.empty = EmptyState(self)
        self.stack = QStackedWidget(self)
        self.stack.addWidget(self.splitter)
        self.stack.addWidget(self.empty)
        column = spaced(QVBoxLayout(self), 0, 0, 0, 0, 0)
        column.addLayout(row)
        column.addWidget(self.stack, 1)

    # -- core ------------------------------------------------------------------------------------------------

    def attach(self, core: Core) -> None:
        controller = JobsController(core, self)
        controller.changed.connect(self._show_jobs)
        controller.named.connect(self._on_named)
        controller.progressed.connect(lambda _: self._show_progress())
        controller.state_changed.connect(self._on_state)
        controller.brought.connect(lambda number: self.list.go_to(key_of(number)))
        controller.told.connect(self.say)
        self.controller = controller
        self._lines = JobLines(controller.name_of, controller.events)
        self._providers = {info.name: info.title for info in core.providers.all_infos()}
        self._show_state()
        self.follow(controller)

    def show_nothing(self) -> None:
        self._lines = self._report = None
        self.list.lines.clear()

    def refresh(self) -> None:
        super().refresh()
        self._show_state()

    def tick(self) -> None:
        """Let times go on, and look what other programs did."""
        if self.controller is None:
            return
        self.controller.poll()
        self._show_progress()
        today = self._now().astimezone().date()
        if today != self._day and self._lines is not None:
            self._day = today
            self._lines.forget()
            self._show_jobs()

    # -- showing ---------------------------------------------------------------------------------------------

    def show_job(self, job_id: int) -> None:
        """Put the focus on a job, as soon as it is shown."""
        if not self.list.go_to(key_of(job_id)) and self.controller is not None:
            self.controller.bring(job_id)

    def show_filtered(self) -> None:
        self._show_jobs()

    def take_focus(self) -> None:
        (self.list if self.stack.currentWidget() is self.splitter else self.pause_button).setFocus(
            Qt.FocusReason.OtherFocusReason
        )

    def _on_state(self) -> None:
        self._show_state()
        self._show_jobs()

    def _show_state(self) -> None:
        if self.controller is None:
            return
        state = self.controller.state
        is_paused = state.is_paused
        tone = "warn" if is_paused else "good" if state.is_here else "muted"
        self._glyph.set_icon("pause" if is_paused else "activity", tone)
        self.sentence.setText(state.sentence or "Automation has not begun yet.")
        set_role(self.sentence, "warn" if is_paused else "")
        words = "Go on" if is_paused else "Pause"
        self.pause_button.setText(words)
        hint = "Begin again what waits" if is_paused else "Begin nothing new; titles under way are finished"
        self.pause_button.setToolTip(f"{hint} (Ctrl+P)")
        self.pause_button.setAccessibleName(f"{words}: automation")

    def _on_named(self) -> None:
        if self._lines is not None:
            self._lines.forget()
        self._report = None
        self._show_jobs()

    def _show_jobs(self) -> None:
        controller, maker = self.controller, self._lines
        if controller is None or maker is None or not controller.is_read:
            return
        words = words_in(self._filter)
        lines = maker.lines(
            controller.live, controller.ended, now=self._now(), is_paused=controller.state.is_paused,
            more=controller.has_more_live, words=words,
        )  # fmt: skip
        self.list.show_lines(lines)
        self._show_counts(controller)
        self.older_button.setVisible(controller.has_older and not words)
        self._show_emptiness(bool(lines), bool(words))
        self.list.go_to_first()
        self._show_current()

    def _show_counts(self, controller: JobsController) -> None:
        running = sum(job.state is JobState.RUNNING for job in controller.live)
        waiting, more = len(controller.live) - running, "+" if controller.has_more_live else ""
        counts = [f"{running} running"] if running else []
        counts += [f"{waiting}{more} waiting"] if waiting else []
        self.counts.setText(" · ".join(counts))

    def _show_emptiness(self, has_lines: bool, is_filtered: bool) -> None:
        if not has_lines and is_filtered:
            self.empty.show_state(
                "search", "No job has these words", "Clear the filter to see all of them (Esc)."
            )
        elif not has_lines:
            self.empty.show_state(
                "activity", "Nothing is running or waiting",
                "What is done by itself appears here, with a report: titles you enrich (Ctrl+E in the library),"
                " the weekly update, and what other programs report.",
            )  # fmt: skip
        wanted = self.splitter if has_lines else self.empty
        self.bring_front(self.stack, wanted)

    def _show_progress(self) -> None:
        controller, maker = self.controller, self._lines
        if controller is None or maker is None:
            return
        running = [job for job in controller.live if job.state is JobState.RUNNING]
        is_paused = controller.state.is_paused
        self.list.lines.update([maker.live_line(job, self._now(), is_paused=is_paused) for job in running])
        if self.pane.job is not None and self.pane.job.state.is_live:
            self._show_current()

    def _show_current(self) -> None:
        controller, job = self.controller, self.current_job()
        if controller is None or self._lines is None:
            return
        title = self._lines.title(job) if job is not None else ""
        self.pane.show_job(
            job, title, self._report_of(job), self._now(), is_paused=controller.state.is_paused
        )

    def current_job(self) -> Job | None:
        """Return the job with the focus."""
        line = self.list.current_line()
        number = number_in(line.key) if line is not None else None
        return self.controller.find(number) if number is not None and self.controller is not None else None

    def _report_of(self, job: Job | None) -> Report:
        controller = self.controller
        if controller is None or job is None or job.state is JobState.RUNNING:
            return Report()
        if job.state is JobState.QUEUED and not job.report:
            return Report()
        found = (controller.find(number) for number in followers_of(job))
        followed_by = tuple(each for each in found if each is not None)
        if self._report is None or self._report[0] != (job, *followed_by):
            titles = self._providers
            report = report_of(job, controller.name_of, lambda name: titles.get(name, name), followed_by)
            self._report = (job, *followed_by), report
        return self._report[1]

    # -- acts ------------------------------------------------------------------------------------------------

    def _toggle_pause(self) -> None:
        if self.controller is not None:
            self.controller.set_paused(not self.controller.state.is_paused)

    def _load_older(self) -> None:
        if self.controller is not None:
            self.controller.load_older()

    def _cancel_selected(self) -> None:
        if self.controller is None:
            return
        numbers = [number_in(line.key) for line in self.list.selected_lines()]
        jobs = [self.controller.find(number) for number in numbers if number is not None]
        live = [job for job in jobs if job is not None and job.state.is_live]
        if live:
            self.controller.cancel(live)

    def _cancel_current(self) -> None:
        job = self.current_job()
        if job is not None and self.controller is not None:
            self.controller.cancel([job])

    def _hurry(self) -> None:
        job = self.current_job()
        if job is not None and job.state is JobState.QUEUED and self.controller is not None:
            self.controller.hurry(job)

    def _retry(self) -> None:
        if self.pane.retry_button.isVisible() and self.pane.job is not None and self.controller is not None:
            self.controller.retry(self.pane.job)

    def _on_opened(self, line: Line) -> None:
        if line.entity is not None:
            self.title_requested.emit(line.entity)
        elif self.sender() is self.list and self.pane.report.isVisible():
            self.pane.report.setFocus(Qt.FocusReason.OtherFocusReason)
            self.pane.report.go_to_first()

    # -- Qt --------------------------------------------------------------------------------------------------

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.splitter.arrange(self.width())

    def save(self, settings: QSettings) -> None:
        self.splitter.save(settings)

    def restore(self, settings: QSettings) -> None:
        self.splitter.arrange(self.width())
        self.splitter.restore(settings)
