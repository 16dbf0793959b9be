"""The page Automation: types, weekly updates, budgets; what waits is written to both stores by Apply."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, time, timedelta, timezone

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt, QTime
from PySide6.QtGui import QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from metarr_desktop.domain.asset import AssetType
from metarr_desktop.domain.errors import StoreError
from metarr_desktop.domain.jobs import JobProgress, JobState
from metarr_desktop.domain.schedule import QuietHours, ScheduleSettings, ScheduleState
from metarr_desktop.domain.selection import AutomationMode
from metarr_desktop.domain.status import ProviderNumbers
from tests.async_gui import eventually
from tests.fakes.automation import a_job
from ui.settings import automation_wording as wording
from ui.settings.automation_page import AutomationPage
from ui.settings.page import SettingsWindow

POSTER, FANART, BANNER = AssetType.POSTER, AssetType.FANART, AssetType.BANNER
FETCH, PROPOSE, SELECT = AutomationMode.FETCH, AutomationMode.PROPOSE, AutomationMode.SELECT
NOW = datetime(2026, 11, 22, 18, 0, tzinfo=UTC)
NIGHT = QuietHours(time(22), time(7))


@pytest.fixture
async def page(window: SettingsWindow) -> AutomationPage:
    window.list.show_page("automation")
    page = window.automatic.automation
    await eventually(page.updates.isEnabled)
    return page


async def applied(window: SettingsWindow) -> None:
    window.apply()
    await eventually(lambda: window.controller is not None and not window.controller.is_busy)


async def test_what_may_run_alone_waits_for_apply_type_by_type(window, core, page) -> None:
    page.types.rows[POSTER].switch.buttons[SELECT].click()
    page.types.rows[FANART].limit.setValue(6)
    assert core.preferences.kept.automation == {}
    assert window.bar.text.text() == "2 changes not applied yet"
    await applied(window)
    assert core.preferences.kept.automation == {POSTER: SELECT}
    assert core.preferences.kept.limits == {FANART: 6}
    page.restore_button.click()
    await applied(window)
    assert (core.preferences.kept.automation, core.preferences.kept.limits) == ({}, {})


async def test_all_types_are_set_at_once_and_types_that_differ_show_none(window, core, page) -> None:
    page.types.all.buttons[FETCH].click()
    await applied(window)
    kinds = [each for _, types in wording.TYPES for each in types]
    assert core.preferences.kept.automation == dict.fromkeys(kinds, FETCH)
    assert set(kinds) == set(AssetType) - {AssetType.TRAILER}
    page.types.rows[BANNER].switch.buttons[PROPOSE].click()
    assert [each.isChecked() for each in page.types.all.buttons.values()] == [False] * 3
    assert not page.types.rows[POSTER].limit.isEnabled()


async def test_selecting_without_asking_says_what_that_means_and_how_it_is_taken_back(page) -> None:
    assert page.types.warning.isHidden()
    page.types.rows[POSTER].switch.buttons[SELECT].click()
    assert "changes which posters are selected" in page.types.warning.text()
    assert "can be taken back" in page.types.warning.text()


async def test_the_arrow_keys_choose_how_far_it_may_go(page, core) -> None:
    switch = page.types.rows[POSTER].switch
    switch.buttons[PROPOSE].setFocus()
    QTest.keyClick(switch.buttons[PROPOSE], Qt.Key.Key_Right)
    assert switch.mode is SELECT


async def test_a_run_that_goes_on_leaves_what_is_being_typed(window, core, page) -> None:
    budget = page.budgets.rows["tmdb"]
    budget.check.click()
    for field in (budget.number, page.types.rows[FANART].limit):
        field.setFocus()
        field.selectAll()
        QTest.keyClicks(field, "1")
        window._show_draft()  # as after each second of an update
        assert field.text() == "1"
        assert field.value() != 1  # a number typed counts when it is complete


async def test_apply_writes_the_schedule_and_says_when_the_next_run_begins(window, core, page) -> None:
    page.at.setTime(QTime(5, 15))
    page.quiet.check.click()
    page.quiet.start.setTime(QTime(22, 0))
    page.quiet.end.setTime(QTime(7, 0))
    page.enriches.click()
    page.budgets.rows["tmdb"].check.click()
    page.budgets.rows["tmdb"].number.setValue(0)
    assert page.next_run.text().startswith("After Apply, the next run begins ")
    assert window.list.pages.item(2).text() == "Automation ●"
    await applied(window)
    assert core.automation.schedule.calls == [
        ("set", ScheduleSettings(at=time(5, 15), quiet=NIGHT, budgets={"tmdb": 0}, enriches=False))
    ]
    assert core.preferences.changes == []  # nothing waited there
    assert page.next_run.text().startswith("The next run begins ")
    assert window.bar.apply_button.isHidden()


async def test_what_one_store_refuses_goes_on_waiting_and_the_other_is_kept(window, core, page) -> None:
    core.automation.schedule.error = StoreError("The database cannot be written. The old times still hold.")
    page.types.rows[POSTER].switch.buttons[SELECT].click()
    page.updates.click()
    await applied(window)
    assert core.preferences.kept.automation == {POSTER: SELECT}
    assert "The old times still hold." in window.messages.texts()[-1]
    assert window.bar.text.text() == "1 change not applied yet"
    assert not page.updates.isChecked()


async def test_quiet_hours_of_no_length_are_refused(window, page) -> None:
    page.quiet.check.click()
    start = page.quiet.start.time()
    page.quiet.end.setTime(start)
    assert "differ" in window.messages.texts()[-1]
    assert page.quiet.end.time() != start


async def test_the_wheel_scrolls_the_page_and_changes_no_time_under_the_pointer(page) -> None:
    before = page.at.time()
    turn = QWheelEvent(
        QPointF(5, 5), page.at.mapToGlobal(QPointF(5, 5)), QPoint(), QPoint(0, -120), Qt.MouseButton.NoButton,
        Qt.KeyboardModifier.NoModifier, Qt.ScrollPhase.NoScrollPhase, False,
    )  # fmt: skip
    page.restore_button.setFocus()
    QApplication.sendEvent(page.at, turn)
    assert page.at.time() == before


async def test_a_change_made_elsewhere_is_shown_and_what_waits_goes_on_waiting(window, core, page) -> None:
    page.at.setTime(QTime(5, 15))
    schedule = core.automation.schedule
    schedule.now = replace(schedule.now, settings=ScheduleSettings(budgets={"tmdb": 7}))
    window.list.show_page("look")
    window.list.show_page("automation")  # read anew whenever it comes into sight
    await eventually(lambda: page.budgets.rows["tmdb"].number.value() == 7)
    assert page.at.time() == QTime(5, 15)


async def test_who_does_the_work_is_said_and_a_link_leads_to_the_schedules(window, core, page) -> None:
    core.automation.now = replace(core.automation.now, sentence="Another program does the automatic work.")
    core.automation.changed()
    assert page.doer.text() == "Another program does the automatic work."
    asked = []
    window.activity_requested.connect(asked.append)
    page.activity_button.click()
    assert asked == ["schedules"]


async def test_the_requests_of_today_stand_beside_their_budget(window, core, page) -> None:
    core.statistics.by_provider = {"tmdb": ProviderNumbers(requests=1_204)}
    page.renew_wanted.emit()
    await eventually(lambda: page.budgets.rows["tmdb"].unit.text() == "as many as it needs, 1,204 today")
    page.budgets.rows["tmdb"].check.click()
    assert page.budgets.rows["tmdb"].unit.text() == "requests a day, 1,204 today"


@pytest.mark.parametrize(
    ("kept", "wanted", "words"),
    [
        ({}, {}, "The next run begins tomorrow at 04:30, in 9 h 30 min."),
        ({}, {"at": time(20)}, "After Apply, the next run begins today at 20:00, in 1 h."),
        ({"quiet": NIGHT}, {"quiet": NIGHT}, "it waits until 07:00."),
        ({}, {"is_on": False}, "After Apply, no run will begin by itself;"),
        ({"is_on": False}, {"is_on": False}, "No run begins by itself;"),
    ],
)
def test_the_next_run_is_told_in_words(kept, wanted, words: str) -> None:
    zone = timezone(timedelta(hours=1))
    due = datetime(2026, 11, 23, 3, 30, tzinfo=UTC)
    state = ScheduleState(ScheduleSettings(**kept), next_run_at=due)
    assert words in wording.next_run_text(state, ScheduleSettings(**wanted), None, NOW, zone)


def test_a_run_under_way_is_told_instead() -> None:
    job = a_job("update", "update", state=JobState.RUNNING, progress=JobProgress(12, 40))
    words = wording.next_run_text(ScheduleState(), ScheduleSettings(), job, NOW)
    assert words == "A run goes on now: 12 of 40."
