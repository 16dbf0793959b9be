"""Which pictures the demo services offer for albums and artists: how many, in which sizes, with which oddities.

Everything follows from the ids, so that two runs and two machines agree.
"""

from __future__ import annotations

import functools
import unicodedata
from dataclasses import dataclass
from random import Random
from typing import Literal

from metarr_desktop.demo.albums import VARIOUS_ARTISTS, AlbumCatalogue, DemoAlbum, DemoArtist
from metarr_desktop.demo.art_spec import ArtSpec, Form, digest, number
from metarr_desktop.demo.images import DemoImage

ALBUM_KINDS = {"albumcover": (1000, 1000), "cdart": (1000, 1000)}
ARTIST_KINDS = {
    "artistbackground": (1920, 1080),
    "artist4kbackground": (3840, 2160),
    "artistthumb": (1000, 1000),
    "hdmusiclogo": (800, 310),
    "musiclogo": (400, 155),
    "musicbanner": (1000, 185),
}
_FORMS: dict[str, Form] = {
    "albumcover": "poster",
    "cdart": "disc",
    "artistbackground": "backdrop",
    "artist4kbackground": "backdrop",
    "artistthumb": "poster",
    "hdmusiclogo": "logo",
    "musiclogo": "logo",
    "musicbanner": "banner",
}
# least and most pictures per kind of an artist hardly known and of one that everybody knows
_COUNTS = {
    "albumcover": (1, 6),
    "cdart": (0, 3),
    "artistbackground": (2, 12),
    "artist4kbackground": (0, 2),
    "artistthumb": (1, 6),
    "hdmusiclogo": (1, 6),
    "musiclogo": (0, 2),
    "musicbanner": (0, 3),
}
_ALPHA = frozenset({"cdart", "hdmusiclogo", "musiclogo"})
_COMPOSITIONS = (
    "rings", "waves", "halftone", "maze", "spiral", "lines", "stripes", "petals", "eye", "monolith", "torn",
    "constellation", "swiss", "diagonal", "planet", "shards", "moonlit", "skyline",
)  # fmt: skip
_PALETTES = ("noir", "teal", "rust", "cobalt", "plum", "bone", "neon", "ochre", "graphite", "rose")
_COVER_SIZES = [(1200, 1200)] * 4 + [(1400, 1400), (2000, 2000), (600, 600), (1000, 992)]
_EXTRA_TYPES = (["Back"], ["Booklet"], ["Tray"], ["Spine", "Back"], ["Obi"], ["Matrix/Runout"], ["Poster"])


@dataclass(frozen=True, slots=True)
class ArchivePicture:
    """A picture of the Cover Art Archive with what its index says of it."""

    number: int
    types: list[str]
    image: DemoImage
    release: str
    is_approved: bool = True
    comment: str = ""
    edit: int = 0

    @property
    def is_front(self) -> bool:
        return "Front" in self.types

    @property
    def has_large_rendition(self) -> bool:
        """Old uploads have no rendition of 1200 pixels."""
        return self.number % 4 != 1


@functools.lru_cache(maxsize=128)
def archive_pictures(album: DemoAlbum) -> tuple[ArchivePicture, ...]:
    """The pictures of an album in the archive, in its order: of all kinds, one of them not approved yet."""
    if not album.has_covers:
        return ()
    rng = Random(number("archive", album.mbid))
    release = album.release_ids[0]
    kinds = [["Front"], ["Medium"], *rng.sample(_EXTRA_TYPES, rng.randint(1, 4))]
    if album.fame >= 60:
        kinds.append(["Front"])
    if album.fame >= 90:
        kinds += [["Medium"], ["Front", "Watermark"], ["Raw/Unedited", "Front"]]
    pictures = []
    for index, types in enumerate(kinds):
        form: Form = "disc" if "Medium" in types else "poster"
        spec = _spec(
            album.mbid, "archive", form, index, album.palettes, album.title, album.artist.name, album.year
        )
        if not {"Front", "Medium"} & set(types):
            spec = _without_words(spec)
        picture_number = 1_000_000_000 + number("picture", album.mbid, index) % 8_000_000_000
        size = (1000, 1000) if form == "disc" else rng.choice(_COVER_SIZES)
        path = f"/release/{release}/{picture_number}.{'png' if form == 'disc' else 'jpg'}"
        image = DemoImage("musicbrainz", types[0], path, *size, None, spec)
        is_second_front = types == ["Front"] and index > 0
        pictures.append(
            ArchivePicture(
                picture_number, types, image, release,
                is_approved=not is_second_front,
                comment="from the reissue" if is_second_front else "",
                edit=10_000_000 + number("edit", album.mbid, index) % 100_000_000,
            )
        )  # fmt: skip
    return tuple(pictures)


@functools.lru_cache(maxsize=128)
def album_pictures(album: DemoAlbum) -> tuple[DemoImage, ...]:
    """The pictures Fanart.tv has of an album, most liked first within a kind."""
    owner = album.artist.mbid
    return _fanart(ALBUM_KINDS, owner, album.mbid, album.title, album, album.palettes, album.fame)


