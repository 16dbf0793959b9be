"""Times as the store keeps them: UTC text ``YYYY-MM-DD HH:MM:SS[.ffffff]`` without a zone."""

from __future__ import annotations

from datetime import UTC, datetime


def to_utc_text(moment: datetime) -> str:
    """Return the text of the aware *moment*; raises ValueError for a naive one, whose zone nobody knows."""
    if moment.tzinfo is None:
        raise ValueError(f"{moment!r} has no time zone")
    return moment.astimezone(UTC).replace(tzinfo=None).isoformat(sep=" ")


def from_utc_text(value: str | datetime) -> datetime:
    """Return the aware UTC time that *value* stands for; a naive ``datetime`` (PostgreSQL) counts as UTC.

    Raises ValueError if the text is no time.
    """
    moment = value if isinstance(value, datetime) else datetime.fromisoformat(value)
    return moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC)
