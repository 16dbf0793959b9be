"""The commands ``worker``, ``jobs`` and ``update``: what they do, as documents and as lines."""

from __future__ import annotations

import argparse
import asyncio
import contextlib
import signal
import sys
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from metarr_desktop.cli.answer import Answer
from metarr_desktop.cli.documents import plain
from metarr_desktop.cli.update_lines import report_lines
from metarr_desktop.cli.webhook_lines import show_event
from metarr_desktop.domain.errors import InvalidInput
from metarr_desktop.domain.jobs import LIVE_STATES, Job, JobState
from metarr_desktop.domain.schedule import ScheduleSettings, ScheduleState

if TYPE_CHECKING:
    from metarr_desktop.automation.automation import Automation
    from metarr_desktop.automation.job_queue import StoredJobQueue
    from metarr_desktop.services import Services

_JOB_KEYS = (
    "id", "kind", "key", "priority", "state", "attempts", "due_at", "created_at", "started_at", "finished_at",
    "progress", "error", "result",
)  # fmt: skip
_SHOWN = 200
_STATES = {
    JobState.QUEUED: "waiting",
    JobState.RUNNING: "running",
    JobState.DONE: "done",
    JobState.FAILED: "given up",
    JobState.CANCELLED: "cancelled",
}


async def worker(services: Services, call: argparse.Namespace) -> Answer:
    """Do the automatic work until SIGTERM or Ctrl+C; with ``--once`` what is due now."""
    ended: Counter[JobState] = Counter()

    def note(job: Job) -> None:
        if not job.state.is_live:
            ended[job.state] += 1
        if job.state is not JobState.RUNNING or not job.progress.done:
            print(_line(job), file=sys.stderr, flush=True)

    automation = services.automation
    end = automation.jobs.subscribe(note)
    end_events = automation.webhooks.subscribe(show_event)
    with told_to_end() as told:
        if call.once:
            holds = await _unless(told, automation.runner.run_due())
        else:
            settings = await automation.webhooks.settings()
            if (
                settings.is_on
            ):  # a worker that hears nothing though it should is told so, and not left to guess
                settings.check()
            await automation.start()
            end_state = _show_state(automation)
            await told.wait()
            end_state()
            holds = automation.runner.holds_automation
        # Before the listener goes: what is put back is news, too.
        await automation.close()
    end()
    end_events()
    document = {
        "holds_automation": bool(holds),
        "was_ended": told.is_set(),
        "is_paused": automation.runner.is_paused,
        "done": ended[JobState.DONE],
        "failed": ended[JobState.FAILED],
        "cancelled": ended[JobState.CANCELLED],
    }
    return Answer(document, _worked(document, is_once=call.once))


def _show_state(automation: Automation) -> Callable[[], None]:
    """Print who does the automatic work and whether webhooks are heard, now and each time that changes."""
    said = ""

    def show() -> None:
        nonlocal said
        state = automation.state()
        words = " ".join(filter(None, [state.sentence, state.webhook_sentence]))
        if words != said:
            print(words, file=sys.stderr, flush=True)
        said = words

    show()
    return automation.subscribe(show)


async def jobs(services: Services, call: argparse.Namespace) -> Answer:
    """List jobs, do something to one, whichever program runs it, or pause them all."""
    automation, queue = services.automation, services.automation.jobs
    if call.act in ("pause", "resume"):
        await automation.set_paused(call.act == "pause")
    is_paused = await automation.runner.look_for_pause()
    if call.number is not None:
        job = await _after(queue, call.act, call.number)
        return Answer({"jobs": [job_document(job)], "is_paused": is_paused}, _line(job))
    found = await queue.jobs(tuple(JobState) if call.all else LIVE_STATES, _SHOWN)
    lines = "\n".join(map(_line, found)) or "There are no jobs." if call.all else _live_lines(found)
    text = f"{automation.state().sentence}\n{lines}" if is_paused else lines
    return Answer({"jobs": [job_document(job) for job in found], "is_paused": is_paused}, text)


