"""Bring a database up to date: numbered steps, each in a transaction, a copy of the file first.

peewee's own ``playhouse.migrations.Runner`` was looked at: it knows neither backup, nor lock, nor refusal
of a newer database, and it wants its steps as loose files; what remains of it is the loop below.
"""

from __future__ import annotations

import re
import sqlite3
from contextlib import closing
from pathlib import Path

import peewee

from metarr_desktop.domain.errors import StoreError
from metarr_desktop.domain.utc_text import to_utc_text
from metarr_desktop.store.database import Clock, Database
from metarr_desktop.store.schema import MIGRATIONS, Migration

LATEST = MIGRATIONS[-1].number
_KEPT_BACKUPS = 5


def version_of(database: Database) -> int:
    """Return the number of the last step done, 0 for an empty database."""
    if not database.peewee.table_exists("schema_migrations"):
        return 0
    row = database.row("SELECT MAX(number) FROM schema_migrations")
    return int(row[0]) if row and row[0] is not None else 0


def migrate(
    database: Database, clock: Clock, backup_folder: Path | None = None, *, target: int = LATEST
) -> list[int]:
    """Run the steps still missing, up to *target*; returns their numbers.

    Two programs starting at once are safe: a step begins by taking the database's write lock, then looks
    again whether it is still missing.

    Raises:
        StoreError: the database was made by a newer version of the program (``reason="newer"``).
    """
    found = version_of(database)
    _refuse_newer(found)
    if found >= target:
        return []
    if found and backup_folder is not None and database.file is not None:
        back_up(database.file, backup_folder, found, clock)
    return [step.number for step in MIGRATIONS if step.number <= target and _run(database, step, clock)]


def _refuse_newer(found: int) -> None:
    if found > LATEST:
        raise StoreError(
            f"This database was written by a newer version of the program (its format is {found}, this program "
            f"knows up to {LATEST}). Nothing was changed. Install the newer version to open it.",
            reason="newer",
        )


def _run(database: Database, step: Migration, clock: Clock) -> bool:
    with database.transaction():
        database.run(
            "CREATE TABLE IF NOT EXISTS schema_migrations "
            "(number INTEGER NOT NULL PRIMARY KEY, name TEXT NOT NULL, applied_at TIMESTAMP NOT NULL)"
        )
        found = version_of(database)
        _refuse_newer(found)
        if found >= step.number:
            return False
        if not (step.creates and database.peewee.table_exists(step.creates)):
            for statement in step.statements:
                database.run(_in_dialect(database, statement))
        database.run(
            "INSERT INTO schema_migrations (number, name, applied_at) VALUES (?, ?, ?)",
            (step.number, step.name, to_utc_text(clock())),
        )
        return True


def _in_dialect(database: Database, statement: str) -> str:
    words = {"{pk}": "SERIAL PRIMARY KEY", "{title}": "lower(title)", "{nulls_first}": " NULLS FIRST"}
    if database.is_sqlite:
        words = {"{pk}": "INTEGER PRIMARY KEY", "{title}": "title COLLATE NOCASE", "{nulls_first}": ""}
    else:
        statement = re.sub(r"--.*", "", statement)  # a comment asks a question, and ? is a placeholder
    for word, own in words.items():
        statement = statement.replace(word, own)
    return statement


def back_up(file: Path, folder: Path, version: int, clock: Clock) -> Path:
    """Copy the database *file* into *folder* while it is in use; keeps the five newest copies of its kind."""
    folder.mkdir(parents=True, exist_ok=True)
    stamp = clock().strftime("%Y%m%d-%H%M%S-%f")
    copy = folder / f"{file.stem}-format-{version:03d}-{stamp}{file.suffix}"
    try:
        with closing(sqlite3.connect(file)) as source, closing(sqlite3.connect(copy)) as target:
            source.backup(target)
    except sqlite3.Error as error:
        raise peewee.OperationalError(error, *error.args) from error
    for old in sorted(folder.glob(f"{file.stem}-format-*{file.suffix}"), key=_stamp_of)[:-_KEPT_BACKUPS]:
        old.unlink(missing_ok=True)
    return copy


def _stamp_of(copy: Path) -> str:
    return copy.stem.split("-format-", 1)[1][4:]
