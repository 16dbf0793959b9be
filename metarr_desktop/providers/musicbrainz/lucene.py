"""Queries in the language of MusicBrainz' search server (Lucene).  Pure functions."""

from __future__ import annotations

import re
from collections.abc import Iterable

_SPECIAL = re.compile(r'[+\-&|!(){}\[\]^"~*?:\\/]')
_BETWEEN = re.compile(r"\s+[-–—]\s+")
_OPERATORS = frozenset({"AND", "OR", "NOT", "TO"})
_MAX_WORDS = 8  # more make the query slow and the answer no better


def escaped(text: str) -> str:
    """Return *text* so that the search server takes every character of it for itself."""
    return _SPECIAL.sub(r"\\\g<0>", text)


def phrase(text: str) -> str:
    """Return *text* as one quoted phrase, blanks around and doubled ones left out."""
    return f'"{escaped(" ".join(text.split()))}"'


def release_group_query(title: str, year: int | None = None) -> str:
    """Return the query for albums a person means by *title*: a title, an artist, or both in either order.

    "Artist - Title" is read as such first. With *year* only albums that first came out then are found.
    """
    whole = phrase(title)
    ways = [f"releasegroup:{whole}", f"alias:{whole}", f"artist:{whole}"]
    parts = credit_and_title(title)
    if parts is not None:
        ways.insert(0, f"(artist:{phrase(parts[0])} AND releasegroup:{phrase(parts[1])})")
    words = _words(title)
    if 2 <= len(words) <= _MAX_WORDS:
        ways.append("(" + " AND ".join(f"(releasegroup:{word} OR artist:{word})" for word in words) + ")")
    query = " OR ".join(ways)
    return query if year is None else f"({query}) AND firstreleasedate:{year}*"


def albums_of_query(title: str, artist_ids: Iterable[str]) -> str:
    """Return the query for albums called *title* by any of the artists."""
    artists = " OR ".join(f"arid:{artist_id}" for artist_id in artist_ids)
    return f"releasegroup:{phrase(title)} AND ({artists})"


def artist_query(name: str) -> str:
    """Return the query for artists called *name*, also by another name of theirs."""
    return f"artist:{phrase(name)} OR alias:{phrase(name)} OR sortname:{phrase(name)}"


def credit_and_title(text: str) -> tuple[str, str] | None:
    """Return the two halves of "Artist - Title", ``None`` where there are not exactly such."""
    halves = [half.strip() for half in _BETWEEN.split(text.strip(), maxsplit=1)]
    return (halves[0], halves[1]) if len(halves) == 2 and all(map(_words, halves)) else None


def _words(text: str) -> list[str]:
    """Return the words, escaped, those left out that are none or that the language takes for its own."""
    found = [word for word in text.split() if any(char.isalnum() for char in word)]
    return [f'"{escaped(word)}"' if word in _OPERATORS else escaped(word) for word in found]
