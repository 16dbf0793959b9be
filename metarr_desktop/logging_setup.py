"""Where the program writes what it did: a bounded file for reports, standard error for the command line.

No key reaches either: every handler carries the redaction of ``providers.http``.
"""

from __future__ import annotations

import logging
import sys
from logging.handlers import RotatingFileHandler
from pathlib import Path

from metarr_desktop.providers.http.key_redaction import KeyRedaction

_FORMAT = "%(asctime)s %(levelname)-7s %(name)s: %(message)s"
_MAX_BYTES = 1_000_000
_OLD_FILES = 3
_CONSOLE = "metarr console"
_CHATTY = ("httpx", "httpcore", "PIL", "asyncio", "rebulk", "guessit")
"""Libraries that say at INFO what only their authors want to know."""


def set_up_console_logging(*, is_verbose: bool = False) -> None:
    """Write warnings (with *is_verbose* everything worth knowing) to standard error."""
    handler = logging.StreamHandler(sys.stderr)
    handler.set_name(_CONSOLE)
    handler.setFormatter(logging.Formatter("%(message)s"))
    _install(handler, logging.INFO if is_verbose else logging.WARNING)


def set_up_file_logging(folder: Path) -> Path | None:
    """Write to ``metarr.log`` in *folder*, a megabyte at most and three older ones beside it.

    Returns:
        the file, or ``None`` where it cannot be written; the program works without.
    """
    path = folder / "metarr.log"
    if any(getattr(handler, "baseFilename", None) == str(path) for handler in logging.getLogger().handlers):
        return path  # the core was built anew in the same program
    try:
        folder.mkdir(parents=True, exist_ok=True)
        handler = RotatingFileHandler(path, maxBytes=_MAX_BYTES, backupCount=_OLD_FILES, encoding="utf-8")
    except OSError as error:
        set_up_console_logging()
        logging.getLogger(__name__).warning("no log is written: %s", error.strerror or error)
        return None
    handler.setFormatter(logging.Formatter(_FORMAT))
    _install(handler, logging.INFO)
    return path


def _install(handler: logging.Handler, level: int) -> None:
    handler.addFilter(KeyRedaction())
    root = logging.getLogger()
    for old in [old for old in root.handlers if handler.name and old.name == handler.name]:
        root.removeHandler(old)  # several commands may run in one process
    root.addHandler(handler)
    root.setLevel(level)
    for name in _CHATTY:
        logging.getLogger(name).setLevel(logging.WARNING)