async def _after(queue: StoredJobQueue, act: str, number: int) -> Job:
    """Do *act* to a job and return it; in the case of ``retry`` the one that does the work again."""
    if act == "hurry":
        return await queue.hurry(number)
    if act == "retry":
        return await queue.retry(number)
    if not await queue.abort(number):
        raise InvalidInput(f"Job {number} has ended already, or never was. Nothing was changed.")
    job = await queue.job(number)
    assert job is not None  # it was there to be cancelled, and only what ended long ago is forgotten
    return job


async def update(services: Services, call: argparse.Namespace) -> Answer:
    """Show or set the weekly updates, or run them now: here, unless another program does the automatic work."""
    schedule, runner = services.automation.schedule, services.automation.runner
    state = await schedule.state()
    settings = _changed(state.settings, call, {info.name for info in services.providers.all_infos()})
    if settings != state.settings:
        state = await schedule.set(settings)
    handed_over = False
    if call.now:
        job = await schedule.run_now()
        with told_to_end() as told:
            handed_over = await _unless(told, _run_here(services)) is False
        await runner.stop()
        state = await schedule.state()
        found = await services.automation.jobs.job(job.id)
    else:
        found = await schedule.last_job()
    numbers = state.last_result.get("enrichment_jobs", ())
    followed = [
        each for number in numbers if (each := await services.automation.jobs.job(number)) is not None
    ]
    document = {
        "schedule": schedule_document(state),
        "job": None if found is None else job_document(found),
        "enrichments": [job_document(job) for job in followed],
        "was_handed_over": handed_over,
    }
    lines = "\n".join(
        [
            *_schedule_lines(state, was_handed_over=handed_over),
            *report_lines(state.last_result, followed),
            *([_line(found).strip()] if found is not None and found.state.is_live else []),
        ]
    )
    if await runner.look_for_pause():
        lines += "\nAutomatic work is paused, so nothing is begun. `jobs resume` lets it go on."
    return Answer(document, lines)


async def _run_here(services: Services) -> bool:
    def show(job: Job) -> None:
        print(_line(job), file=sys.stderr, flush=True)

    end = services.automation.jobs.subscribe(show)
    try:
        return await services.automation.runner.run_due()
    finally:
        end()


def job_document(job: Job) -> dict[str, Any]:
    """Return *job* without its payload and its lease, which are the program's own."""
    document = {name: plain(getattr(job, name)) for name in _JOB_KEYS}
    return {**document, "priority": job.priority.name.lower(), "result": plain(job.report)}


def schedule_document(state: ScheduleState) -> dict[str, Any]:
    """Return what is set, when the next run is due and how the last one went."""
    settings, quiet = state.settings, state.settings.quiet
    return {
        "is_on": settings.is_on,
        "at": settings.at.isoformat("minutes"),
        "enriches": settings.enriches,
        "quiet": None if quiet is None else [quiet.start.isoformat("minutes"), quiet.end.isoformat("minutes")],
        "budgets": dict(settings.budgets),
        **{name: plain(getattr(state, name)) for name in
           ("next_run_at", "last_started_at", "last_finished_at", "last_duration_s")},
        "last_result": dict(state.last_result),
    }  # fmt: skip


def _changed(settings: ScheduleSettings, call: argparse.Namespace, known: set[str]) -> ScheduleSettings:
    if call.is_on is not None:
        settings = replace(settings, is_on=call.is_on)
    if call.enriches is not None:
        settings = replace(settings, enriches=call.enriches)
    if call.at is not None:
        settings = replace(settings, at=call.at)
    if call.quiet is not None or call.no_quiet:
        settings = replace(settings, quiet=call.quiet)
    budgets = dict(settings.budgets)
    for provider, limit in call.budget:
        if provider not in known:
            raise InvalidInput(f"There is no provider {provider!r}. There are: {', '.join(sorted(known))}.")
        if limit is None:
            budgets.pop(provider, None)
        else:
            budgets[provider] = limit
    return replace(settings, budgets=budgets)