@functools.lru_cache(maxsize=64)
def artist_pictures(artist: DemoArtist, fame: int = 70) -> tuple[DemoImage, ...]:
    """The pictures Fanart.tv has of an artist; of those who stand for nobody it has none."""
    if artist.mbid == VARIOUS_ARTISTS:
        return ()
    return _fanart(ARTIST_KINDS, artist.mbid, artist.mbid, artist.name, None, (), fame)


def _fanart(
    kinds: dict[str, tuple[int, int]],
    owner: str,
    mbid: str,
    name: str,
    album: DemoAlbum | None,
    palettes: tuple[str, ...],
    fame: int,
) -> tuple[DemoImage, ...]:
    images: list[DemoImage] = []
    credit, year = (album.artist.name, album.year) if album else ("", None)
    for kind, size in kinds.items():
        rng = Random(number("fanart music", mbid, kind))
        least, most = _COUNTS[kind]
        count = least + round((most - least) * (0.3 * rng.random() + 0.7 * fame / 100))
        group = []
        for index in range(count):
            spec = _spec(mbid, kind, _FORMS[kind], index, palettes, name, credit, year)
            if kind in ("artistthumb", "artistbackground", "artist4kbackground"):
                spec = _without_words(spec)
            group.append(_fanart_image(kind, owner, mbid, name, index, size, spec, rng))
        images += sorted(group, key=lambda image: (-image.likes, image.path))
    return tuple(images)


def _fanart_image(
    kind: str, owner: str, mbid: str, name: str, index: int, size: tuple[int, int], spec: ArtSpec, rng: Random
) -> DemoImage:
    token = digest("fanart_tv", mbid, kind, index).hex()
    file = f"{_slug(name)}-{token[:14]}.{'png' if kind in _ALPHA else 'jpg'}"
    path = f"/fanart/{file}" if index % 4 == 3 else f"/fanart/music/{owner}/{kind}/{file}"
    day = f"{rng.randint(2012, 2026)}-{rng.randint(1, 10):02}-{rng.randint(1, 28):02}"
    return DemoImage(
        "fanart_tv",
        kind,
        path,
        *size,
        None,
        spec,
        likes=int(40 * rng.random() ** 2.5),
        fanart_id=str(100_000 + int(token[14:22], 16) % 90_000_000),
        added=f"{day} {rng.randint(0, 23):02}:{rng.randint(0, 59):02}:{rng.randint(0, 59):02}",
    )


def _spec(
    mbid: str,
    series: str,
    form: Form,
    index: int,
    palettes: tuple[str, ...],
    title: str,
    credit: str,
    year: int | None,
) -> ArtSpec:
    """One design: an album keeps its palettes, compositions follow one another."""
    rng = Random(number("music design", mbid, series, index))
    first = number("composition", mbid) % len(_COMPOSITIONS)
    own = palettes or (_PALETTES[number("palette", mbid) % len(_PALETTES)],)
    layout: Literal["head", "foot", "corner", "block"] = rng.choice(("head", "foot", "corner", "block"))
    return ArtSpec(
        form=form,
        composition=_COMPOSITIONS[(first + 5 * index) % len(_COMPOSITIONS)],
        palette=own[index % len(own)],
        seed=rng.getrandbits(48),
        layout=layout,
        typeface=rng.choice(("condensed", "poster", "geometric", "serif", "roman", "deco")),
        variation=index % 4,
        title=title,
        credit=credit,
        year=year if rng.random() < 0.3 else None,
        language="en",
    )


def _without_words(spec: ArtSpec) -> ArtSpec:
    return ArtSpec(
        spec.form, spec.composition, spec.palette, spec.seed, spec.layout, spec.typeface, spec.variation
    )


def _slug(title: str) -> str:
    plain = unicodedata.normalize("NFKD", title).encode("ascii", "ignore").decode().lower()
    return "-".join("".join(char if char.isalnum() else " " for char in plain).split()) or "album"


class MusicPictures:
    """All pictures of albums and artists, found again by their path."""

    def __init__(self, albums: AlbumCatalogue) -> None:
        self._albums = albums

    @functools.cached_property
    def _fanart_index(self) -> dict[str, DemoImage]:
        ours = [image for album in self._albums.albums for image in album_pictures(album)]
        ours += [image for artist in self._albums.artists for image in artist_pictures(artist)]
        return {image.path: image for image in ours}

    @functools.cached_property
    def _archive_index(self) -> dict[tuple[str, int], ArchivePicture]:
        return {
            (picture.release, picture.number): picture
            for album in self._albums.albums
            for picture in archive_pictures(album)
        }

    def of_fanart(self, path: str) -> DemoImage | None:
        """Return the picture at a path beginning with ``/fanart/``."""
        return self._fanart_index.get(path)

    def of_archive(self, release: str, picture_number: int) -> ArchivePicture | None:
        return self._archive_index.get((release.lower(), picture_number))
