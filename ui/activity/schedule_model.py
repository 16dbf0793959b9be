"""The schedule as a table of one row, and what is set for it in words."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from PySide6.QtCore import QObject, Qt, Signal

from metarr_desktop.domain.jobs import Job, JobState
from metarr_desktop.domain.schedule import QuietHours, ScheduleSettings, ScheduleState
from ui.activity import wording
from ui.activity.headed_model import HeadedModel
from ui.activity.tab import Now
from ui.qt_types import ROOT, AnyIndex
from ui.text import duration_text, join_words, since_text

COLUMNS = ("Name", "On", "Every", "Last run", "Took", "Next run", "Result")
ON = COLUMNS.index("On")
_SOON = timedelta(seconds=2)


@dataclass(frozen=True, slots=True)
class ScheduleRow:
    """The weekly updates as they stand, with the run that waits or goes on."""

    state: ScheduleState
    job: Job | None = None

    @property
    def is_under_way(self) -> bool:
        return self.job is not None and self.job.state.is_live

    def texts(self, now: datetime) -> tuple[str, ...]:
        """Return what stands in the columns."""
        state = self.state
        last = state.last_finished_at or state.last_started_at
        took = state.last_duration_s
        return (
            "Weekly updates",
            "On" if state.settings.is_on else "Off",
            "day",
            "Never" if last is None else since_text(last, now),
            "–" if took is None or took < 0 else duration_text(max(1.0, took)),
            self._next(now),
            str(state.last_result.get("sentence") or "–"),
        )

    def _next(self, now: datetime) -> str:
        if self.job is not None and self.job.state is JobState.RUNNING:
            return f"Runs now: {wording.progress_text(self.job)}"
        if self.job is not None and self.job.state is JobState.QUEUED:
            due = self.job.due_at
            return f"Goes on {wording.moment_text(due, now)}" if due > now else "Waits for its turn"
        if not self.state.settings.is_on or self.state.next_run_at is None:
            return "–" if self.state.settings.is_on else "Not while it is off"
        due = max(self.state.next_run_at, now)
        rested = self.state.settings.quiet_until(due, None)
        if rested is None and due == now:
            return "Now"
        when = wording.moment_text(due if rested is None else rested, now)
        after = wording.in_text(due, now) if rested is None else "after the quiet hours"
        return f"{when[:1].upper()}{when[1:]}, {after}"


class ScheduleTable(HeadedModel):
    """Signals: switched(bool): the box of a row was ticked or cleared."""

    switched = Signal(bool)

    def __init__(self, now: Now, parent: QObject | None = None) -> None:
        super().__init__(COLUMNS, parent)
        self._now = now
        self.row: ScheduleRow | None = None

    def show_row(self, row: ScheduleRow | None) -> None:
        """Show *row* alone."""
        if (row is None) != (self.row is None):
            self.beginResetModel()
            self.row = row
            self.endResetModel()
        self.row = row
        if row is not None:
            self.show_changed(0, 0)

    def rowCount(self, parent: AnyIndex = ROOT) -> int:
        return 0 if parent.isValid() or self.row is None else 1

    def data(self, index: AnyIndex, role: int = int(Qt.ItemDataRole.DisplayRole)) -> object:
        if not index.isValid() or self.row is None:
            return None
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole):
            return self.row.texts(self._now())[index.column()]
        if role == Qt.ItemDataRole.CheckStateRole and index.column() == ON:
            return Qt.CheckState.Checked if self.row.state.settings.is_on else Qt.CheckState.Unchecked
        return None

    def setData(self, index: AnyIndex, value: object, role: int = int(Qt.ItemDataRole.EditRole)) -> bool:
        if role != Qt.ItemDataRole.CheckStateRole or index.column() != ON or self.row is None:
            return False
        self.switched.emit(not self.row.state.settings.is_on)
        return True

    def flags(self, index: AnyIndex) -> Qt.ItemFlag:
        flags = super().flags(index)
        return flags | Qt.ItemFlag.ItemIsUserCheckable if index.column() == ON else flags


def facts_of(settings: ScheduleSettings, providers: Mapping[str, str]) -> list[tuple[str, str]]:
    """Return what is set, in words: (word, value)."""
    quiet = settings.quiet
    budgets = [(providers.get(name, name), limit) for name, limit in sorted(settings.budgets.items())]
    return [
        ("What it does", "Each day the part of the library that was not looked at for the longest time, and all that"
         " would be older than seven days before the next run; first what providers announce as changed."),
        ("Begins", f"Every day at {settings.at:%H:%M}; after the computer was off, as soon as it is on"),
        ("Rests", "Never" if quiet is None else _rest_text(quiet)),
        ("Requests a day", _budgets_text(budgets)),
        ("Afterwards", "Looks for better artwork where new pictures came" if settings.enriches else "Nothing more"),
    ]  # fmt: skip


def _rest_text(quiet: QuietHours) -> str:
    span = f"From {quiet.start:%H:%M} to {quiet.end:%H:%M}"
    return f"{span}, but for what you begin yourself and what webhooks report"


def _budgets_text(budgets: Sequence[tuple[str, int]]) -> str:
    most = join_words(f"{title} {limit:,}" for title, limit in budgets if limit)
    never = join_words(title for title, limit in budgets if not limit)
    words = [f"At most {most}" if most else "", f"{never} never asked" if never else ""]
    return "; ".join(filter(None, words)) or "As many as the providers allow"


def is_asleep(job: Job | None, now: datetime) -> bool:
    """Whether a run waits for a later moment, so that it may be begun now."""
    return job is not None and job.state is JobState.QUEUED and job.due_at > now + _SOON
