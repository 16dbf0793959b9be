"""Opens the window: a painted frame first, then the core behind it.

The composition root. Nothing heavy (peewee, httpx, Pillow) is imported before the first paint; the core is
built on a worker thread and handed to the window, which knows it only by the ports of
``metarr_desktop.domain``.
"""

from __future__ import annotations

import argparse
import asyncio
import gc
import logging
import os
import sys
from collections.abc import Sequence
from contextlib import suppress
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QSettings
from PySide6.QtWidgets import QApplication

from metarr_desktop import __version__
from metarr_desktop.domain.errors import MetarrError
from ui.application import create_application, run, set_error_sink, until_closed
from ui.main_window import MainWindow

if TYPE_CHECKING:
    from metarr_desktop.services import Services
    from metarr_desktop.settings import Settings

log = logging.getLogger(__name__)

_FAULT = (
    "The program could not be started as a whole, because of a fault of its own. Your library was not changed."
    " Start it again; if that does not help, the log in the data folder tells the makers what went wrong."
)

_PATIENCE_S = 10.0
"""So long the automatic work of this program waits at most for the library to be on the screen."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the program until its last window is closed; returns the exit status."""
    call = _parser().parse_args(arguments)
    if call.demo:
        os.environ["METARR_DEMO"] = "1"
    return run(_program, create_application(sys.argv[:1]))


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="metarr-desktop-window", description="Open Metarr Desktop.")
    parser.add_argument("--demo", action="store_true", help="open the demo catalogue even if keys are set")
    parser.add_argument("--version", action="version", version=f"Metarr Desktop {__version__}")
    return parser


async def _program(app: QApplication) -> None:
    from metarr_desktop.settings import load_settings

    settings = load_settings()
    _keep_window_settings_in(settings)
    window = MainWindow()
    set_error_sink(window.show_message)
    window.show()
    runner = _CoreRunner(window, settings)
    window.keys_saved.connect(runner.take_over_keys)
    window.retry_requested.connect(runner.start_again)
    runner.start_again()
    try:
        await until_closed()
    finally:
        set_error_sink(None)
        await runner.stop()


def _keep_window_settings_in(settings: Settings) -> None:
    QSettings.setDefaultFormat(QSettings.Format.IniFormat)
    folder = str(settings.folders.config)
    QSettings.setPath(QSettings.Format.IniFormat, QSettings.Scope.UserScope, folder)


class _CoreRunner:
    """Builds the core off the GUI thread, hands it to the window, and replaces it when keys change."""

    def __init__(self, window: MainWindow, settings: Settings) -> None:
        self._window = window
        self._settings = settings
        self._core: Services | None = None
        self._task: asyncio.Task[None] | None = None
        self._late: set[asyncio.Task[None]] = set()  # cores that were ready when nobody wanted them any more

    def start_again(self) -> None:
        """Build the core (anew); what is running is closed first."""
        before, self._task = self._task, asyncio.get_running_loop().create_task(self._start(self._task))
        self._task.add_done_callback(self._tell_fault)
        if before is not None:
            before.cancel()

    def _tell_fault(self, start: asyncio.Task[None]) -> None:
        """Say that a fault of the program keeps the library closed: a window that opens for ever says nothing."""
        fault = None if start.cancelled() else start.exception()
        if fault is not None:
            log.error("the program could not be started as a whole", exc_info=fault)
            (self._window.show_problem if self._window.core is None else self._window.show_message)(_FAULT)

    def take_over_keys(self) -> None:
        """Go on as the keys saved just now ask for.

        A key counts in the core that runs; another one is needed only where the demo gives way to the real library,
        or the last key was removed.
        """
        if self._core is None or not self._core.fits_keys:
            self.start_again()
        elif self._window.session is not None:
            self._window.session.fill_again()

    async def stop(self) -> None:
        """Close window pages and core; nothing is left running."""
        if self._task is not None:
            self._task.cancel()
            await asyncio.gather(self._task, return_exceptions=True)
        for end in await asyncio.gather(*self._late, return_exceptions=True):
            if isinstance(end, Exception):
                log.error("a core that came too late could not be closed", exc_info=end)
        await self._close_core()

    async def _start(self, before: asyncio.Task[None] | None) -> None:
        if before is not None:
            await asyncio.gather(before, return_exceptions=True)
        await self._close_core()
        await asyncio.sleep(0)  # let the first paint happen before imports take the interpreter lock
        build = asyncio.get_running_loop().run_in_executor(None, partial(_build, self._settings))
        try:
            self._core = await asyncio.shield(build)
        except asyncio.CancelledError:
            self._late.add(asyncio.get_running_loop().create_task(_close_when_built(build)))
            raise
        except MetarrError as error:
            self._window.show_problem(str(error))
            return
        if self._core.demo is not None:
            await self._core.lay_out_starter_library()
        # What is here now stays to the end: looking through it for garbage cost the window 31 ms at a time.
        gc.freeze()
        self._window.attach(self._core)
        has_rows = self._rows_come()
        self._core.preferences.settle()
        if self._core.preferences.notice:
            self._window.show_message(self._core.preferences.notice)
        await self._offer_films_of_demo(self._core)
        with suppress(TimeoutError):
            async with asyncio.timeout(_PATIENCE_S):
                await has_rows.wait()
        await self._core.automation.start()

    def _rows_come(self) -> asyncio.Event:
        """Return what is set when the library is on the screen for the first time."""
        come, session = asyncio.Event(), self._window.session
        assert session is not None  # there is one from attach() on
        session.library.loaded.connect(lambda _: come.set())
        return come

    async def _offer_films_of_demo(self, core: Services) -> None:
        try:
            films = await core.titles_added_in_demo()
        except MetarrError as error:
            log.warning("the demo's library could not be read: %s", error)  # nothing of this one is missing
            return
        self._window.offer_take_over([film.path or "" for film in films], partial(core.take_over, films))

    async def _close_core(self) -> None:
        await self._window.detach()
        core, self._core = self._core, None
        if core is not None:
            await core.close()


def _build(settings: Settings) -> Services:
    from metarr_desktop.logging_setup import set_up_file_logging
    from metarr_desktop.services import build_services

    set_up_file_logging(settings.folders.data / "logs")
    return build_services(settings)


async def _close_when_built(build: asyncio.Future[Services]) -> None:
    try:
        core = await build
    except MetarrError as error:
        log.info("a core that nobody waited for was not built: %s", error)
        return
    await core.close()


if __name__ == "__main__":
    raise SystemExit(main())
