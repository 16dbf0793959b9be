"""Release groups and artists of MusicBrainz as values of the domain.  Pure functions.

Searches leave out what is empty, look-ups write it as ``""``, ``null`` or ``[]``, and answers of 2014 spell some
names with underscores: all mean the same here.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from metarr_desktop.domain.entity import EntityMetadata, EntityType, ExternalIds
from metarr_desktop.domain.partial_date import read_date
from metarr_desktop.domain.provider import MUSICBRAINZ
from metarr_desktop.domain.search import ProviderHit
from metarr_desktop.providers import json_fields as fields
from metarr_desktop.providers.json_fields import JsonObject, UnexpectedShape, expect_object

ARTIST_ID = "musicbrainz_artist"
MERGED_ID = "musicbrainz_merged"
"""The other id of an album that was entered twice and merged: both stay known."""

NOT_ARTISTS = frozenset(
    {
        "89ad4ac3-39f7-470e-963a-56509c546377",  # Various Artists
        "125ec42a-7229-4250-afc5-e057484327fe",  # [unknown]
        "eec63d3c-3b81-4ad4-b1e4-7c147d4d2b61",  # [no artist]
        "314e1c25-dde7-4e4d-b2f4-0a7b9f7c56dc",  # [dialogue]
    }
)
"""Entries that stand in the place of an artist: they have no picture and no albums of their own."""

_MBID = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}")
_WIKIDATA = re.compile(r"https?://(?:www\.)?wikidata\.org/(?:wiki|entity)/(Q[0-9]{1,12})")
_MAX_RATING = 5.0


@dataclass(frozen=True, slots=True)
class ReleaseGroup:
    """An album; ``artist_id`` is that of the first artist credited, ``None`` for Various Artists and the like."""

    id: str
    title: str
    artist: str
    artist_id: str | None
    released: date | None

    def external_ids(self) -> ExternalIds:
        return ExternalIds({"musicbrainz": self.id, ARTIST_ID: self.artist_id})


@dataclass(frozen=True, slots=True)
class Artist:
    """An artist as a search finds it; ``score`` 0-100 is how well, in the service's own opinion."""

    id: str
    name: str
    score: int


def mbid(value: object) -> str | None:
    """Return a MusicBrainz id in lower case, ``None`` for anything else."""
    text = value.strip().lower() if isinstance(value, str) else ""
    return text if _MBID.fullmatch(text) else None


def artist_id(value: object) -> str | None:
    """Return the id of an artist, ``None`` also for an entry that only stands in the place of one."""
    found = mbid(value)
    return None if found in NOT_ARTISTS else found


def entry(data: object) -> JsonObject:
    """Return an answer as an object with today's names.

    Raises:
        UnexpectedShape: no object, or the text of an error with a status of success.
    """
    answer = hyphenated(expect_object(data))
    if "error" in answer and "id" not in answer and not any(isinstance(it, list) for it in answer.values()):
        raise UnexpectedShape("it holds an error in the place of an answer")
    return answer


def hyphenated(value: JsonObject) -> JsonObject:
    """Return *value* with ``artist_credit`` and the like spelled ``artist-credit``, on all levels."""

    def renamed(item: object) -> object:
        if isinstance(item, dict):
            # today's spelling comes last and wins where both are there
            names = sorted(item, key=lambda name: "_" not in str(name))
            return {str(name).replace("_", "-"): renamed(item[name]) for name in names}
        return [renamed(each) for each in item] if isinstance(item, list) else item

    found = renamed(value)
    assert isinstance(found, dict)
    return found


def read_release_group(item: JsonObject, *, is_title_needed: bool = True) -> ReleaseGroup | None:
    """Return one album, ``None`` if it lacks id or title."""
    group_id, title = mbid(item.get("id")), fields.text(item.get("title"), max_length=500)
    if group_id is None or (is_title_needed and not title):
        return None
    artist, first = read_credit(item.get("artist-credit"))
    return ReleaseGroup(group_id, title, artist, first, read_date(item.get("first-release-date")))


def release_group_of(data: object) -> tuple[ReleaseGroup, JsonObject]:
    """Return the album a look-up is about, and the answer itself.

    Raises:
        UnexpectedShape: it has no id.
    """
    answer = entry(data)
    group = read_release_group(answer, is_title_needed=False)
    if group is None:
        raise UnexpectedShape("the entry has no id")
    return group, answer


def group_of_release(data: object) -> ReleaseGroup:
    """Return the album that one edition (a release) belongs to.

    Raises:
        UnexpectedShape: it names none.
    """
    release = entry(data)
    group = fields.part(release.get("release-group"))
    found = read_release_group({"artist-credit": release.get("artist-credit"), **group})
    if found is None:
        raise UnexpectedShape("the release names no album it belongs to")
    return found


def read_credit(value: object) -> tuple[str, str | None]:
    """Return the artists as printed on the album, and the id of the first of them."""
    items, _ = fields.objects(value)
    text, first = "", None
    for place, item in enumerate(items):
        artist = fields.part(item.get("artist"))
        name = fields.text(item.get("name"), max_length=300) or fields.text(
            artist.get("name"), max_length=300
        )
        joined = item.get("joinphrase")
        text += name + (joined[:50] if isinstance(joined, str) else "")
        if place == 0:
            first = artist_id(artist.get("id"))
    return fields.text(text, max_length=500), first


