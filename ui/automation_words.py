"""What automation does, in the few words of a status bar or a message; no Qt."""

from __future__ import annotations

from collections.abc import Sequence

from metarr_desktop.domain.automation_ports import AutomationState
from metarr_desktop.domain.entity import EntityKey, EntityType
from metarr_desktop.domain.jobs import Job, JobKind, JobState
from ui.text import count_text

_DOING = {
    JobKind.ENRICH: "Enriching",
    JobKind.ENRICH_TITLES: "Enriching",
    JobKind.UPDATE: "Weekly update:",
    JobKind.WEBHOOK: "Following a webhook",
    JobKind.PUBLISH: "Publishing",
}


def status_text(state: AutomationState, jobs: Sequence[Job]) -> str:
    """Return what automation does now, empty while there is nothing to say; *jobs* are the live ones."""
    running = [job for job in jobs if job.state is JobState.RUNNING]
    if running:
        return (
            _doing(running[0]) if len(running) == 1 else f"{_doing(running[0])} · {_more(len(running) - 1)}"
        )
    if state.is_paused:
        return "Automation is paused"
    return ""


def status_details(state: AutomationState, jobs: Sequence[Job]) -> str:
    """Return all of it, for the tool tip."""
    lines = [_doing_in_full(job) for job in jobs if job.state is JobState.RUNNING]
    waiting = sum(job.state is JobState.QUEUED for job in jobs)
    if waiting:
        lines.append(f"{count_text(waiting, 'job')} {'waits' if waiting == 1 else 'wait'}")
    lines.append(state.sentence)
    return "\n".join(line for line in lines if line)


def end_text(job: Job) -> str:
    """Return the report of a job that ended, in a sentence or two."""
    sentence = str(job.result.get("sentence", ""))
    if job.state is JobState.DONE:
        return sentence or f"{_noun(job)} is done."
    if job.state is JobState.CANCELLED:
        return f"{_noun(job)} was cancelled; what was done before stays. {sentence}".strip()
    reason = job.error or "It could not be said why."
    return f"{_noun(job)} did not work. {reason}"


def has_failures(job: Job) -> bool:
    """Whether some titles of a job that is done failed."""
    failed = job.result.get("failed", 0)
    return isinstance(failed, int) and failed > 0


def titles_of(job: Job) -> list[EntityKey]:
    """Return the titles a job was about, empty where it does not say."""
    pairs: list[Sequence[object]] = []
    if job.kind in (JobKind.ENRICH, JobKind.ENRICH_TITLES):
        pairs = list(job.payload.get("titles", ()))
    elif job.kind == JobKind.WEBHOOK:
        pairs = [str(each).split() for each in job.result.get("titles", ())]
    return [EntityKey(EntityType(str(kind)), int(str(number))) for kind, number in pairs]


def _doing(job: Job) -> str:
    doing = _DOING.get(JobKind(job.kind), "Working") if job.kind in list(JobKind) else "Working"
    if job.progress.total > 1 and job.kind != JobKind.ENRICH:
        return f"{doing} {job.progress.done:,} of {job.progress.total:,}"
    return doing.rstrip(":") + "…"


def _doing_in_full(job: Job) -> str:
    return f"{_doing(job)} · {job.progress.words}" if job.progress.words else _doing(job)


def _more(count: int) -> str:
    return f"{count} more"


def _noun(job: Job) -> str:
    return {JobKind.UPDATE.value: "The weekly update", JobKind.WEBHOOK.value: "Following a webhook"}.get(
        job.kind, "Enriching"
    )
