"""What a window is told of the automatic work, by the whole cores of two programs on one library."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from metarr_desktop.domain.asset import AssetType
from metarr_desktop.domain.selection import AutomationMode
from metarr_desktop.services import Services, build_services
from metarr_desktop.settings import load_settings
from tests.async_gui import eventually


def a_core(home: Path, monkeypatch: pytest.MonkeyPatch, **environment: str) -> Services:
    settings = load_settings({"METARR_HOME": str(home), "METARR_DEMO": "1", **environment})
    core = build_services(settings, clock=lambda: datetime.now(UTC))
    monkeypatch.setattr(core.automation.runner, "_poll_s", 0.01)
    return core


async def test_one_window_works_the_other_stands_by_hears_of_a_pause_and_takes_over(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    first, second = a_core(tmp_path, monkeypatch), a_core(tmp_path, monkeypatch)
    heard: list[str] = []
    try:
        assert first.automation.state().sentence == "This program does no automatic work."
        second.automation.subscribe(lambda: heard.append(second.automation.state().sentence))
        await first.automation.start()
        await eventually(lambda: first.automation.state().is_here)
        await second.automation.start()
        await eventually(lambda: heard and heard[-1].startswith("Another program on this library"))
        await first.automation.set_paused(True)
        await eventually(lambda: heard[-1].startswith("Automatic work is paused."))
        await second.automation.set_paused(False)
        await eventually(lambda: not first.automation.state().is_paused)
        await first.close()
        second.automation.runner._next_at.clear()  # the five seconds until it looks again
        await eventually(lambda: heard[-1] == "This program does the automatic work.")
        assert (
            await second.automation.schedule.state()
        ).last_started_at is None  # a first start begins nothing
        assert await second.automation.jobs.jobs() == []
    finally:
        await asyncio.gather(first.close(), second.close())


async def test_who_works_heeds_what_is_preferred_in_another_program(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    worker, window = a_core(tmp_path, monkeypatch), a_core(tmp_path, monkeypatch)
    try:
        await worker.automation.start()
        await eventually(lambda: worker.automation.state().is_here)
        preferred = replace(
            window.preferences.current(), automation=dict.fromkeys(AssetType, AutomationMode.FETCH)
        )
        await window.preferences.change(preferred)
        worker.automation.runner._next_at.clear()  # the half minute until it looks
        await eventually(lambda: worker.preferences.current() == window.preferences.current())
    finally:
        await asyncio.gather(worker.close(), window.close())


async def test_webhooks_that_cannot_be_heard_are_told_and_the_rest_is_done(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    core = a_core(tmp_path, monkeypatch, METARR_WEBHOOKS="1", METARR_WEBHOOK_HOST="0.0.0.0")
    try:
        await core.automation.start()
        await eventually(lambda: core.automation.state().is_here)
        state = core.automation.state()
        assert "open to everybody" in state.webhook_sentence
        assert state.webhook_port is None
    finally:
        await core.close()