def map_metadata(answer: JsonObject, group: ReleaseGroup, *, cover_url: str) -> EntityMetadata:
    """Return what is said of an album; ratings of 0 to 5 are stated as 0 to 10."""
    rating = fields.part(answer.get("rating"))
    average, votes = fields.decimal(rating.get("value")), fields.count(rating.get("votes-count"))
    genres = _by_count(answer.get("genres"))
    kinds = [fields.text(answer.get("primary-type"), max_length=50), *_words(answer.get("secondary-types"))]
    tags = [tag for tag in _by_count(answer.get("tags")) if tag not in genres]
    aliases = fields.texts(answer.get("aliases"), "name")
    is_rated = bool(votes) and average is not None and 0 <= average <= _MAX_RATING
    return EntityMetadata(
        title=group.title,
        artist=group.artist,
        release_date=group.released,
        tagline=fields.text(answer.get("disambiguation"), max_length=500),
        genres=tuple(genres),
        keywords=tuple(dict.fromkeys(word for word in (*kinds, *tags) if word)),
        alternative_titles=tuple(name for name in aliases if name != group.title),
        homepage=_link(answer, "official homepage"),
        vote_average=None if average is None or not is_rated else round(2 * average, 2),
        vote_count=votes or None,
        poster_url=cover_url,
    )


def map_external_ids(answer: JsonObject, group: ReleaseGroup) -> ExternalIds:
    """Return the ids that stand for exactly this album, and that of its artist."""
    wikidata = _WIKIDATA.match(_link(answer, "wikidata"))
    return group.external_ids().filled_from(ExternalIds(wikidata=wikidata[1] if wikidata else None))


def map_search(data: object, *, first_rank: int = 1) -> tuple[tuple[ReleaseGroup, ...], int]:
    """Return the albums a search or a browse lists, in the service's order, and the number left out.

    Raises:
        UnexpectedShape: there is no list of albums in it.
    """
    answer = entry(data)
    listed = answer.get("release-groups", answer.get("release-group"))
    if not isinstance(listed, list):
        raise UnexpectedShape("the answer has no list of albums")
    items, dropped = fields.objects(listed)
    found = [group for group in map(read_release_group, items) if group is not None]
    first = {group.id: at for at, group in reversed(list(enumerate(found)))}
    unique = tuple(group for at, group in enumerate(found) if first[group.id] == at)
    return unique, dropped + len(items) - len(found)


def map_artists(data: object) -> tuple[Artist, ...]:
    """Return the artists a search lists, best first, without entries that only stand in the place of one.

    Raises:
        UnexpectedShape: there is no list of artists in it.
    """
    answer = entry(data)
    listed = answer.get("artists", answer.get("artist"))  # the singular in answers of 2014
    if not isinstance(listed, list):
        raise UnexpectedShape("the answer has no list of artists")
    found = [
        Artist(found_id, name, fields.integer(item.get("score")) or 0)
        for item in fields.objects(listed)[0]
        if (found_id := artist_id(item.get("id"))) and (name := fields.text(item.get("name"), max_length=300))
    ]
    return tuple(sorted(found, key=lambda artist: -artist.score))


def map_hits(groups: Sequence[ReleaseGroup], cover_urls: Sequence[str]) -> tuple[ProviderHit, ...]:
    """Return *groups* as results.  A search names album and artist: there is nothing left to be looked up."""
    return tuple(
        ProviderHit(
            provider=MUSICBRAINZ,
            provider_result_id=group.id,
            entity_type=EntityType.MUSIC,
            title=group.title,
            rank=rank,
            external_ids=group.external_ids(),
            artist=group.artist,
            release_date=group.released,
            poster_url=cover_url,
            is_resolved=True,
        )
        for rank, (group, cover_url) in enumerate(zip(groups, cover_urls, strict=True), start=1)
    )


def _by_count(value: object) -> list[str]:
    """Return the names of genres or tags that anybody voted for, the most voted first."""
    items, _ = fields.objects(value)
    voted = [item for item in items if "count" not in item or fields.count(item.get("count")) > 0]
    ordered = sorted(voted, key=lambda item: -fields.count(item.get("count")))
    return list(fields.texts(ordered, "name", limit=20))


def _words(value: object) -> list[str]:
    if not isinstance(value, list):
        return []
    # a list of names, or of objects with a name in some answers
    names = [item.get("name") if isinstance(item, dict) else item for item in value]
    return [word for word in (fields.text(name, max_length=50) for name in names) if word]


def _link(answer: JsonObject, kind: str) -> str:
    """Return the address a relation of this *kind* leads to, ``""`` if there is none."""
    for relation in fields.objects(answer.get("relations"))[0]:
        address = fields.text(fields.part(relation.get("url")).get("resource"), max_length=500)
        is_open = relation.get("ended") is not True
        if relation.get("type") == kind and is_open and re.fullmatch(r"https?://[^\s@]+", address):
            return address
    return ""
