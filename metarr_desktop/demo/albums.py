"""The albums of the demo: ``resources/demo/albums.json`` as frozen values.

The albums are real (MusicBrainz ids, artists, dates); tags, votes and artwork are ours. Nothing here touches the
network or Pillow.
"""

from __future__ import annotations

import functools
import json
import uuid
from dataclasses import dataclass
from importlib.resources import files
from typing import Any

from metarr_desktop.demo.art_spec import number

VARIOUS_ARTISTS = "89ad4ac3-39f7-470e-963a-56509c546377"


@dataclass(frozen=True, slots=True)
class DemoArtist:
    """One artist; ``begin`` is a partial date, ``""`` if unknown."""

    mbid: str
    name: str
    sort_name: str
    type: str
    country: str | None
    begin: str
    disambiguation: str
    aliases: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class DemoAlbum:
    """One album (release group).

    Attributes:
        first_release_date: ``YYYY``, ``YYYY-MM`` or ``YYYY-MM-DD``.
        fame: 0-100; decides how many pictures it has.
        palettes: of its artwork.
        merged_ids: ids it had before two entries were merged; both services still answer to them.
    """

    mbid: str
    artist: DemoArtist
    title: str
    first_release_date: str
    primary_type: str
    secondary_types: tuple[str, ...]
    genres: tuple[str, ...]
    aliases: tuple[str, ...]
    disambiguation: str
    fame: int
    palettes: tuple[str, ...] = ()
    merged_ids: tuple[str, ...] = ()

    @property
    def year(self) -> int:
        return int(self.first_release_date[:4])

    @property
    def release_ids(self) -> tuple[str, ...]:
        """The ids of its editions; made up. The pictures are those of the first."""
        count = 2 + number("releases", self.mbid) % 3
        return tuple(
            str(uuid.uuid5(uuid.NAMESPACE_URL, f"metarr-demo/release/{self.mbid}/{index}"))
            for index in range(count)
        )

    @property
    def has_covers(self) -> bool:
        """Whether the Cover Art Archive has pictures of it: of most albums, not of all."""
        return number("covers", self.mbid) % 12 != 0


class AlbumCatalogue:
    """All albums and artists, looked up by id. Safe to share between threads."""

    def __init__(self, albums: tuple[DemoAlbum, ...], artists: tuple[DemoArtist, ...]) -> None:
        self.albums = albums
        self.artists = artists
        self._by_id = {id_: album for album in albums for id_ in (album.mbid, *album.merged_ids)}
        self._by_release = {release: album for album in albums for release in album.release_ids}
        self._artists = {artist.mbid: artist for artist in artists}

    def album(self, mbid: str) -> DemoAlbum | None:
        """Return the album with this id, also with one it had before."""
        return self._by_id.get(mbid.lower())

    def album_of_release(self, mbid: str) -> DemoAlbum | None:
        return self._by_release.get(mbid.lower())

    def artist(self, mbid: str) -> DemoArtist | None:
        return self._artists.get(mbid.lower())

    def albums_by(self, artist_mbid: str) -> list[DemoAlbum]:
        return [album for album in self.albums if album.artist.mbid == artist_mbid.lower()]


def _album(record: dict[str, Any], artists: dict[str, DemoArtist]) -> DemoAlbum:
    """One record of the JSON file; a wrong shape is a mistake of ours and is raised as it comes."""
    lists = ("secondary_types", "genres", "aliases", "palettes", "merged_ids")
    values: dict[str, Any] = {
        name: tuple(value) if name in lists else value for name, value in record.items()
    }
    values["artist"] = artists[record["artist"]]
    return DemoAlbum(**values)


@functools.cache
def load_albums() -> AlbumCatalogue:
    """The albums, read once per process."""
    text = (files("resources") / "demo" / "albums.json").read_text(encoding="utf-8")
    document = json.loads(text)
    artists = {
        record["mbid"]: DemoArtist(**{**record, "aliases": tuple(record["aliases"])})
        for record in document["artists"]
    }
    albums = tuple(_album(record, artists) for record in document["albums"])
    return AlbumCatalogue(albums, tuple(artists.values()))
