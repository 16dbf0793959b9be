"""Sentences and numbers as a person reads them; no Qt."""

from __future__ import annotations

import html
import re
from collections.abc import Iterable
from datetime import UTC, datetime

ELLIPSIS = "…"
_BOLD = re.compile(r"\*\*(.+?)\*\*")
_FOR_THE_LOG = re.compile(r" \((?:status \d+|(?:status \d+, )?request [^)]*)\)")


def age_text(days: float | None) -> str:
    """Return how long ago something was fetched; *days* may be a fraction, None means never."""
    if days is None:
        return "never fetched"
    minutes = days * 24 * 60
    if minutes < 2:  # also a clock that was set back
        return "just now"
    if minutes < 60:
        return f"{int(minutes)} minutes ago"
    if minutes < 48 * 60:
        return f"{count_text(int(minutes / 60), 'hour')} ago"
    return f"{_one_decimal(days)} days ago"


def short_age_text(days: float | None) -> str:
    """Return an age for a narrow column: ``now``, ``14 min``, ``5 h``, ``2.5 d``, or a dash when never fetched."""
    if days is None:
        return "–"
    minutes = days * 24 * 60
    if minutes < 2:  # also a clock that was set back
        return "now"
    if minutes < 60:
        return f"{int(minutes)} min"
    return f"{int(minutes / 60)} h" if minutes < 24 * 60 else f"{days:.1f} d"


def utc_now() -> datetime:
    """Return the time ages are told from where a window is given no clock of its own."""
    return datetime.now(UTC)


def duration_text(seconds: float) -> str:
    """Return a waiting or running time: ``8 s``, ``2 min 5 s``, ``1 h 3 min``."""
    whole = max(0, round(seconds))
    if whole < 60:
        return f"{whole} s"
    minutes, rest = divmod(whole, 60)
    if minutes < 60:
        return f"{minutes} min {rest} s" if rest else f"{minutes} min"
    return f"{minutes // 60} h {minutes % 60} min"


def since_text(moment: datetime, now: datetime) -> str:
    """Return when something began, in local time: ``14:02``, with the day when that was another one."""
    local, today = moment.astimezone(), now.astimezone().date()
    return f"{local:%H:%M}" if local.date() == today else f"{local.day} {local:%b, %H:%M}"


def count_text(count: int, singular: str, plural: str | None = None) -> str:
    """Return *count* with its noun: ``1 poster``, ``1,204 posters``; *plural* defaults to an added s."""
    noun = singular if count == 1 else plural or f"{singular}s"
    return f"{count:,} {noun}"


def join_words(words: Iterable[str], last: str = "and") -> str:
    """Return ``a, b and c``; empty for no word."""
    *head, tail = list(words) or [""]
    return f"{', '.join(head)} {last} {tail}" if head else tail


def elide_middle(text: str, length: int) -> str:
    """Return *text* in at most *length* characters, the end kept longer: file names differ there."""
    if len(text) <= length:
        return text
    if length < 2:
        return ELLIPSIS[:length]
    head = (length - 1) // 2
    return f"{text[:head]}{ELLIPSIS}{text[len(text) - (length - 1 - head) :]}"


def size_text(bytes_count: int) -> str:
    """Return a size in decimal units as file managers show it: ``512 B``, ``1.2 MB``."""
    size, units = float(bytes_count), ["B", "kB", "MB", "GB", "TB"]
    while size >= 999.5 and len(units) > 1:
        size /= 1000
        units.pop(0)
    return f"{size:.0f} {units[0]}" if units[0] == "B" or size >= 99.5 else f"{size:.1f} {units[0]}"


def bold_to_html(text: str) -> str:
    """Return *text* as safe HTML in which ``**words**`` are bold and nothing else is markup."""
    return _BOLD.sub(r"<b>\1</b>", html.escape(text, quote=False))


def without_bold(text: str) -> str:
    """Return *text* without the ``**`` marks, as a screen reader should hear it."""
    return _BOLD.sub(r"\1", text)


def for_people(text: str) -> str:
    """Return *text* without what only a log needs: the request and the status in parentheses."""
    return _FOR_THE_LOG.sub("", text)


def first_sentence(text: str) -> str:
    """Return the first sentence of *text* without its full stop; a stop inside a word ends none."""
    return text.partition(". ")[0].rstrip(". ")


def sentence_of(error: BaseException) -> str:
    """Return what to tell a person about *error*: its own sentence if it was written for people.

    Our errors carry one (`message`, or the text of a `MetarrError`).  The text of any other exception is for
    the
    log: it may hold an address with a key in it, or a traceback's words.
    """
    message = getattr(error, "message", None)
    if isinstance(message, str) and message:
        return for_people(message)
    if any(base.__name__ == "MetarrError" for base in type(error).__mro__) and str(error):
        return for_people(str(error))
    return (
        "This did not work because of a fault in Metarr Desktop itself. What was saved before is unharmed. "
        "Try again; the log holds the details."
    )


def _one_decimal(number: float) -> str:
    return f"{number:.0f}" if number >= 10 or number == int(number) else f"{number:.1f}"
