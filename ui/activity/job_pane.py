"""The pane beside the jobs: one of them, what can be done about it, and its report."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QVBoxLayout, QWidget

from metarr_desktop.domain.enrichment import EnrichmentPhase
from metarr_desktop.domain.jobs import Job, JobKind, JobPriority, JobState
from ui.activity import wording
from ui.activity.line_view import LineView
from ui.activity.lines import Line, section
from ui.activity.report import Report, ReportGroup, may_retry
from ui.buttons import act_button
from ui.flow_layout import FlowLayout
from ui.labels import text_label
from ui.pill import Tone
from ui.text import count_text, duration_text, since_text
from ui.theme import set_role

_NONE = "Select a job to see what it did."


class JobPane(QFrame):
    """Signals: cancel_clicked(), hurry_clicked(), retry_clicked(), review_clicked(), opened(Line), typed(str)."""

    cancel_clicked = Signal()
    hurry_clicked = Signal()
    retry_clicked = Signal()
    review_clicked = Signal()
    opened = Signal(object)
    typed = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        set_role(self, "panel-right")
        self.job: Job | None = None
        self._shown: tuple[object, ...] = ()
        self.title, self.sentence = (text_label(role, self, is_selectable=True) for role in ("title", ""))
        self.facts, self.phases = (text_label("caption", self, is_selectable=True) for _ in range(2))
        self.review_button = act_button(
            "Review proposals", "Go through what automation proposes (Ctrl+Shift+R)", self, "primary"
        )
        self.retry_button = act_button("Do it again", "Do again what is left of this job (Ctrl+R)", self)
        self.hurry_button = act_button(
            "Do next", "Let this job be the next one, before all others that wait (Ctrl+Up)", self
        )
        self.cancel_button = act_button("Cancel", "End this job; what was done before stays (Del)", self)
        self.report = LineView("Report of the job", self)
        self.report.opened.connect(self.opened)
        self.report.typed.connect(self.typed)
        self._lay_out()
        for button, signal in (
            (self.hurry_button, self.hurry_clicked),
            (self.cancel_button, self.cancel_clicked),
            (self.retry_button, self.retry_clicked),
            (self.review_button, self.review_clicked),
        ):
            button.clicked.connect(lambda _=False, each=signal: each.emit())
        self.show_job(None, "", Report(), datetime.min)

    def _lay_out(self) -> None:
        self._buttons = QWidget(self)
        flow = FlowLayout(self._buttons)
        for button in (self.review_button, self.retry_button, self.hurry_button, self.cancel_button):
            flow.addWidget(button)
        head = QVBoxLayout()
        head.setContentsMargins(16, 14, 16, 8)
        head.setSpacing(8)
        for part in (self.title, self.sentence, self.phases, self.facts):
            head.addWidget(part)
        head.addWidget(self._buttons)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(head)
        column.addWidget(self.report, 1)
        column.addStretch(0)

    # -- showing ---------------------------------------------------------------------------------------------

    def show_job(
        self, job: Job | None, title: str, report: Report, now: datetime, *, is_paused: bool = False
    ) -> None:
        """Show *job*, ``None`` for none."""
        self.job = job
        self.title.setText(title if job else "Nothing selected")
        self.sentence.setText(_sentence(job, now, is_paused=is_paused) if job else _NONE)
        set_role(self.sentence, "bad" if job and job.state is JobState.FAILED else "" if job else "muted")
        self.facts.setText("\u00a0· ".join(facts_of(job, now)) if job else "")
        self.facts.setVisible(job is not None)
        phases = phases_text(job) if job else ""
        self.phases.setText(phases)
        self.phases.setVisible(bool(phases))
        is_live = job is not None and job.state.is_live
        self.cancel_button.setVisible(is_live)
        self.cancel_button.setEnabled(job is not None and not job.is_abort_requested)
        self.hurry_button.setVisible(job is not None and job.state is JobState.QUEUED)
        self.retry_button.setVisible(job is not None and may_retry(job, report))
        failed = report.failed if job and job.state is JobState.DONE else 0
        self.retry_button.setText(f"Retry {count_text(failed, 'failed title')}" if failed else "Do it again")
        self.retry_button.setAccessibleName(self.retry_button.text())
        self.review_button.setVisible(report.proposed > 0)
        lines = tuple(lines_of(report.groups))
        if self._shown != lines:
            self._shown = lines
            self.report.lines.merge(lines)
        self.report.setVisible(bool(lines))


def _sentence(job: Job, now: datetime, *, is_paused: bool) -> str:
    if job.state is JobState.RUNNING:
        return wording.progress_text(job)
    if job.state is JobState.QUEUED:
        return wording.waiting_text(job, now, is_paused=is_paused)
    return wording.ended_text(job)


def phases_text(job: Job) -> str:
    """Return the phases of the title an enrichment is at: "✓ Fetching  ✓ Matching files  ▸ Downloading …"."""
    if job.state is not JobState.RUNNING or job.kind not in (JobKind.ENRICH, JobKind.ENRICH_TITLES):
        return ""
    phases = list(EnrichmentPhase)
    at = next((place for place, each in enumerate(phases) if job.progress.words.startswith(each.words)), None)
    if at is None:
        return ""
    marks = ["✓" if place < at else "▸" if place == at else "·" for place in range(len(phases))]
    return "   ".join(f"{mark}\u00a0{each.words.lower()}" for mark, each in zip(marks, phases, strict=True))


def facts_of(job: Job, now: datetime) -> list[str]:
    """Return what else is known of *job*, in few words each."""
    asked = since_text(job.created_at, now)
    by = {JobPriority.USER: "you asked for it", JobPriority.WEBHOOK: "reported", JobPriority.SCHEDULED: "due"}
    facts = [wording.STATES[job.state], f"{by[job.priority]} {asked}"]
    elapsed = None if job.state is JobState.QUEUED else wording.elapsed_s(job, now)
    if elapsed is not None and job.started_at is not None:
        word = "for" if job.state is JobState.RUNNING else "took"
        facts += [f"begun {since_text(job.started_at, now)}", f"{word} {duration_text(max(1.0, elapsed))}"]
    if job.state is JobState.QUEUED and job.due_at > now:
        facts.append(f"{'next try' if job.attempts else 'begins'} {wording.moment_text(job.due_at, now)}")
    facts.append(wording.attempts_text(job))
    return [fact.replace(" ", "\u00a0") for fact in facts if fact]


def lines_of(groups: Sequence[ReportGroup]) -> list[Line]:
    """Return a report as lines below their headings; a group without titles is one line."""
    lines: list[Line] = []
    for place, group in enumerate(groups):
        if not group.items and not group.more:
            lines.append(Line(f"fact:{place}", group.name, icon=group.icon, tone=group.tone))
            continue
        lines.append(section(f"{place}", group.name, group.count_words))
        lines += [
            Line(
                f"{place}:{at}", item.title, item.text, icon=group.icon, tone=group.tone, mark=group.name,
                entity=item.key, hint=item.hint,
            )
            for at, item in enumerate(group.items)
        ]  # fmt: skip
        if group.more:
            words = (
                f"{count_text(group.more, 'more title')}" if group.items else count_text(group.more, "title")
            )
            lines.append(Line(f"{place}:more", words, icon="more", tone=Tone.MUTED))
    return lines
