"""Answers of services that change once in months, kept in the cache folder from run to run."""

from __future__ import annotations

import asyncio
import contextlib
import json
import logging
import os
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

log = logging.getLogger(__name__)

_LARGEST_BYTES = 256 * 1024


class StoredAnswers:
    """The rarely changing answers of one service, a small file for each; a failure costs one request.

    Args:
        folder: may be deleted any time; created when the first answer is kept.
        base_url: where the answers came from; those of another address are not read.
        now_s: seconds since the epoch.
    """

    def __init__(
        self, folder: Path, provider: str, base_url: str, *, now_s: Callable[[], float] = time.time
    ) -> None:
        self._folder = folder
        self._provider = provider
        self._base_url = base_url
        self._now_s = now_s

    async def read(self, name: str) -> tuple[Any, float] | None:
        """Return the answer *name* and its age in seconds, ``None`` if there is none; on a thread."""
        return await asyncio.to_thread(self._read, name)

    async def write(self, name: str, answer: Any) -> None:
        """Keep *answer*, any JSON value, in the place of what was kept as *name* before; on a thread."""
        await asyncio.to_thread(self._write, name, answer)

    def _file(self, name: str) -> Path:
        return self._folder / f"{self._provider}-{name}.json"

    def _read(self, name: str) -> tuple[Any, float] | None:
        try:
            file = self._file(name)
            if file.stat().st_size > _LARGEST_BYTES:
                return None
            kept = json.loads(file.read_bytes())
            age_s = self._now_s() - float(kept["at"])
            # a clock that was set back must not make an answer last for ever
            return (kept["answer"], age_s) if kept["base_url"] == self._base_url and age_s >= 0 else None
        except FileNotFoundError:
            return None
        except (OSError, ValueError, TypeError, LookupError, RecursionError) as error:
            log.info("the kept %s of %s cannot be read: %s", name, self._provider, error)
            return None

    def _write(self, name: str, answer: Any) -> None:
        kept = {"base_url": self._base_url, "at": self._now_s(), "answer": answer}
        partial: str | None = None
        try:
            data = json.dumps(kept).encode()
            if len(data) > _LARGEST_BYTES:
                return
            self._folder.mkdir(parents=True, exist_ok=True)
            handle, partial = tempfile.mkstemp(dir=self._folder, suffix=".part")
            with os.fdopen(handle, "wb") as file:
                file.write(data)
            os.replace(partial, self._file(name))
        except (OSError, ValueError) as error:
            log.info("the %s of %s is not kept for the next start: %s", name, self._provider, error)
            if partial is not None:
                with contextlib.suppress(OSError):
                    os.unlink(partial)
