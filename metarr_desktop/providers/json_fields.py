"""Reading single fields of answers that may hold anything: each function returns a sound value or "unknown".

Services change without notice; only a missing id makes an answer useless.  A wrong list item is left out and
counted, an unknown field ignored.
"""

from __future__ import annotations

import math
import re
from datetime import UTC, date, datetime
from typing import Any

_LARGEST = 2**53  # exact as a float too, and within SQLite's integers
_MAX_PIXELS = 100_000
_INTEGER = re.compile(r"[+-]?[0-9]{1,16}")
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_IMDB_TITLE = re.compile(r"tt[0-9]{7,10}")
_CONTROL = {code: " " for code in (*range(32), 127) if chr(code) not in "\n\t"} | {0x0D: None}

JsonObject = dict[str, Any]


class UnexpectedShape(ValueError):
    """An answer that lacks what nothing can be done without; the text says what."""


def expect_object(value: object) -> JsonObject:
    """Return *value*, which must be a JSON object.

    Raises:
        UnexpectedShape: it is anything else.
    """
    if not isinstance(value, dict):
        raise UnexpectedShape("the answer is no JSON object")
    return value


def part(value: object) -> JsonObject:
    """Return *value* if it is a JSON object, else an empty one."""
    return value if isinstance(value, dict) else {}


def objects(value: object) -> tuple[list[JsonObject], int]:
    """Return the objects of a list and the number of items left out; no list at all counts as one."""
    if value is None:
        return [], 0
    if not isinstance(value, list):
        return [], 1
    found = [item for item in value if isinstance(item, dict)]
    return found, len(value) - len(found)


def text(value: object, *, max_length: int = 20_000) -> str:
    """Return *value* trimmed, fit to be stored and shown; ``""`` for anything that is no text."""
    if not isinstance(value, str):
        return ""
    # JSON can spell half a surrogate pair, which no database and no screen takes
    return value.encode("utf-8", "replace").decode().translate(_CONTROL).strip()[:max_length]


def texts(value: object, key: str, *, limit: int = 500) -> tuple[str, ...]:
    """Return the texts under *key* of a list of objects, each once, in their order."""
    found = (text(item.get(key), max_length=500) for item in objects(value)[0])
    return tuple(dict.fromkeys(name for name in found if name))[:limit]


def integer(value: object) -> int | None:
    """Return a whole number, also where it comes as text or as a float; ``None`` for anything else."""
    if isinstance(value, bool):
        return None
    if isinstance(value, str):
        value = int(value) if _INTEGER.fullmatch(value.strip()) else None
    elif isinstance(value, float):
        value = int(value) if math.isfinite(value) and value.is_integer() else None
    return value if isinstance(value, int) and abs(value) <= _LARGEST else None


def positive(value: object) -> int | None:
    """Return a whole number above 0; services write 0 for "unknown"."""
    number = integer(value)
    return number if number is not None and number > 0 else None


def pixels(value: object) -> int | None:
    """Return a width or height in pixels, ``None`` if unknown or no size a picture can have."""
    number = positive(value)
    return number if number is not None and number <= _MAX_PIXELS else None


def count(value: object) -> int:
    """Return a number of votes or likes, 0 where it is missing or makes no sense."""
    return positive(value) or 0


def decimal(value: object) -> float | None:
    """Return a finite number, also where it comes as text; ``None`` for anything else."""
    if isinstance(value, bool) or not isinstance(value, (int, float, str)):
        return None
    try:
        number = float(value)
    except (ValueError, OverflowError):
        return None
    return number if math.isfinite(number) and abs(number) <= _LARGEST else None


def day(value: object) -> date | None:
    """Return a date written ``YYYY-MM-DD``, a time after it cut off; ``None`` for ``""`` and nonsense."""
    if not isinstance(value, str) or not _DAY.match(value):
        return None
    try:
        return date.fromisoformat(value[:10])
    except ValueError:
        return None


def instant(value: object) -> datetime | None:
    """Return an ISO 8601 time as aware UTC (without a zone it is taken as UTC); ``None`` for nonsense."""
    if not isinstance(value, str):
        return None
    try:
        moment = datetime.fromisoformat(value.strip())
        return moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC)
    except (ValueError, OverflowError):
        return None


def imdb_title(value: object) -> str | None:
    """Return an IMDb title id (``tt`` and digits), ``None`` for ``""``, ``null`` and anything else."""
    return value if isinstance(value, str) and _IMDB_TITLE.fullmatch(value) else None
