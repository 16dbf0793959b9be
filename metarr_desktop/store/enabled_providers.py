"""Leaving out of a count what providers said that are switched off now."""

from __future__ import annotations


def of_enabled(enabled: frozenset[str] | None) -> tuple[str, tuple[str, ...]]:
    """Return the condition on ``f`` (a row of ``provider_fetches``) that only *enabled* count, and its values.

    ``None``: nobody said who is switched on, so all count.
    """
    if enabled is None:
        return "1 = 1", ()
    names = tuple(sorted(enabled)) or ("",)
    return f"f.provider_name IN ({', '.join('?' * len(names))})", names
