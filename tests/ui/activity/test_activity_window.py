"""The activity window: jobs with their reports, by mouse and keyboard."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import timedelta

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from metarr_desktop.domain.automation_ports import AutomationState
from metarr_desktop.domain.errors import StoreError
from metarr_desktop.domain.jobs import JobKind, JobPriority, JobProgress, JobState
from metarr_desktop.domain.webhooks import WebhookSettings
from tests.async_gui import eventually
from tests.fakes import NOW, FakeCore, an_entity
from tests.fakes.automation import a_job, a_report
from tests.ui import accessibility
from ui.activity.jobs_controller import ENDED_SHOWN
from ui.activity.page import ActivityWindow

LEFT, KEYS = Qt.MouseButton.LeftButton, Qt.Key
CONTROL, SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier


@pytest.fixture
def core() -> FakeCore:
    core = FakeCore()
    film = an_entity()
    core.library.put(film)
    payload = {"entity_type": "movie", "entity_id": film.key.entity_id}
    for job in (
        a_job(
            JobKind.ENRICH_TITLES, "batch", payload={"titles": [["movie", 1], ["movie", 2]]}, state=JobState.RUNNING,
            started_at=NOW - timedelta(minutes=1), progress=JobProgress(1, 2, "Fetching: Dune (2021)"),
        ),
        a_job(JobKind.ENRICH, payload=payload),
        a_job(JobKind.UPDATE, "update", priority=JobPriority.SCHEDULED),
        a_job(
            JobKind.ENRICH_TITLES, "old", payload={"titles": [["movie", 1]] * 3}, state=JobState.DONE,
            started_at=NOW, finished_at=NOW, result=a_report(failed=1),
        ),
    ):  # fmt: skip
        core.automation.jobs.kept[job.id] = job
    return core


@pytest.fixture
async def window(open_activity) -> AsyncIterator[ActivityWindow]:
    async with open_activity("now", lambda window: "Enrich Inception (2010)" in titles(window)) as window:
        yield window


def titles(window: ActivityWindow) -> list[str]:
    return [line.title for line in window.now.list.lines.items]


def job_of(core: FakeCore, key: str):
    return next(job for job in core.automation.jobs.kept.values() if job.key == key)


async def test_jobs_stand_in_the_lanes_of_who_asked_for_them(window) -> None:
    assert titles(window) == [
        "You asked for", "Enrich 2 titles", "Enrich Inception (2010)",
        "Scheduled", "Weekly update",
        "Finished lately", "Enrich 3 titles",
    ]  # fmt: skip
    running = window.now.list.lines.items[1]
    assert (running.detail, running.side) == ("1 of 2 · Fetching: Dune (2021)", "1 min")
    assert running.progress == 0.5


async def test_progress_is_followed_without_reading_the_table(window, core: FakeCore) -> None:
    calls = len(core.automation.jobs.calls)
    core.automation.jobs.put(
        replace(job_of(core, "batch"), progress=JobProgress(1, 2, "Scoring: Dune (2021)"))
    )
    assert window.now.list.lines.items[1].detail == "1 of 2 · Scoring: Dune (2021)"
    assert len(core.automation.jobs.calls) == calls


async def test_a_job_that_ends_shows_its_report_where_the_focus_stays(window, core: FakeCore) -> None:
    job = job_of(core, "batch")
    window.now.show_job(job.id)
    core.automation.jobs.put(replace(job, state=JobState.DONE, finished_at=NOW, result=a_report()))
    pane = window.now.pane
    await eventually(lambda: pane.job.state is JobState.DONE)
    assert pane.sentence.text() == "2 titles enriched: 0 selected, 1 proposed. 1 title left alone."
    assert window.now.current_job().id == job.id
    assert pane.review_button.isVisible()


async def test_titles_of_a_report_can_be_opened_by_the_keyboard(window, core: FakeCore) -> None:
    opened = []
    window.title_requested.connect(opened.append)
    window.now.show_job(job_of(core, "old").id)
    QTest.keyClick(window.now.list, KEYS.Key_Return)
    report = window.now.pane.report
    assert report.hasFocus()
    report.go_to(next(line.key for line in report.lines.items if line.title == "Inception (2010)"))
    QTest.keyClick(report, KEYS.Key_Return)
    assert opened == [an_entity().key]


async def test_what_waits_can_be_cancelled_hurried_and_done_again(qtbot, window, core: FakeCore) -> None:
    jobs = core.automation.jobs
    waiting = job_of(core, "enrich:movie:1001")
    window.now.show_job(waiting.id)
    qtbot.mouseClick(window.now.pane.hurry_button, LEFT)
    await eventually(lambda: ("hurry", waiting.id) in jobs.calls)
    QTest.keyClick(window.now.list, KEYS.Key_Delete)
    await eventually(lambda: ("abort", waiting.id) in jobs.calls)
    await eventually(lambda: window.now.pane.retry_button.isVisible())
    assert window.now.pane.sentence.text() == "Cancelled; what was done before stays."
    QTest.keyClick(window.now.list, KEYS.Key_R, CONTROL)
    await eventually(lambda: ("retry", waiting.id) in jobs.calls)


async def test_a_batch_offers_to_retry_what_failed(window, core: FakeCore) -> None:
    window.now.show_job(job_of(core, "old").id)
    assert window.now.pane.retry_button.text() == "Retry 1 failed title"


async def test_automation_is_paused_and_goes_on(qtbot, window, core: FakeCore) -> None:
    button = window.now.pause_button
    qtbot.mouseClick(button, LEFT)
    await eventually(lambda: button.text() == "Go on")
    assert window.now.sentence.text() == "Automatic work is paused. What waits goes on when you resume it."
    assert window.now.list.lines.items[2].detail == "Waits until automation goes on"
    qtbot.mouseClick(button, LEFT)
    await eventually(lambda: core.automation.calls == [("set_paused", True), ("set_paused", False)])


async def test_what_was_refused_is_told_in_a_sentence(window, core: FakeCore) -> None:
    window.now.show_job(job_of(core, "enrich:movie:1001").id)
    job = job_of(core, "enrich:movie:1001")
    core.automation.jobs.kept[job.id] = replace(job, state=JobState.RUNNING)  # another program was quicker
    QTest.keyClick(window.now.list, KEYS.Key_Up, CONTROL)
    await eventually(lambda: window.messages.texts())
    assert "does not wait any more" in window.messages.texts()[0]


async def test_jobs_of_another_program_are_looked_for_only_while_visible(window, core: FakeCore) -> None:
    other = a_job(JobKind.UPDATE, "update2", priority=JobPriority.SCHEDULED)
    core.automation.jobs.kept[other.id] = other
    window._timer.timeout.emit()
    await eventually(lambda: titles(window).count("Weekly update") == 2)
    window.close()
    assert not window._timer.isActive()


async def test_a_store_that_cannot_be_read_is_told_once(window, core: FakeCore) -> None:
    told = []
    window.now.controller.failed.connect(told.append)
    core.automation.jobs.error = StoreError("The library cannot be read. Nothing was lost.")
    for _ in range(3):
        window._timer.timeout.emit()
        await eventually(lambda: not window.now.controller._tasks.names)
    assert told == ["The library cannot be read. Nothing was lost."]


async def test_ten_thousand_jobs_are_read_in_bounds(window, core: FakeCore) -> None:
    for number in range(1200):
        job = a_job(JobKind.UPDATE, f"u{number}", priority=JobPriority.SCHEDULED)
        ended = replace(a_job(JobKind.UPDATE, f"e{number}"), state=JobState.DONE, finished_at=NOW)
        core.automation.jobs.kept.update({job.id: job, ended.id: ended})
    QTest.keyClick(window, KEYS.Key_F5)
    controller = window.now.controller
    await eventually(lambda: controller.has_more_live)
    assert (len(controller.live), len(controller.ended)) == (300, 61)  # the one that was here stays
    assert window.now.counts.text() == "1 running · 299+ waiting"
    window.now.older_button.click()
    await eventually(lambda: len(controller.ended) == 261)


async def test_typing_filters_and_escape_clears_before_it_closes(window) -> None:
    QTest.keyClicks(window.now.list, "w")
    QTest.keyClicks(window.filter, "eekly")
    assert titles(window) == ["Scheduled", "Weekly update"]
    QTest.keyClick(window, KEYS.Key_Escape)
    assert window.isVisible()
    assert len(titles(window)) == 7
    QTest.keyClick(window, KEYS.Key_Escape)
    assert not window.isVisible()


async def test_tabs_are_changed_by_keys_and_the_last_one_is_remembered(window, core: FakeCore) -> None:
    QTest.keyClick(window, KEYS.Key_Tab, CONTROL)
    assert window.current is window.schedules
    QTest.keyClick(window, KEYS.Key_3, Qt.KeyboardModifier.AltModifier)
    assert window.current is window.history
    window.close()
    again = ActivityWindow(core, now=lambda: NOW)
    assert again.current is again.history
    await again.detach()
    again.deleteLater()


async def test_the_schedule_is_run_and_switched(qtbot, window, core: FakeCore) -> None:
    window.show_tab("schedules")
    tab, schedule = window.schedules, core.automation.schedule
    await eventually(lambda: tab.model.rowCount() == 1)
    texts = [tab.model.index(0, column).data() for column in range(tab.model.columnCount())]
    assert texts[:3] == ["Weekly updates", "On", "day"]
    assert texts[4:] == ["12 min", texts[5], "14 titles refreshed, 3 new pictures."]
    qtbot.mouseClick(tab.run_button, LEFT)
    await eventually(lambda: ("run_now",) in schedule.calls)
    QTest.keyClick(tab.table, KEYS.Key_Space)
    await eventually(lambda: tab.switch_button.text() == "Switch on")
    assert schedule.now.settings.is_on is False


async def test_without_webhooks_the_tab_leads_to_their_settings(qtbot, window) -> None:
    asked = []
    window.settings_requested.connect(asked.append)
    window.show_tab("webhooks")
    await eventually(lambda: window.webhooks.empty.offers() == ("Set up webhooks",))
    window.webhooks.empty.choose_first()
    assert asked == ["webhooks"]


async def test_a_port_that_is_taken_is_told(window, core: FakeCore) -> None:
    core.automation.webhooks.now = WebhookSettings(is_on=True)
    core.automation.now = AutomationState(True, webhook_sentence="Port 7979 is taken; it is tried again.")
    window.show_tab("webhooks")
    await eventually(lambda: window.webhooks.sentence.text() == "Port 7979 is taken; it is tried again.")
    assert window.webhooks.sentence.property("role") == "warn"


async def test_every_control_has_a_name_and_says_what_it_does(window, core: FakeCore) -> None:
    for tab in window.tabs:
        window.show_tab(tab.NAME)
        assert accessibility.nameless(window) == []
        assert accessibility.without_tooltip(window) == []


async def test_it_outlives_a_core(window, core: FakeCore) -> None:
    await window.detach()
    assert titles(window) == []
    assert not core.automation.jobs.listeners
    window.attach(FakeCore())
    await eventually(lambda: window.now.stack.currentWidget() is window.now.empty)


async def test_the_window_opens_at_the_job_it_is_opened_for(open_activity, core: FakeCore) -> None:
    jobs = core.automation.jobs
    for number in range(ENDED_SHOWN):  # it is none of those shown at first
        ended = a_job(
            JobKind.WEBHOOK, f"event {number}", state=JobState.DONE, finished_at=NOW + timedelta(number)
        )
        jobs.kept[ended.id] = ended
    wanted = job_of(core, "old")
    async with open_activity("schedules", lambda window: True) as window:
        window.show_job(wanted.id)
        await eventually(lambda: window.now.current_job() == wanted)


async def test_runs_of_the_weekly_update_are_found_among_many_jobs(open_activity, core: FakeCore) -> None:
    update = a_job(JobKind.UPDATE, "update", state=JobState.DONE, started_at=NOW, finished_at=NOW)
    core.automation.jobs.kept[update.id] = update
    for number in range(400):
        ended = a_job(
            JobKind.WEBHOOK, f"event {number}", state=JobState.DONE, finished_at=NOW + timedelta(number)
        )
        core.automation.jobs.kept[ended.id] = ended
    async with open_activity("schedules", lambda window: window.schedules.controller.runs) as window:
        assert window.schedules.controller.runs == [update]
