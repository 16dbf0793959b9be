"""Series, artists and albums as the demo's Fanart.tv lists them, in all its versions and with its oddities."""

from __future__ import annotations

import functools
from collections.abc import Callable, Iterable
from dataclasses import replace
from random import Random
from typing import Any

from metarr_desktop.demo.album_images import MusicPictures, album_pictures, artist_pictures
from metarr_desktop.demo.albums import VARIOUS_ARTISTS, AlbumCatalogue, DemoAlbum, DemoArtist, load_albums
from metarr_desktop.demo.art_direction import Designer
from metarr_desktop.demo.art_spec import ArtSpec, digest, number
from metarr_desktop.demo.images import DemoImage
from metarr_desktop.demo.series import DemoSeries, SeriesCatalogue, load_series

EntryOf = Callable[[DemoImage], dict[str, str]]
"""A picture as one version of the service writes it, addresses included."""

SERIES_KINDS = {
    "tvposter": (1000, 1426),
    "showbackground": (1920, 1080),
    "show4kbackground": (3840, 2160),
    "hdtvlogo": (800, 310),
    "clearlogo": (400, 155),
    "hdclearart": (1000, 562),
    "clearart": (500, 281),
    "characterart": (512, 512),
    "tvbanner": (1000, 185),
    "tvthumb": (1000, 562),
}
SEASON_KINDS = {"seasonposter": (1000, 1426), "seasonbanner": (1000, 185), "seasonthumb": (1000, 562)}
SEASONAL = frozenset({*SEASON_KINDS, "showbackground", "show4kbackground"})
SERIES_BACKGROUNDS = frozenset({"showbackground", "show4kbackground"})
WITHOUT_LANGUAGE = frozenset(
    {"albumcover", "cdart", "artistbackground", "artist4kbackground", "artistthumb", "hdmusiclogo", "musiclogo",
     "musicbanner"}
)  # fmt: skip
_ALPHA = frozenset({"hdtvlogo", "clearlogo", "hdclearart", "clearart", "characterart"})
# least and most pictures per kind of a series nobody has heard of and of one that everybody knows
_COUNTS = {
    "tvposter": (1, 10), "showbackground": (2, 12), "show4kbackground": (0, 2), "hdtvlogo": (1, 6),
    "clearlogo": (0, 2), "hdclearart": (0, 4), "clearart": (0, 1), "characterart": (0, 5), "tvbanner": (1, 6),
    "tvthumb": (1, 5), "seasonposter": (0, 3), "seasonbanner": (0, 1), "seasonthumb": (0, 2),
}  # fmt: skip


class FanartEntries:
    """Everything of Fanart.tv that is no film."""

    def __init__(self, series: SeriesCatalogue | None = None, albums: AlbumCatalogue | None = None) -> None:
        self._series = series or load_series()
        self._albums = albums or load_albums()
        self._music = MusicPictures(self._albums)

    def picture(self, path: str) -> DemoImage | None:
        """Return the picture at a path beginning with ``/fanart/``."""
        return self._music.of_fanart(path) or self._series_index.get(path)

    def series_body(self, tvdb_id: str, entry_of: EntryOf) -> dict[str, Any] | None:
        """Return the answer about a series, ``None`` if the service does not know it."""
        is_number = tvdb_id.isascii() and tvdb_id.isdigit() and len(tvdb_id) < 12
        series = self._series.by_tvdb(int(tvdb_id)) if is_number else None
        if series is None:
            return None
        body: dict[str, Any] = {"name": series.title, "thetvdb_id": str(series.tvdb_id)}
        return body | _by_kind(series_pictures(series), entry_of, with_counts=series.tvdb_id % 2 == 0)

    def artist_body(self, mbid: str, version: str, entry_of: EntryOf) -> dict[str, Any] | None:
        """Return the answer about an artist with all albums, ``None`` if the service does not know them."""
        artist = self._albums.artist(mbid)
        if artist is None or artist.mbid == VARIOUS_ARTISTS:
            return None
        body: dict[str, Any] = {"name": artist.name, "mbid_id": artist.mbid}
        body["albums"] = _albums_body(self._albums.albums_by(artist.mbid), version, entry_of)
        return body | _by_kind(artist_pictures(artist), entry_of, with_counts=len(artist.name) % 2 == 0)

    def album_body(self, mbid: str, version: str, entry_of: EntryOf) -> dict[str, Any] | None:
        """Return the answer about one album, ``None`` if the service does not know it."""
        album = self._albums.album(mbid)
        if album is None or album.mbid != mbid.lower():  # it learns of merged entries late
            return None
        artist: DemoArtist = album.artist
        albums = _albums_body([album], version, entry_of)
        return {"name": artist.name, "mbid_id": artist.mbid, "albums": albums}

    def latest(self, section: str, since: str) -> list[dict[str, str]]:
        """Return the series (``tv``) or artists (``music``) with pictures added since "YYYY-MM-DD HH:MM:SS"."""
        if section == "tv":
            entries = [(str(one.tvdb_id), one.title, series_pictures(one)) for one in self._series.series]
        else:
            known = [one for one in self._albums.artists if one.mbid != VARIOUS_ARTISTS]
            entries = [(one.mbid, one.name, artist_pictures(one)) for one in known]
        return [
            {"id": number, "name": name, "new_images": str(new), "total_images": str(len(images))}
            for number, name, images in entries
            if (new := sum(image.added >= since for image in images))
        ]

    @functools.cached_property
    def _series_index(self) -> dict[str, DemoImage]:
        return {image.path: image for one in self._series.series for image in series_pictures(one)}


