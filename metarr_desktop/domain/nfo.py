"""Ids in the text of an NFO file, without an XML parser: pasted fragments are rarely well-formed.

No entity is ever expanded but the five of XML, and every pass is linear.
"""

from __future__ import annotations

import html
import re
from dataclasses import dataclass, field

from metarr_desktop.domain.entity import EntityType, ExternalIds

_ROOTS = {
    "movie": EntityType.MOVIE,
    "tvshow": EntityType.TV,
    "album": EntityType.MUSIC,
    "episodedetails": EntityType.EPISODE,
}
_MARK = re.compile(
    r"<(?:movie|tvshow|album|episodedetails|uniqueid|tmdbid|imdbid|imdb_id|tvdbid|id)[\s>]", re.I
)
_ROOT = re.compile(r"<(movie|tvshow|album|episodedetails)[\s>]", re.IGNORECASE)
_UNIQUE_ID = re.compile(
    r"<uniqueid\b(?P<attributes>[^<>]{0,200})>\s{0,20}(?P<value>[^<\s]{1,64})\s{0,20}</uniqueid>", re.I
)
_TYPE = re.compile(r"""\btype\s{0,5}=\s{0,5}["']([a-z_.]{1,30})["']""", re.IGNORECASE)
_PLAIN_ID = re.compile(
    r"<(?P<tag>tmdbid|imdbid|imdb_id|tvdbid|musicbrainzreleasegroupid|id)>\s{0,20}(?P<value>[^<\s]{1,64})\s{0,20}</",
    re.IGNORECASE,
)
_TITLE = re.compile(r"<title>([^<]{1,300})</title>", re.IGNORECASE)
_YEAR = re.compile(r"<(?:year|premiered|releasedate)>\s{0,9}((?:18|19|20)[0-9]{2})", re.IGNORECASE)
_KINDS = {
    "tmdb": "tmdb", "themoviedb": "tmdb", "tmdbid": "tmdb",
    "imdb": "imdb", "imdbid": "imdb", "imdb_id": "imdb",
    "tvdb": "tvdb", "thetvdb": "tvdb", "tvdbid": "tvdb",
    "musicbrainz": "musicbrainz", "musicbrainzreleasegroupid": "musicbrainz",
}  # fmt: skip
_IMDB = re.compile(r"tt[0-9]{7,10}")
_NUMBER = re.compile(r"[0-9]{1,10}")
_UUID = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}")
# People and the collection carry ids of their own inside these.
_FOREIGN = ("actor", "director", "credits", "producer", "set", "fileinfo", "fanart", "thumb")


@dataclass(frozen=True, slots=True)
class NfoText:
    """What the text says; all empty if it says nothing."""

    ids: ExternalIds = field(default_factory=ExternalIds)
    entity_type: EntityType | None = None
    title: str = ""
    year: int | None = None


def looks_like_nfo(text: str) -> bool:
    """Tell whether *text* has an element of an NFO file."""
    return "<" in text and _MARK.search(text) is not None


def read_nfo(text: str) -> NfoText:
    """Return ids, type, title and year; the first id of a kind counts."""
    for element in _FOREIGN:
        text = _without(text, element)
    root = _ROOT.search(text)
    entity_type = _ROOTS[root[1].lower()] if root else None
    ids: dict[str, str] = {}
    for match in _UNIQUE_ID.finditer(text):
        named = _TYPE.search(match["attributes"])
        kind = _KINDS.get(named[1].lower()) if named else None
        _keep(ids, kind, match["value"].lower())
    for match in _PLAIN_ID.finditer(text):
        tag, value = match["tag"].lower(), match["value"].lower()
        kind = _KINDS.get(tag) or ("imdb" if value.startswith("tt") else None)
        if kind is None and entity_type is EntityType.TV:
            kind = "tvdb"  # what <id> means in a tvshow.nfo
        _keep(ids, kind, value)
    title, year = _TITLE.search(text), _YEAR.search(text)
    return NfoText(
        ExternalIds(ids),
        entity_type,
        " ".join(html.unescape(title[1]).split()) if title else "",
        int(year[1]) if year else None,
    )


def _keep(ids: dict[str, str], kind: str | None, value: str) -> None:
    form = {"imdb": _IMDB, "musicbrainz": _UUID}.get(kind or "", _NUMBER)
    if kind and form.fullmatch(value):
        ids.setdefault(kind, str(int(value)) if form is _NUMBER else value)


def _without(text: str, element: str) -> str:
    """Cut every ``<element …>…</element>``; an unclosed one is left alone."""
    start_mark, end_mark = re.compile(rf"<{element}[\s>]", re.IGNORECASE), f"</{element}>"
    folded = text.lower() if len(text.lower()) == len(text) else text
    kept, position = [], 0
    while start := start_mark.search(text, position):
        end = folded.find(end_mark, start.end())
        if end < 0:
            break
        kept.append(text[position : start.start()])
        position = end + len(end_mark)
    return "".join(kept) + text[position:]
