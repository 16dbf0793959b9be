"""Ids inside addresses of the metadata sites: with or without scheme, slug, www, language prefix or query."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from itertools import pairwise
from urllib.parse import parse_qs, unquote

from metarr_desktop.domain.entity import EntityType, ExternalIds

MAX_ADDRESS = 2_000
"""Longer words are no address of these sites and are not looked into."""

_SITE = re.compile(
    r"(themoviedb\.org|tmdb\.org|imdb\.com|thetvdb\.com|musicbrainz\.org|fanart\.tv)(?=[/?#:]|$)"
)
_IMDB_ID = re.compile(r"(?<![a-z0-9])tt[0-9]{7,10}(?![0-9])")
_UUID = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}")
_LEADING_DIGITS = re.compile(r"[0-9]{1,10}(?![0-9])")
_SECTIONS = {
    "movie": EntityType.MOVIE,
    "movies": EntityType.MOVIE,
    "tv": EntityType.TV,
    "series": EntityType.TV,
    "collection": EntityType.COLLECTION,
}
_MUSIC_KINDS = {
    "release-group": "musicbrainz",
    "album": "musicbrainz",
    "albums": "musicbrainz",
    "artist": "musicbrainz_artist",
    "music": "musicbrainz_artist",
    "release": "musicbrainz_release",
}


@dataclass(frozen=True, slots=True)
class Address:
    """What one address names.

    Attributes:
        ids: empty if the site is known but the page names no title by number (a person, a list).
        title: words of the slug, where the site has no number in its addresses (TheTVDB).
    """

    ids: ExternalIds = field(default_factory=ExternalIds)
    entity_type: EntityType | None = None
    title: str = ""


def read_address(word: str) -> Address | None:
    """Return what *word* names, ``None`` unless it is an address of a site we know."""
    text = unquote(word[:MAX_ADDRESS]).lower()
    site = _SITE.search(text)
    if site is None or len(word) > MAX_ADDRESS:
        return None
    path, _, query = text[site.end() :].partition("#")[0].partition("?")
    steps = [step for step in path.split("/") if step]
    if site[1] == "imdb.com":
        found = _IMDB_ID.search(path)
        return Address(ExternalIds(imdb=found[0]) if found else ExternalIds())
    if site[1] == "musicbrainz.org":
        return _music(steps)
    if site[1] == "fanart.tv":
        return _section(steps, {EntityType.MOVIE: "tmdb", EntityType.TV: "tvdb"}) or _music(steps)
    if site[1] == "thetvdb.com":
        return _thetvdb(steps, query)
    return _section(steps, dict.fromkeys(_SECTIONS.values(), "tmdb")) or Address()


def _section(steps: list[str], kinds: dict[EntityType, str]) -> Address | None:
    """Read ``…/movie/27205-slug/…``; ``None`` if no section of the path is followed by an id."""
    for step, following in pairwise(steps):
        entity_type = _SECTIONS.get(step)
        if entity_type not in kinds:
            continue
        if imdb := _IMDB_ID.match(following):
            return Address(ExternalIds(imdb=imdb[0]), entity_type)
        if digits := _LEADING_DIGITS.match(following):
            return Address(ExternalIds({kinds[entity_type]: _plain(digits[0])}), entity_type)
    return None


def _music(steps: list[str]) -> Address:
    ids = {}
    for step, following in pairwise(steps):
        if step in _MUSIC_KINDS and (found := _UUID.match(following)):
            ids[_MUSIC_KINDS[step]] = found[0]
    return Address(ExternalIds(ids), EntityType.MUSIC if ids else None)


def _thetvdb(steps: list[str], query: str) -> Address:
    """Old addresses carry ``?id=``, dereferrers the number in the path, today's only a slug."""
    fields = parse_qs(query, max_num_fields=50) if query.count("&") < 50 else {}
    number = next((fields[name][0] for name in ("seriesid", "id") if name in fields), "")
    if _LEADING_DIGITS.fullmatch(number):
        return Address(ExternalIds(tvdb=_plain(number)), EntityType.TV)
    if "dereferrer" in steps:
        numbered = {EntityType.TV: "tvdb", EntityType.MOVIE: "tvdb"}
        return _section(steps, numbered) or Address()
    for step, following in pairwise(steps):
        if step in ("series", "movies"):
            return Address(ExternalIds(), _SECTIONS[step], following.replace("-", " ").strip())
    return Address()


def _plain(digits: str) -> str:
    return str(int(digits))
