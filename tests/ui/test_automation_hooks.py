"""Automation in the main window: what it does, what waits, and what was done."""

from __future__ import annotations

import asyncio
from dataclasses import replace

import pytest
from PySide6.QtCore import Qt

from metarr_desktop.domain.errors import StoreError
from metarr_desktop.domain.jobs import JobKind, JobProgress, JobState
from tests.async_gui import eventually
from tests.fakes import an_entity
from tests.fakes.automation import a_job, a_proposal, a_report
from tests.ui import main_window_builders as builders
from tests.ui.main_window_builders import a_core, focus, key_of, opened, press

Key, CTRL = Qt.Key, Qt.KeyboardModifier.ControlModifier


@pytest.fixture(autouse=True)
def own_settings(qapp, tmp_path):
    qapp.setQuitOnLastWindowClosed(False)
    builders.use_settings_in(tmp_path)


async def test_the_status_bar_says_what_automation_does(qtbot) -> None:
    core = a_core()
    async with opened(qtbot, core) as window:
        line = window.status.automation
        assert not line.isVisible()
        job = a_job(
            JobKind.ENRICH_TITLES, state=JobState.RUNNING, progress=JobProgress(12, 40, "Scoring: Dune")
        )
        core.automation.jobs.put(job)
        await eventually(lambda: line.text() == "Enriching 12 of 40")
        assert "Scoring: Dune" in line.toolTip()
        core.automation.jobs.put(replace(job, state=JobState.DONE, result=a_report()))
        await eventually(lambda: not line.isVisible())
        await core.automation.set_paused(True)
        await eventually(lambda: line.text() == "Automation is paused")


async def test_ctrl_e_enriches_the_selected_titles_and_tells_how_it_ended(qtbot) -> None:
    core = a_core()
    async with opened(qtbot, core) as window:
        press(window, Key.Key_A, CTRL)
        press(window, Key.Key_E, CTRL)
        asked = core.automation.enriching.calls
        await eventually(lambda: bool(asked))
        assert asked[0][1] == (key_of(1), key_of(2), key_of(3))  # Solaris is not identified
        await eventually(lambda: window.messages.texts()[-1].startswith("Enriching 3 films."))
        job = next(iter(core.automation.jobs.kept.values()))
        core.automation.jobs.put(replace(job, state=JobState.DONE, result=a_report()))
        await eventually(lambda: window.messages.texts()[-1] == a_report()["sentence"])


async def test_a_title_that_a_webhook_brought_comes_onto_the_wall(qtbot) -> None:
    core = a_core()
    async with opened(qtbot, core) as window:
        core.library.put(an_entity(9, "Heat", 1995))
        job = core.automation.jobs.put(a_job(JobKind.WEBHOOK, state=JobState.RUNNING))
        core.automation.jobs.put(replace(job, state=JobState.DONE, result={"titles": [str(key_of(9))]}))
        await eventually(lambda: "Heat" in builders.titles(window))
        assert window.messages.texts() == ()  # the activity window tells of it; nobody asked for it here


async def test_the_tool_bar_counts_the_proposals_that_wait(qtbot) -> None:
    core = a_core()
    async with opened(qtbot, core) as window:
        waiting = window.acts.automation.waiting
        assert not waiting.isVisible()
        core.automation.proposals.waiting = [a_proposal(), a_proposal()]
        core.automation.proposals.changed()
        await eventually(lambda: waiting.isVisible() and waiting.text() == "Review 2")


async def test_monitored_is_taken_from_the_titles_and_set_on_them(qtbot) -> None:
    core = a_core()
    async with opened(qtbot, core) as window:
        focus(window, "Dune")
        monitored = window.acts.automation.monitored
        await eventually(monitored.isChecked)
        monitored.trigger()
        await eventually(lambda: not core.library.entities[key_of(2)].is_monitored)
        await eventually(lambda: not monitored.isChecked())
        assert window.messages.texts()[-1] == "Automation leaves Dune (2021) alone."


@pytest.mark.parametrize(
    ("key", "name"),
    [(Key.Key_J, "activity_window"), (Key.Key_T, "statistics_window"), (Key.Key_R, "review_window")],
)
async def test_each_window_has_its_key(qtbot, key: Qt.Key, name: str) -> None:
    async with opened(qtbot, a_core()) as window:
        press(window, key, CTRL | Qt.KeyboardModifier.ShiftModifier)
        assert getattr(window.tools, name).isVisible()


async def test_leaving_the_artwork_leads_back_to_the_review(qtbot) -> None:
    core = a_core()
    core.automation.proposals.waiting = [a_proposal(key_of(1), asset=core.cache.assets[key_of(1)][0])]
    async with opened(qtbot, core) as window:
        window.tools.show_review()
        review = window.tools.review_window
        await eventually(lambda: review.model.rowCount() == 1)
        review.parts.side.browse.click()
        browser = window.windows.asset_browser
        await eventually(lambda: browser.isVisible() and browser.current_key == key_of(1))
        browser.close()
        await eventually(review.isActiveWindow)


async def test_what_cannot_be_read_by_itself_is_told_once(qtbot) -> None:
    core = a_core()
    async with opened(qtbot, core) as window:
        core.automation.now = replace(core.automation.now, is_here=False)
        core.automation.jobs.error = StoreError("The library is busy. Nothing was changed.")
        for _ in range(3):  # every three seconds where another program does the work
            calls = len(core.automation.jobs.calls)
            window.automation._on_look()
            await eventually(lambda calls=calls: len(core.automation.jobs.calls) > calls)
        assert window.messages.texts() == ("The library is busy. Nothing was changed.",)


async def test_proposals_are_counted_also_while_they_keep_coming(qtbot) -> None:
    core = a_core()
    async with opened(qtbot, core) as window:
        timer = window.automation._count
        await eventually(lambda: not timer.isActive())
        core.automation.proposals.changed()
        before = timer.remainingTime()
        await asyncio.sleep(0.02)
        core.automation.proposals.changed()
        assert timer.remainingTime() < before
