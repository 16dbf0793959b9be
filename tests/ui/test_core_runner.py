"""The core behind the window: built on a thread, and closed whenever nobody wants it any more."""

from __future__ import annotations

import asyncio
import threading

import pytest

import main
from metarr_desktop.settings import load_settings
from tests.async_gui import eventually
from tests.fakes import FakeCore
from tests.ui import main_window_builders as builders
from ui.main_window import MainWindow


async def test_a_core_that_is_ready_only_after_the_end_is_closed_before_the_loop_stops(
    qtbot, qapp, tmp_path, monkeypatch
) -> None:
    qapp.setQuitOnLastWindowClosed(False)
    builders.use_settings_in(tmp_path)
    has_begun, may_end, core = threading.Event(), threading.Event(), FakeCore()

    def build(settings: object) -> FakeCore:
        has_begun.set()
        may_end.wait(5)
        return core

    monkeypatch.setattr(main, "_build", build)
    window = MainWindow()
    qtbot.addWidget(window)
    runner = main._CoreRunner(window, load_settings())
    runner.start_again()
    await eventually(has_begun.is_set)
    stopping = asyncio.create_task(runner.stop())
    await asyncio.sleep(0.01)
    assert not stopping.done()
    may_end.set()
    await stopping
    assert core.is_closed


class CoreWithKeys(FakeCore):
    """A core that fits the keys there are, or does not any more."""

    fits_keys = True

    def __init__(self) -> None:
        super().__init__()
        self.preferences.notice = "settings.json was damaged."
        self.preferences.settle = lambda: None

    async def titles_added_in_demo(self) -> list[object]:
        return []

    async def take_over(self, titles: list[object]) -> int:
        return len(titles)


@pytest.mark.parametrize(("fits", "built"), [(True, 1), (False, 2)])
async def test_a_saved_key_builds_another_core_only_where_this_one_does_not_fit(
    qtbot, qapp, tmp_path, monkeypatch, fits: bool, built: int
) -> None:
    qapp.setQuitOnLastWindowClosed(False)
    builders.use_settings_in(tmp_path)
    cores: list[CoreWithKeys] = []

    def build(settings: object) -> CoreWithKeys:
        cores.append(CoreWithKeys())
        return cores[-1]

    monkeypatch.setattr(main, "_build", build)
    window, told = MainWindow(), list[str]()
    monkeypatch.setattr(window, "show_message", told.append)
    qtbot.addWidget(window)
    runner = main._CoreRunner(window, load_settings())
    runner.start_again()
    await eventually(lambda: window.core is not None)
    await eventually(lambda: told == ["settings.json was damaged."])
    await eventually(lambda: cores[0].automation.is_started)
    cores[0].fits_keys = fits
    runner.take_over_keys()
    await eventually(lambda: window.core is cores[-1])
    await asyncio.sleep(0.01)
    assert len(cores) == built
    assert cores[0].is_closed is not fits
    await runner.stop()


async def test_a_fault_of_the_program_at_the_start_is_said_and_not_waited_for(
    qtbot, qapp, tmp_path, monkeypatch, caplog
) -> None:
    qapp.setQuitOnLastWindowClosed(False)
    builders.use_settings_in(tmp_path)

    def build(settings: object) -> FakeCore:
        raise AttributeError("nobody foresaw this")

    monkeypatch.setattr(main, "_build", build)
    window, problems = MainWindow(), list[str]()
    monkeypatch.setattr(window, "show_problem", problems.append)
    qtbot.addWidget(window)
    runner = main._CoreRunner(window, load_settings())
    runner.start_again()
    await eventually(lambda: problems)
    assert "Your library was not changed" in problems[0]
    assert "nobody foresaw this" in caplog.text
    await runner.stop()
