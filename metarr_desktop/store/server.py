"""PostgreSQL as this program uses it: how to reach the server, and what to say when it is not there."""

from __future__ import annotations

import re
from typing import Any

import peewee
from playhouse import db_url

from metarr_desktop.domain.errors import InvalidInput, StoreError

WRITERS_LOCK = 0x6D657461
"""Held by whoever writes (any constant of our own: "meta")."""

_ON_THE_SERVER = (
    # Waiting for a lock ends as it does on SQLite; a program that was stopped in the middle of a transaction does
    # not keep all others out for ever.
    "-c timezone=UTC -c lock_timeout=5000 -c idle_in_transaction_session_timeout=60000"
)
_PATIENCE = {
    # A machine that is gone answers nothing, not even no: a call has to end all the same.
    "connect_timeout": 10,
    "tcp_user_timeout": 20_000,
    "keepalives_idle": 20,
    "keepalives_interval": 5,
    "keepalives_count": 3,
}
_LOST_CODES = ("08", "57P", "25P03")
_PREFIX = re.compile(r"^.*failed: (?=\S)|^connection failed: ")


def server_of(url: str) -> Any:
    """Return peewee's database for the address *url*, not connected yet.

    Raises:
        InvalidInput: *url* is no address of a database on a server. Nothing of it is repeated: it holds a password.
    """
    try:
        parsed = db_url.parse(url)
    except ValueError:
        parsed = {}
    if not parsed.get("database") or "@" in parsed["database"] or "#" in url:
        raise InvalidInput(
            "The address of the database cannot be read. It has to be like "
            "postgresql://user:password@host:5432/name, with %40 for @, %2F for /, %3A for : and %23 for # in the "
            "password. METARR_DATABASE_URL says it."
        )
    patience = {name: each for name, each in _PATIENCE.items() if name not in parsed}
    return db_url.connect(
        url, unquote_user=True, unquote_password=True, prefer_psycopg3=True, autoconnect=False,
        options=_ON_THE_SERVER, **patience,
        client_encoding="UTF8",  # else a database without an encoding (SQL_ASCII) hands out bytes
    )  # fmt: skip


def is_alive(server: Any) -> bool:
    """Tell whether the open connection of *server* still is one; costs a round trip."""
    try:
        server.execute_sql("SELECT 1").fetchone()
    except peewee.PeeweeException:
        return False
    return True


def not_connected(server: Any, error: Exception) -> StoreError:
    """Return what to say of the *error* that connecting ended with; no password is in it."""
    if isinstance(error, peewee.ImproperlyConfigured):
        return StoreError(
            "A database on a PostgreSQL server needs the package psycopg, which is not installed. Nothing was changed. "
            "Install metarr-desktop[postgres], or leave METARR_DATABASE_URL out to use a file."
        )
    said = (str(error).strip().splitlines() or ["no reason given"])[0]
    words = _PREFIX.sub("", said)
    where = f"{server.connect_params.get('host', 'this machine')}:{server.connect_params.get('port', 5432)}"
    if "FATAL: " in words or "password" in words:
        return StoreError(
            f"The database server at {where} does not let this program in: {words.removeprefix('FATAL:').strip()}. "
            "Nothing was changed. Check the user, the password and the name in METARR_DATABASE_URL, or try again.",
            reason="unreachable",
        )
    return StoreError(
        f"The database server at {where} cannot be reached ({words}). What is stored there is untouched. "
        "Start it, or check the address in METARR_DATABASE_URL.",
        reason="unreachable",
    )


def is_lost(original: object) -> bool:
    """Tell whether the driver's error *original* says that the server went away while it was used."""
    state = str(getattr(original, "sqlstate", None) or "")
    if state:
        return state.startswith(_LOST_CODES)
    return type(original).__module__.startswith("psycopg") and type(original).__name__ == "OperationalError"
