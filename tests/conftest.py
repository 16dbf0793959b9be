"""What every test stands on: an isolated home, the right event loop, and no task left behind.

An asynchronous test that uses ``qtbot`` or ``qapp`` runs on a qasync loop, any other on a plain one.  Wait
with ``tests.async_gui.eventually`` and ``emitted``.
"""

from __future__ import annotations

import os

# Before the first import of Qt: tests open no window on the desktop of the person who runs them.
os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

import asyncio
import gc
import inspect
from collections.abc import AsyncIterator, Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, settings

# How fast a machine draws examples says nothing about the program: a fresh clone on a busy one fails nothing.
settings.register_profile("house", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("house")

_NESTED_LOOPS = (
    "wait",
    "waitSignal",
    "waitSignals",
    "waitUntil",
    "waitCallback",
    "waitActive",
    "waitExposed",
    "assertNotEmitted",
)
_keep: list[Any] = []  # Qt holds no reference to its application object


def _qt_loop() -> asyncio.AbstractEventLoop:
    import qasync
    from PySide6.QtCore import QTimerEvent
    from PySide6.QtWidgets import QApplication

    class Callbacks(qasync._SimpleTimer):
        """Those of a loop that stands still wait: pytest-qt turns Qt's events between a test and its fixtures,
        where a task would find no running loop."""

        def timerEvent(self, event: QTimerEvent) -> None:
            if loop.is_running() or self._stopped:
                super().timerEvent(event)

    app = QApplication.instance() or QApplication([])
    _keep[:] = [app]
    loop: asyncio.AbstractEventLoop = qasync.QEventLoop(app)
    loop._timer = Callbacks()
    return loop


def pytest_asyncio_loop_factories(
    config: pytest.Config, item: pytest.Item
) -> dict[str, Callable[[], asyncio.AbstractEventLoop]]:
    """Hand a loop inside Qt's to tests of windows, and a plain one to all others."""
    if {"qtbot", "qapp"} & set(getattr(item, "fixturenames", ())):
        return {"qt": _qt_loop}
    return {"asyncio": asyncio.new_event_loop}


@pytest.fixture
def qtbot(qtbot: Any, request: pytest.FixtureRequest) -> Any:
    """pytest-qt's robot; in asynchronous tests it refuses whatever would nest an event loop."""
    if inspect.iscoroutinefunction(request.function):

        def refuse(*_: object, **__: object) -> None:
            raise RuntimeError("nested event loop in an async test: use eventually() or emitted()")

        for name in _NESTED_LOOPS:
            setattr(qtbot, name, refuse)
    return qtbot


@pytest.fixture
async def _stray_tasks_watched() -> AsyncIterator[None]:
    loop = asyncio.get_running_loop()
    problems: list[dict[str, Any]] = []
    before = asyncio.all_tasks()
    loop.set_exception_handler(lambda _, context: problems.append(context))
    yield
    await asyncio.sleep(0)
    left = [
        task
        for task in asyncio.all_tasks() - before
        if task is not asyncio.current_task() and not task.done()
    ]
    for task in left:
        task.cancel()
    await asyncio.gather(*left, return_exceptions=True)
    gc.collect(1)  # brings unseen exceptions to light; a full collection would cost 27 ms a test
    loop.set_exception_handler(None)
    assert not problems, f"the event loop met exceptions that nobody saw: {problems}"
    assert not left, f"tasks outlived the test: {left}"


@pytest.fixture(autouse=True)
def _no_stray_tasks(request: pytest.FixtureRequest) -> None:
    """Fail an asynchronous test that leaves a task running or an exception unseen."""
    if inspect.iscoroutinefunction(getattr(request, "function", None)):
        request.getfixturevalue("_stray_tasks_watched")


@pytest.fixture(autouse=True)
def isolated(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return the METARR_HOME of this test alone (not created yet); no setting of the developer leaks in."""
    for name in [name for name in os.environ if name.startswith("METARR_")]:
        monkeypatch.delenv(name)
    home = tmp_path / "metarr-home"
    monkeypatch.setenv("METARR_HOME", str(home))
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "xdg-config"))
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "xdg-data"))
    # The keyring of the person who runs the tests is neither read nor written, here and in child processes.
    monkeypatch.setenv("PYTHON_KEYRING_BACKEND", "keyring.backends.fail.Keyring")
    return home


@pytest.fixture
def memory_keyring() -> Iterator[Any]:
    """A keyring in memory, empty, in place of the system's; yields the backend object."""
    import keyring
    from keyring.backend import KeyringBackend
    from keyring.errors import PasswordDeleteError

    class MemoryKeyring(KeyringBackend):
        priority = 1.0

        def __init__(self) -> None:
            super().__init__()
            self.secrets: dict[tuple[str, str], str] = {}

        def get_password(self, service: str, username: str) -> str | None:
            return self.secrets.get((service, username))

        def set_password(self, service: str, username: str, password: str) -> None:
            self.secrets[service, username] = password

        def delete_password(self, service: str, username: str) -> None:
            if self.secrets.pop((service, username), None) is None:
                raise PasswordDeleteError(username)

    before = keyring.get_keyring()
    backend = MemoryKeyring()
    keyring.set_keyring(backend)
    yield backend
    keyring.set_keyring(before)


@pytest.fixture(scope="session")
def recordings() -> Path:
    """Return the folder of recorded provider answers, one folder a provider; skips where it is absent."""
    folder = Path(__file__).resolve().parents[2] / "shared" / "recordings"
    if not folder.is_dir():
        pytest.skip("no recorded provider answers beside this checkout (../shared/recordings)")
    return folder
