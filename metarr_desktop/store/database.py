"""One connection to SQLite or PostgreSQL, and the translation of its errors into sentences.

peewee opens it, nests its transactions and hides what differs between the two; texts use ``?``.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime
from functools import lru_cache
from pathlib import Path
from typing import Any

import peewee

from metarr_desktop.domain.errors import InvalidInput, StoreError
from metarr_desktop.store.server import WRITERS_LOCK, is_alive, is_lost, not_connected, server_of

_TRANSLATED: Any = vars(peewee)["__exception_wrapper__"]  # what execute_sql wraps drivers' errors with

Clock = Callable[[], datetime]
"""Returns the present moment, aware; injected everywhere."""

_BUSY_TIMEOUT_MS = 5000
_PRAGMAS = (
    # First: the pragmas after it may have to wait for another program already.
    ("busy_timeout", _BUSY_TIMEOUT_MS),
    ("journal_mode", "wal"),
    ("synchronous", "normal"),
    ("foreign_keys", 1),
)


_OF_A_NEW_FILE = (
    # Gives room back in small steps, which block nobody. Has to come before anything is in the file, and writes.
    ("auto_vacuum", 2),
)

_IDLE_S = 1.0
"""A connection to a server that was not used for so long is looked at first: the server may have begun anew."""


class Database:
    """The connection of one store; used by the thread that opened it and no other."""

    def __init__(self, url: str) -> None:
        """Prepare, without connecting.

        Args:
            url: a path, ``sqlite:///path`` or ``postgresql://user@host/name``.

        Raises:
            InvalidInput: no database of these two kinds is named.
        """
        scheme, separator, rest = url.partition("://")
        self.file: Path | None = None
        self._used_at = 0.0  # monotonic seconds
        if not separator and url.startswith(("postgresql:", "postgres:")):
            server_of("")  # which says what it has to be like; no file of that name is meant
        if not separator or scheme == "sqlite":
            self.file = Path(rest.removeprefix("/") if separator else url)
            if not str(self.file) or str(self.file) == ".":
                raise InvalidInput(f"The database address {url!r} names no file.")
            # IMMEDIATE: a transaction that reads first and writes later fails at once with "database is
            # locked" when another writer got in between, and no time-out helps.
            self.peewee: Any = _SqliteDatabase(
                str(self.file),
                pragmas=(*(_OF_A_NEW_FILE if _is_new(self.file) else ()), *_PRAGMAS),
                lock_type="IMMEDIATE",
                autoconnect=False,
            )
        elif scheme in ("postgresql", "postgres"):
            self.peewee = server_of(url)
        else:
            raise InvalidInput(
                f"A database of the kind {scheme!r} is not supported. Use sqlite:///path or postgresql://…"
            )

    @property
    def is_sqlite(self) -> bool:
        return self.file is not None

    def connect(self) -> None:
        """Open the connection if it is not, replacing one that the server has dropped.

        Raises:
            StoreError: the server cannot be reached, or does not let this program in.
        """
        if self.file is not None:
            if self.peewee.is_closed():
                self.file.parent.mkdir(parents=True, exist_ok=True)
                self.peewee.connect()
            return
        is_idle = time.monotonic() - self._used_at > _IDLE_S
        self._used_at = time.monotonic()
        if not self.peewee.is_closed():
            if self.peewee.is_connection_usable() and (not is_idle or is_alive(self.peewee)):
                return
            self.peewee.close()
        try:
            self.peewee.connect()
        except (peewee.OperationalError, peewee.ImproperlyConfigured) as error:
            raise not_connected(self.peewee, error) from error

    def close(self) -> None:
        if not self.peewee.is_closed():
            self.peewee.close()

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """Begin a transaction, or a savepoint inside one; an exception rolls it back.

        Transactions of several programs follow each other: what one read stands until what it writes is written.
        """
        problem: BaseException | None = None
        is_outermost = not self.peewee.in_transaction()
        try:
            with self.peewee.atomic():
                try:
                    if is_outermost and not self.is_sqlite:  # SQLite has locked the file: IMMEDIATE
                        self.peewee.execute_sql("SELECT pg_advisory_xact_lock(%s)", (WRITERS_LOCK,))
                    yield
                except BaseException as error:
                    problem = error
                    raise
        except peewee.PeeweeException:
            if problem is not None:
                # On a full disk SQLite has rolled back already, and peewee's own rollback, finding nothing to
                # do, must not hide what happened.
                raise problem from None
            raise

    def rows(self, text: str, params: Sequence[object] = ()) -> list[tuple[Any, ...]]:
        """Run *text* and return all its rows."""
        found: list[tuple[Any, ...]] = self.peewee.execute_sql(self._own(text), params).fetchall()
        return found

    def row(self, text: str, params: Sequence[object] = ()) -> tuple[Any, ...] | None:
        """Run *text* and return its first row."""
        found: tuple[Any, ...] | None = self.peewee.execute_sql(self._own(text), params).fetchone()
        return found

    def run(self, text: str, params: Sequence[object] = ()) -> int:
        """Run *text* and return how many rows it touched."""
        return int(self.peewee.execute_sql(self._own(text), params).rowcount)

    def run_many(self, text: str, many: Iterable[Sequence[object]]) -> None:
        """Run *text* for each of *many*: 5 to 9 times cheaper than a statement built per batch."""
        if not self.is_sqlite and not self.peewee.in_transaction():
            with self.transaction():  # rows locked in two orders by two programs would be a deadlock
                self.run_many(text, many)
            return
        with _TRANSLATED:
            self.peewee.cursor().executemany(self._own(text), list(many))

    def _own(self, text: str) -> str:
        return text if self.is_sqlite else _with_percent(text)


class _SqliteDatabase(peewee.SqliteDatabase):
    """SQLite as peewee has it, but for a COMMIT that found the disk full."""

    def rollback(self) -> None:
        """Roll back unless SQLite has done so already: its complaint would hide why."""
        if self.connection().in_transaction:  # type: ignore[no-untyped-call]  # peewee has no types
            super().rollback()


def _is_new(file: Path) -> bool:
    try:
        return not file.exists() or not file.stat().st_size
    except OSError:  # a folder that may not be looked into, a name too long: to open it will say so in words
        return False


@lru_cache(maxsize=256)
def _with_percent(text: str) -> str:
    return text.replace("?", "%s")


_TOLD = {
    "locked": (
        "The database is in use by another program and did not become free in time. "
        "Nothing was changed. Close the other program or try again."
    ),
    "corrupt": (
        "The database is damaged or is not a database of this program. Nothing was deleted. "
        "Put one of the backups in its place, or move the file away to begin with an empty library."
    ),
    "read_only": (
        "The database cannot be written: its file or folder is read-only. What is stored is untouched. "
        "Allow writing there or choose another folder."
    ),
    "disk_full": (
        "The disk is full, so nothing could be saved. What was stored before is untouched. "
        "Free some space and try again."
    ),
    "unreachable": (
        "The connection to the database server was lost. What was stored before is untouched; what was being saved "
        "may be missing. Try again when the server is back."
    ),
}

_SQLITE_CODES = {
    "SQLITE_BUSY": "locked",
    "SQLITE_LOCKED": "locked",
    "SQLITE_CORRUPT": "corrupt",
    "SQLITE_NOTADB": "corrupt",
    "SQLITE_READONLY": "read_only",
    "SQLITE_CANTOPEN": "read_only",
    "SQLITE_PERM": "read_only",
    "SQLITE_FULL": "disk_full",
    "SQLITE_IOERR_SHMSIZE": "disk_full",  # no room even for the index of the journal: met when opening
}
_POSTGRESQL_CODES = {
    "53100": "disk_full",
    "55P03": "locked",
    "40P01": "locked",
    "25006": "read_only",
    "XX001": "corrupt",
    "XX002": "corrupt",
}

DATABASE_ERRORS: tuple[type[Exception], ...] = (peewee.PeeweeException, OSError)
"""What may go wrong below the store; a bare ``sqlite3`` error is wrapped by peewee or by ``run_many``."""


def to_store_error(error: Exception) -> StoreError:
    """Return *error* of the database as a :class:`StoreError` with its reason and a sentence for a person."""
    original = getattr(error, "orig", None) or (error.args[0] if error.args else None)
    name = str(getattr(original, "sqlite_errorname", None) or "")
    family = "_".join(name.split("_")[:2])
    state = str(getattr(original, "sqlstate", None) or "")
    reason = (
        _SQLITE_CODES.get(name)
        or _SQLITE_CODES.get(family)
        or _POSTGRESQL_CODES.get(state)
        or ("unreachable" if is_lost(original) else None)
        or _reason_of_os(error)
    )
    if reason in _TOLD:
        return StoreError(_TOLD[reason], reason=reason)
    said = (str(error).strip().splitlines() or ["no reason given"])[0]
    return StoreError(
        f"The database reported an error ({said}). What was stored before is untouched. Try again.",
        reason="other",
    )


def _reason_of_os(error: Exception) -> str:
    if isinstance(error, PermissionError):
        return "read_only"
    number = getattr(error, "errno", None)
    return {28: "disk_full", 30: "read_only", 122: "disk_full"}.get(number or 0, "other")
