"""Values typed on the command line, read or refused with what is possible."""

from __future__ import annotations

import argparse
from datetime import time

from metarr_desktop.domain.entity import EntityType
from metarr_desktop.domain.errors import InvalidInput
from metarr_desktop.domain.schedule import QuietHours


class CallError(Exception):
    """The words of the call are off; the text says which and what is possible."""


def positive(text: str) -> int:
    """Return a whole number above 0 that a database can hold."""
    if not text.isascii() or not text.isdigit() or not 0 < int(text[:19]) < 2**31:
        raise argparse.ArgumentTypeError(f"{text[:40]!r} is no whole number above 0")
    return int(text)


def entity_type(text: str) -> EntityType:
    """Return the type of a title."""
    try:
        return EntityType(text)
    except ValueError:
        raise argparse.ArgumentTypeError(f"{text[:40]!r} is none of {', '.join(EntityType)}") from None


def time_of_day(text: str) -> time:
    """Return a time such as 03:30."""
    hour, separator, minute = text.partition(":")
    if separator and (hour + minute).isascii() and hour.isdigit() and minute.isdigit() and len(minute) == 2:
        try:
            return time(int(hour[:3]), int(minute))
        except ValueError:  # 25:00
            pass
    raise argparse.ArgumentTypeError(f"{text[:40]!r} is no time of day, as in 03:30")


def quiet_hours(text: str) -> QuietHours:
    """Return a span of the day such as 18:00-23:00; it may go past midnight."""
    start, _, end = text.partition("-")
    try:
        return QuietHours(time_of_day(start), time_of_day(end))
    except InvalidInput as error:
        raise argparse.ArgumentTypeError(str(error).rstrip(".")) from error
    except argparse.ArgumentTypeError:
        raise argparse.ArgumentTypeError(f"{text[:40]!r} is no span of the day, as in 18:00-23:00") from None


def budget(text: str) -> tuple[str, int | None]:
    """Return provider and requests a day of words like tmdb=5000; ``None``, from tmdb=none, is no limit."""
    provider, separator, limit = text.partition("=")
    if provider and separator and limit.lower() == "none":
        return provider, None
    if not (provider and separator and limit.isascii() and limit.isdigit() and len(limit) < 10):
        raise argparse.ArgumentTypeError(
            f"{text[:40]!r} names no provider and number, as in tmdb=5000, nor tmdb=none"
        )
    return provider, int(limit)


def port(text: str) -> int:
    """Return a port; 0 stands for a free one."""
    if not text.isascii() or not text.isdigit() or int(text[:6]) > 65535:
        raise argparse.ArgumentTypeError(f"{text[:40]!r} is no port (0 to 65535)")
    return int(text)
