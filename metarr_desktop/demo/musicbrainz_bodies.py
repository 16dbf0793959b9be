"""Bodies of the demo's MusicBrainz: look-ups write what is empty, searches leave it out."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from metarr_desktop.demo.albums import DemoAlbum, DemoArtist
from metarr_desktop.demo.art_spec import number
from metarr_desktop.demo.lucene import Document

_PRIMARY_TYPE_IDS = {"Album": "f529b476-6e62-324f-b0aa-1f3e33d313fc"}
_COUNTRIES = ("US", "GB", "DE", "JP", "XE")


def artist(entry: DemoArtist) -> dict[str, Any]:
    """Return an artist as a look-up shows it."""
    return {
        "id": entry.mbid,
        "name": entry.name,
        "sort-name": entry.sort_name,
        "disambiguation": entry.disambiguation,
        "type": entry.type,
        "country": entry.country,
        "gender": None,
        "area": None,
        "life-span": {"begin": entry.begin or None, "end": None, "ended": False},
        "isnis": [],
        "ipis": [],
        "aliases": [
            {"name": name, "sort-name": name, "type": None, "locale": None} for name in entry.aliases
        ],
    }


def found_artist(entry: DemoArtist, score: int) -> dict[str, Any]:
    """Return an artist as a search shows it."""
    return {**_shortened(artist(entry)), "score": score}


def release_group(album: DemoAlbum, includes: Collection[str]) -> dict[str, Any]:
    """Return an album as a look-up or browse shows it with these includes."""
    body: dict[str, Any] = {
        "id": album.mbid,
        "title": album.title,
        "disambiguation": album.disambiguation,
        "first-release-date": album.first_release_date,
        "primary-type": album.primary_type,
        "primary-type-id": _PRIMARY_TYPE_IDS.get(album.primary_type),
        "secondary-types": list(album.secondary_types),
        "secondary-type-ids": [f"{kind.lower()}-id" for kind in album.secondary_types],
    }
    seed = number("votes", album.mbid)
    if "artist-credits" in includes:
        body["artist-credit"] = [_credit(album.artist, is_search=False)]
    if "releases" in includes:
        body["releases"] = [_release(album, index) for index in range(len(album.release_ids))]
    if "genres" in includes:
        body["genres"] = [
            {"id": f"genre-{name}", "name": name, "count": 20 - index, "disambiguation": ""}
            for index, name in enumerate(album.genres)
        ]
    if "tags" in includes:
        tags = [*album.genres, str(album.year // 10 * 10) + "s"]
        body["tags"] = [{"name": name, "count": 20 - index} for index, name in enumerate(tags)]
    if "aliases" in includes:
        body["aliases"] = [{"name": name, "sort-name": name, "locale": None} for name in album.aliases]
    if "ratings" in includes:
        votes = album.fame // 4 + seed % 5
        body["rating"] = {"value": round(3.4 + album.fame / 80, 2), "votes-count": votes}
    if "url-rels" in includes:
        body["relations"] = []
    return body


def found_release_group(album: DemoAlbum, score: int) -> dict[str, Any]:
    """Return an album as a search shows it: without what is empty, with a score."""
    whole = release_group(album, ("tags",))
    releases = [{"id": release, "title": album.title, "status": "Official"} for release in album.release_ids]
    return {
        **_shortened(whole),
        "score": score,
        "count": len(releases),
        "artist-credit-id": f"credit-{number('credit', album.artist.mbid) % 1_000_000}",
        "artist-credit": [_credit(album.artist, is_search=True)],
        "releases": releases,
    }


def release(album: DemoAlbum, release_id: str) -> dict[str, Any]:
    """Return one edition with the album it belongs to."""
    body = _release(album, album.release_ids.index(release_id))
    pictures = 3 if album.has_covers else 0
    return {
        **body,
        "artist-credit": [_credit(album.artist, is_search=False)],
        "release-group": release_group(album, ("artist-credits",)),
        "cover-art-archive": {
            "artwork": bool(pictures), "front": bool(pictures), "back": False, "darkened": False,
            "count": pictures,
        },
    }  # fmt: skip


def document(album: DemoAlbum) -> Document:
    """Return what a search for albums looks into."""
    return {
        "releasegroup": (album.title,),
        "alias": album.aliases,
        "artist": (album.artist.name,),
        "artistname": (album.artist.name,),
        "arid": (album.artist.mbid,),
        "rgid": (album.mbid,),
        "firstreleasedate": (album.first_release_date,),
        "primarytype": (album.primary_type,),
    }


def artist_document(entry: DemoArtist) -> Document:
    """Return what a search for artists looks into."""
    return {
        "artist": (entry.name,),
        "alias": (entry.name, *entry.aliases),
        "sortname": (entry.sort_name,),
        "arid": (entry.mbid,),
    }


def _release(album: DemoAlbum, index: int) -> dict[str, Any]:
    country = _COUNTRIES[index % len(_COUNTRIES)]
    day = album.first_release_date if index == 0 else str(album.year + 4 * index)
    return {
        "id": album.release_ids[index],
        "title": album.title,
        "status": "Official",
        "date": day,
        "country": country,
        "disambiguation": "",
        "barcode": "",
        "packaging": None,
        "quality": "normal",
        "media": [{"position": 1, "format": "CD", "track-count": 8 + index, "title": ""}],
    }


def _credit(entry: DemoArtist, *, is_search: bool) -> dict[str, Any]:
    person = {"id": entry.mbid, "name": entry.name, "sort-name": entry.sort_name}
    if is_search:
        return {"name": entry.name, "artist": person}
    return {
        "name": entry.name,
        "joinphrase": "",
        "artist": {
            **person,
            "disambiguation": entry.disambiguation,
            "type": entry.type,
            "country": entry.country,
        },
    }


def _shortened(body: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in body.items() if value not in (None, "", [])}
