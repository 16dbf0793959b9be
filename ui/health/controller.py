"""What the health page asks of the core: numbers, tests, pauses."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from PySide6.QtCore import QObject, Signal

from metarr_desktop.domain.errors import MetarrError
from metarr_desktop.domain.ports import Core
from metarr_desktop.domain.status import ProviderNumbers
from ui.task_scope import TaskScope
from ui.text import sentence_of
from ui.timers import delay

_NUMBERS_MS = 400


class HealthController(QObject):
    """Reads numbers at most every 400 ms, tests keys, pauses and resumes.

    Signals:
        numbers_read(Mapping of name to ProviderNumbers).
        tested(name, sentence, role): the keys of a provider were tried; empty sentence: it was cancelled.
        failed(str): a sentence.
    """

    numbers_read = Signal(object)
    tested = Signal(str, str, str)
    failed = Signal(str)

    def __init__(self, core: Core, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._core = core
        self._tasks = TaskScope(self.failed.emit, "health")
        self._testing: dict[str, int] = {}
        self._count = 0
        self._timer = delay(self, _NUMBERS_MS, self.read_numbers)

    def read_numbers(self) -> None:
        """Read today's numbers now."""
        self._tasks.start("numbers", self._read)

    def read_numbers_soon(self) -> None:
        """Read them within 400 ms; many calls make one reading."""
        if not self._timer.isActive():
            self._timer.start()

    def is_testing(self, provider: str) -> bool:
        return provider in self._testing

    def test(self, provider: str) -> None:
        """Ask *provider* whether it accepts the keys that are kept."""
        self._count += 1
        self._testing[provider] = self._count
        self._tasks.replace(f"test:{provider}", self._test, provider, self._count)

    def cancel_test(self, provider: str) -> None:
        if self._testing.pop(provider, None) is not None:
            self._tasks.cancel(f"test:{provider}")
            self.tested.emit(provider, "", "muted")

    def cancel_tests(self) -> None:
        for provider in list(self._testing):
            self.cancel_test(provider)

    def toggle_pause(self, provider: str) -> None:
        """Pause *provider* at once, or resume it."""
        self._tasks.start(f"pause:{provider}", self._toggle_pause, provider)

    async def close(self) -> None:
        self._timer.stop()
        await self._tasks.close()

    async def _read(self) -> None:
        numbers: Mapping[str, ProviderNumbers] = await self._core.statistics.provider_numbers()
        self.numbers_read.emit(numbers)

    async def _test(self, provider: str, number: int) -> None:
        try:
            sentence, role = await self._core.keys.test(provider, {}), "good"
        except MetarrError as error:
            sentence, role = sentence_of(error), "bad"
        if self._testing.get(provider) == number:
            del self._testing[provider]
            self.tested.emit(provider, sentence, role)

    async def _toggle_pause(self, provider: str) -> None:
        now = self._core.preferences.current()
        try:
            await self._core.preferences.change(replace(now, paused=now.paused ^ {provider}))
        except MetarrError as error:
            self.failed.emit(sentence_of(error))
