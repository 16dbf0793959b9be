"""The QApplication, its event loop, and where every error that nobody caught ends up."""

from __future__ import annotations

import asyncio
import logging
import os
import signal
import socket
import sys
import threading
from collections.abc import Awaitable, Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from types import FrameType, TracebackType

from PySide6.QtCore import QMessageLogContext, QSocketNotifier, QtMsgType, qInstallMessageHandler
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication
from qasync import QEventLoop

from ui.icons import icon
from ui.text import sentence_of
from ui.theme import Theme, current_theme

NAME = "Metarr Desktop"

log = logging.getLogger(__name__)
_qt_log = logging.getLogger("qt")
_error_sink: Callable[[str], None] | None = None
_closing: asyncio.Event | None = None


def create_application(argv: Sequence[str]) -> QApplication:
    """Return the QApplication with name, look and error handling in place; there must be none yet."""
    qInstallMessageHandler(_on_qt_message)
    app = QApplication(list(argv))
    app.setApplicationName("metarr-desktop")
    app.setApplicationDisplayName(NAME)
    app.setOrganizationName("Metarr")
    app.setOrganizationDomain("metarr.org")
    QGuiApplication.setDesktopFileName("metarr-desktop")
    # With Qt's own way out the loop is gone before anything that must be awaited could be cleaned up.
    app.setQuitOnLastWindowClosed(False)
    theme_of(app)
    app.setWindowIcon(icon("film", "accent"))
    sys.excepthook = _on_exception
    threading.excepthook = _on_thread_exception
    return app


def theme_of(app: QApplication) -> Theme:
    """Return the theme of *app*; the first call installs it."""
    theme = current_theme()
    return theme if theme is not None and theme.parent() is app else Theme(app)


def set_error_sink(sink: Callable[[str], None] | None) -> None:
    """Tell sentences about errors nobody caught to *sink*, normally a message bar."""
    global _error_sink
    _error_sink = sink


def run(main: Callable[[QApplication], Awaitable[None]], app: QApplication | None = None) -> int:
    """Run *main* on an asyncio loop inside Qt's and return the exit status.

    *main* shows the window, awaits `until_closed()`, then cleans up while the loop still runs::

        async def main(app):
            window = MainWindow(...)
            window.show()
            await until_closed()
            await window.close_tasks()

    Ctrl+C and SIGTERM end `until_closed()`; a second one cancels *main*.

    Returns:
        0, or 130 after Ctrl+C or SIGTERM.
    """
    application = app or QApplication.instance()
    assert isinstance(application, QApplication), "call create_application() first"
    received: list[int] = []

    def loop_factory() -> asyncio.AbstractEventLoop:
        loop: asyncio.AbstractEventLoop = QEventLoop(application)
        # qasync's own ten threads stall the window as soon as each of them has work.
        loop.set_default_executor(ThreadPoolExecutor(min(4, (os.cpu_count() or 1) + 1), "default"))
        loop.set_exception_handler(_on_loop_exception)
        return loop

    async def whole() -> None:
        global _closing
        _closing = asyncio.Event()
        application.lastWindowClosed.connect(_closing.set)
        loop, task = asyncio.get_running_loop(), asyncio.current_task()
        assert task is not None

        def on_signal(number: int, frame: FrameType | None) -> None:
            received.append(number)
            loop.call_soon_threadsafe(_closing.set if len(received) == 1 and _closing else task.cancel)

        try:
            with _signals(on_signal):
                await main(application)
        finally:
            application.lastWindowClosed.disconnect(_closing.set)
            _closing = None

    try:
        with asyncio.Runner(loop_factory=loop_factory) as runner:
            runner.run(whole())
    except asyncio.CancelledError:
        if not received:
            raise
    return 130 if received else 0


async def until_closed() -> None:
    """Return when the last window was closed, or Ctrl+C was pressed.  Only inside `run`."""
    assert _closing is not None, "until_closed() belongs into the function given to run()"
    await _closing.wait()


def request_close() -> None:
    """End `until_closed()`: the Quit action, after the windows agreed.  Does nothing outside `run`."""
    if _closing is not None:
        _closing.set()


def tell(sentence: str) -> None:
    """Show *sentence* through the registered sink; without one the log alone has it."""
    if _error_sink is not None:
        _error_sink(sentence)


@contextmanager
def _signals(handler: Callable[[int, FrameType | None], None]) -> Iterator[None]:
    """Let SIGINT and SIGTERM reach *handler* although Qt waits in C, where Python runs no handler."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    reader, writer = socket.socketpair()
    reader.setblocking(False)
    writer.setblocking(False)
    # The byte wakes Qt; the slot then is Python code, and Python runs the pending handler before it.
    notifier = QSocketNotifier(reader.fileno(), QSocketNotifier.Type.Read)
    notifier.activated.connect(lambda *_: reader.recv(64))
    old_fd = signal.set_wakeup_fd(writer.fileno(), warn_on_full_buffer=False)
    old = {number: signal.signal(number, handler) for number in (signal.SIGINT, signal.SIGTERM)}
    try:
        yield
    finally:
        for number, previous in old.items():
            signal.signal(number, previous)
        signal.set_wakeup_fd(old_fd)
        notifier.setEnabled(False)
        reader.close()
        writer.close()


def _on_exception(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
    if issubclass(kind, KeyboardInterrupt):
        sys.__excepthook__(kind, error, trace)
        return
    log.critical("uncaught exception", exc_info=(kind, error, trace))
    tell(sentence_of(error))


def _on_thread_exception(args: threading.ExceptHookArgs) -> None:
    # A widget may not be touched from here: the log has it, and whoever awaits the thread's result tells the
    # person.
    error = args.exc_value
    if error is not None:
        log.critical("uncaught exception in a thread", exc_info=(args.exc_type, error, args.exc_traceback))


def _on_loop_exception(loop: asyncio.AbstractEventLoop, context: dict[str, object]) -> None:
    error = context.get("exception")
    if isinstance(error, BaseException):
        log.error("%s", context.get("message"), exc_info=error)
        tell(sentence_of(error))
    else:
        log.error("event loop: %s", context.get("message"))


_LEVELS = {
    QtMsgType.QtDebugMsg: logging.DEBUG,
    QtMsgType.QtInfoMsg: logging.INFO,
    QtMsgType.QtWarningMsg: logging.WARNING,
    QtMsgType.QtCriticalMsg: logging.ERROR,
    QtMsgType.QtFatalMsg: logging.CRITICAL,
}


def _on_qt_message(kind: QtMsgType, context: QMessageLogContext, message: str) -> None:
    _qt_log.log(_LEVELS.get(kind, logging.WARNING), "%s", message)