@contextlib.contextmanager
def told_to_end() -> Iterator[asyncio.Event]:
    """Yield what is set by SIGTERM and Ctrl+C, so that leases are given up and what runs is put back."""
    told, loop = asyncio.Event(), asyncio.get_running_loop()
    numbers = (signal.SIGTERM, signal.SIGINT)
    try:
        for number in numbers:
            loop.add_signal_handler(number, told.set)
    except (NotImplementedError, RuntimeError, ValueError):  # not on this system, or not the main thread
        yield told
        return
    try:
        yield told
    finally:
        for number in numbers:
            loop.remove_signal_handler(number)


async def _unless(told: asyncio.Event, work: Any) -> bool | None:
    """Return what *work* returns, ``None`` if it was told to end before."""
    doing, waiting = asyncio.ensure_future(work), asyncio.ensure_future(told.wait())
    try:
        await asyncio.wait({doing, waiting}, return_when=asyncio.FIRST_COMPLETED)
        return bool(doing.result()) if doing.done() else None
    finally:
        for task in (doing, waiting):
            task.cancel()
        await asyncio.gather(doing, waiting, return_exceptions=True)


def _worked(document: dict[str, Any], *, is_once: bool) -> str:
    if not document["holds_automation"] and not document["was_ended"]:
        return "Another program does the automatic work of this library; nothing was done here."
    if document["is_paused"] and is_once:
        return (
            f"Automatic work is paused; nothing was begun. `jobs resume` lets it go on. {_counted(document)}"
        )
    what = "What was due is done" if is_once and not document["was_ended"] else "Ended"
    return f"{what}: {_counted(document)}"


def _counted(document: dict[str, Any]) -> str:
    return f"{document['done']} jobs done, {document['failed']} given up."


def _line(job: Job) -> str:
    words = [f"{job.id:>6}  {_STATES[job.state]:<9} {job.key}"]
    if job.state is JobState.RUNNING and job.progress.total:
        words.append(f"{job.progress.done} of {job.progress.total}")
    if job.state is JobState.QUEUED and (job.attempts or job.error):
        words.append(f"again at {job.due_at:%Y-%m-%d %H:%M} UTC")
    is_running = job.state is JobState.RUNNING  # why it had to wait before is no longer true
    sentence = job.progress.words if is_running else job.error or job.result.get("sentence")
    return "  ".join([*words, *([str(sentence)] if sentence else [])])


def _live_lines(found: list[Job]) -> str:
    return "\n".join(map(_line, found)) or "Nothing waits and nothing runs."


def _schedule_lines(state: ScheduleState, *, was_handed_over: bool) -> list[str]:
    settings = state.settings
    lines = [f"Weekly updates are {'on' if settings.is_on else 'off'}; a run begins at {settings.at:%H:%M}."]
    if settings.quiet is not None:
        span = f"from {settings.quiet.start:%H:%M} to {settings.quiet.end:%H:%M}"
        lines.append(f"Scheduled work rests {span}; what webhooks report is done at once all the same.")
    if settings.enriches:
        lines.append("Titles that got new pictures are then looked through for better artwork.")
    lines += [
        f"At most {limit} requests a day to {name}." if limit else f"{name} is never asked by scheduled work."
        for name, limit in sorted(settings.budgets.items())
    ]
    if state.next_run_at is not None:
        lines.append(f"Next run: {state.next_run_at:%Y-%m-%d %H:%M} UTC.")
    if state.last_finished_at is not None:
        lines.append(
            f"Last run: {state.last_finished_at:%Y-%m-%d %H:%M} UTC. {state.last_result.get('sentence', '')}"
        )
    if was_handed_over:
        lines.append("Another program does the automatic work of this library; the run was handed to it.")
    return [line.strip() for line in lines]
