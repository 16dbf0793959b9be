"""The core behind the window: built on a thread, and closed whenever nobody wants it any more."""

from __future__ import annotations

import asyncio
import threading

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
