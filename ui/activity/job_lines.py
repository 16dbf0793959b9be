"""Jobs as lines in their lanes; no widgets."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime

from metarr_desktop.domain.jobs import Job, JobKind, JobPriority, JobState
from ui.activity import wording
from ui.activity.lines import Line, section
from ui.activity.wording import Names
from ui.pill import Tone
from ui.text import duration_text, since_text

_ICONS: Mapping[str, str] = {
    JobKind.ENRICH: "enrich",
    JobKind.ENRICH_TITLES: "enrich",
    JobKind.UPDATE: "calendar",
    JobKind.WEBHOOK: "link",
    JobKind.PUBLISH: "publish",
}
_ENDS = {
    JobState.DONE: ("good", Tone.GOOD),
    JobState.FAILED: ("error", Tone.BAD),
    JobState.CANCELLED: ("cancel", Tone.MUTED),
}
_FRESH_S = 5
_LANES = (JobPriority.USER, JobPriority.WEBHOOK, JobPriority.SCHEDULED)


def key_of(job_id: int) -> str:
    return f"job:{job_id}"


def number_in(key: str) -> int | None:
    """Return the number of the job a line is about, ``None`` if it is about none."""
    kind, _, number = key.partition(":")
    return int(number) if kind == "job" and number.isdecimal() else None


class JobLines:
    """Makes lines of jobs; those of jobs that ended are made once, for they change no more.

    Args:
        names: what titles are called.
        events: what the other program said, by the number of its event.
    """

    def __init__(self, names: Names, events: Mapping[int, str]) -> None:
        self._names, self._events = names, events
        self._ended: dict[int, Line] = {}
        self._paces: dict[int, tuple[datetime | None, datetime, int]] = {}

    def forget(self) -> None:
        """Make every line anew: names have come, or the day has changed."""
        self._ended.clear()

    def title(self, job: Job) -> str:
        return wording.job_title(job, self._names, self._events.get(event_of(job), ""))

    def lines(
        self,
        live: Sequence[Job],
        ended: Sequence[Job],
        *,
        now: datetime,
        is_paused: bool = False,
        more: bool = False,
        words: tuple[str, ...] = (),
    ) -> list[Line]:
        """Return the lanes that hold anything, then what ended.

        Args:
            more: more wait than *live* has.
            words: only lines that have all of them.
        """
        lines: list[Line] = []
        for lane in _LANES:
            jobs = [self.live_line(job, now, is_paused=is_paused) for job in live if job.priority == lane]
            lines += _lane(lane.name, wording.LANES[lane], jobs, words, more=more)
        lines += _lane("ended", "Finished lately", (self._ended_line(job, now) for job in ended), words)
        return lines

    def live_line(self, job: Job, now: datetime, *, is_paused: bool) -> Line:
        """Return the line of a job that waits or runs."""
        title, icon = self.title(job), _ICONS.get(job.kind, "activity")
        if job.state is JobState.RUNNING:
            elapsed = wording.elapsed_s(job, now)
            time = "" if elapsed is None else duration_text(elapsed)
            return Line(
                key_of(job.id), title, wording.progress_text(job),
                " · ".join(filter(None, (time, self._left(job, now)))),
                icon=icon, tone=Tone.BUSY, mark=wording.STATES[job.state], progress=wording.share_done(job) or 0.0,
            )  # fmt: skip
        has_failed = bool(job.error)
        return Line(
            key_of(job.id), title, wording.waiting_text(job, now, is_paused=is_paused),
            wording.STATES[job.state], wording.attempts_text(job),
            icon="wait" if has_failed else icon, tone=Tone.WARN if has_failed else Tone.MUTED,
            mark=wording.STATES[job.state],
        )  # fmt: skip

    def _left(self, job: Job, now: datetime) -> str:
        """Return an estimate from what was seen of this run: one that was taken up again began with much done."""
        began, seen_at, done = self._paces.get(job.id, (None, now, 0))
        if began != job.started_at or began is None:
            is_fresh = job.started_at is not None and (now - job.started_at).total_seconds() < _FRESH_S
            seen_at = job.started_at if is_fresh and job.started_at is not None else now
            done = job.progress.done
            self._paces[job.id] = job.started_at, seen_at, done
        if job.kind == JobKind.ENRICH:  # its phases take as long as they take
            return ""
        seconds = (now - seen_at).total_seconds()
        return wording.left_text(job.progress.done - done, job.progress.total - job.progress.done, seconds)

    def _ended_line(self, job: Job, now: datetime) -> Line:
        line = self._ended.get(job.id)
        if line is None:
            (icon, tone), ended = _ENDS[job.state], wording.STATES[job.state]
            failed = job.result.get("failed")
            if job.state is JobState.DONE and isinstance(failed, int) and failed > 0:
                (icon, tone), ended = ("warning", Tone.WARN), f"{failed:,} failed"
            took = wording.elapsed_s(job, now)
            line = self._ended[job.id] = Line(
                key_of(job.id), self.title(job), wording.ended_text(job),
                ended,
                "" if job.finished_at is None else
                " · ".join(filter(None, (since_text(job.finished_at, now), _took(took)))),
                icon=icon, tone=tone, mark=ended,
            )  # fmt: skip
        return line


def event_of(job: Job) -> int:
    """Return the number of the event a job follows from, 0 if there is none."""
    number = job.payload.get("event_id")
    return number if isinstance(number, int) and job.kind == JobKind.WEBHOOK else 0


def _took(seconds: float | None) -> str:
    return "" if seconds is None else duration_text(max(1.0, seconds))


def _lane(
    name: str, title: str, lines: Iterable[Line], words: tuple[str, ...], *, more: bool = False
) -> list[Line]:
    found = [line for line in lines if line.matches(words)]
    if not found:
        return []
    return [section(name, title, f"{len(found):,}+" if more else len(found)), *found]