def _albums_body(albums: Iterable[DemoAlbum], version: str, entry_of: EntryOf) -> Any:
    """An object by release group in v3, an array in later versions."""
    found = {album.mbid: _by_kind(album_pictures(album), entry_of, with_counts=False) for album in albums}
    if version == "v3":
        return found
    return [{"release_group_id": mbid, **kinds} for mbid, kinds in found.items()]


def _by_kind(images: Iterable[DemoImage], entry_of: EntryOf, *, with_counts: bool) -> dict[str, Any]:
    kinds: dict[str, Any] = {}
    for image in images:
        kinds.setdefault(image.kind, []).append(entry_of(image))
    counts = {f"{kind}_count": len(entries) for kind, entries in kinds.items()} if with_counts else {}
    return {**kinds, **counts}


def season_word(image: DemoImage) -> str:
    """Return how the service writes the season of a picture."""
    return "all" if image.season_number is None else str(image.season_number)


@functools.lru_cache(maxsize=64)
def series_pictures(series: DemoSeries) -> tuple[DemoImage, ...]:
    """The pictures of a series, most liked first within a kind."""
    images: list[DemoImage] = []
    for kind in SERIES_KINDS:
        images += _kind(series, kind, None)
    for kind in SEASON_KINDS:
        seasons: list[int | None] = [*series.season_numbers, None]
        images += [image for season in seasons for image in _kind(series, kind, season)]
    return tuple(images)


def _kind(series: DemoSeries, kind: str, season: int | None) -> list[DemoImage]:
    rng = Random(number("fanart series", series.tvdb_id, kind, season))
    designer = Designer(series, f"fanart_tv {kind} {season}")
    least, most = _COUNTS[kind]
    fame = min(1.0, series.vote_count / 14_000)
    count = least + round((most - least) * (0.3 * rng.random() + 0.7 * fame))
    if kind in SEASON_KINDS and season is None:
        count = min(count, 1)
    images = []
    for index in range(count):
        design = _design(designer, kind, index)
        of_season = season
        if kind in SERIES_BACKGROUNDS and index % 4 == 2 and series.season_numbers:
            of_season = rng.choice(series.season_numbers)
        if kind in SEASON_KINDS and season is not None and design.title is not None:
            design = replace(design, tagline=f"Season {season}" if season else "Specials", year=None)
        images.append(_image(series, kind, of_season, f"{season} {index}", design, rng))
    return sorted(images, key=lambda image: (-image.likes, image.path))


def _design(designer: Designer, kind: str, index: int) -> ArtSpec:
    if kind in ("tvposter", "seasonposter"):
        return designer.poster(index)
    if kind in ("tvthumb", "seasonthumb"):
        return designer.backdrop(index, titled_share=1.0)
    if kind in SERIES_BACKGROUNDS:
        return designer.backdrop(index, titled_share=0.0)
    if kind in ("tvbanner", "seasonbanner"):
        return designer.banner(index)
    return designer.logo(index) if kind in ("hdtvlogo", "clearlogo") else designer.clearart(index)


def _image(
    series: DemoSeries, kind: str, season: int | None, token: str, design: ArtSpec, rng: Random
) -> DemoImage:
    sizes = {**SERIES_KINDS, **SEASON_KINDS}
    digits = digest("fanart_tv", series.tvdb_id, kind, token).hex()
    name = "-".join("".join(c if c.isascii() and c.isalnum() else " " for c in series.title.lower()).split())
    file = f"{name or 'series'}-{digits[:14]}.{'png' if kind in _ALPHA else 'jpg'}"
    path = f"/fanart/{file}" if int(digits[:2], 16) % 4 == 3 else f"/fanart/tv/{series.tvdb_id}/{kind}/{file}"
    day = f"{rng.randint(2012, 2026)}-{rng.randint(1, 10):02}-{rng.randint(1, 28):02}"
    return DemoImage(
        "fanart_tv",
        kind,
        path,
        *sizes[kind],
        design.language,
        design,
        likes=int(40 * rng.random() ** 2.5),
        fanart_id=str(100_000 + int(digits[14:22], 16) % 90_000_000),
        added=f"{day} {rng.randint(0, 23):02}:{rng.randint(0, 59):02}:{rng.randint(0, 59):02}",
        season_number=season,
    )
