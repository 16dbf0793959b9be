"""What the bodies of Radarr, Sonarr and Lidarr say. Pure: never fails, whatever a body holds.

The names are those these programs send (``eventType`` and beside it ``movie``, ``series``, ``artist``, ``album``);
they differ between versions by additions only.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from metarr_desktop.domain.entity import EntityType, ExternalIds
from metarr_desktop.domain.path_mapping import folder_of
from metarr_desktop.domain.titles import MAX_TITLE
from metarr_desktop.domain.webhooks import WebhookSource

_IMDB = re.compile(r"tt[0-9]{1,12}")
_UUID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")
_MAX_NUMBER = 2**31 - 1
_MAX_WORDS = 300
_MAX_FORMER = 200
_MAX_PATH = 4096

Body = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class WebhookTitle:
    """The title an event is about.

    Attributes:
        ids: of the work; with nothing but ``musicbrainz_artist`` it is about all albums of that artist.
        path: where it is now, as the other program sees it: a film's file, the folder of a series or album; empty if
            it does not say.
        former_paths: where it was before, likewise.
    """

    entity_type: EntityType
    ids: ExternalIds = field(default_factory=ExternalIds)
    title: str = ""
    year: int | None = None
    artist: str = ""
    path: str = ""
    former_paths: tuple[str, ...] = ()

    @property
    def is_artist(self) -> bool:
        return self.entity_type is EntityType.MUSIC and not self.title

    @property
    def label(self) -> str:
        """The words a person knows it by."""
        if self.is_artist:
            return self.artist
        if not self.title:
            return " ".join(f"{kind} {value}" for kind, value in list(self.ids.items())[:1])
        by = f"{self.artist} - " if self.artist else ""
        return f"{by}{self.title}{f' ({self.year})' if self.year else ''}"


@dataclass(frozen=True, slots=True)
class WebhookNotice:
    """An event as it is understood: ``sentence`` for a person; ``title`` is to be fetched, ``None`` for nothing."""

    event: str
    sentence: str
    title: WebhookTitle | None = None


def read_notice(source: WebhookSource, body: Body) -> WebhookNotice:
    """Return what *body* says; one that is not understood is a notice that says so."""
    event = _text(body.get("eventType"), 60)
    name, program = event.casefold(), source.program
    about = _READERS[source](body)
    what = about.label if about else "something it does not name"
    if name in _FETCHED:
        sentence = f"{program} {_deed(name, body)} {what}."
        if about is None:
            return WebhookNotice(event, f"{sentence} There is nothing to fetch by that.")
        return WebhookNotice(event, sentence, about)
    if name in _ABOUT_TITLES:
        return WebhookNotice(event, f"{program} {_ABOUT_TITLES[name].format(what)}")
    if name in _ABOUT_ITSELF:
        return WebhookNotice(event, f"{program} {_ABOUT_ITSELF[name](body)}")
    if not event:
        return WebhookNotice(
            "", f"{program} sent something without the name of an event. It is kept; nothing follows."
        )
    return WebhookNotice(
        event, f"{program} sent an event this program does not know: {event}. It is kept; nothing follows."
    )


def title_in(source: WebhookSource, body: Body) -> WebhookTitle | None:
    """Return the title *body* names, whether or not anything follows; ``None`` if it names none."""
    return _READERS[source](body)


_FETCHED = {
    "download": "imported",
    "movieadded": "added",
    "seriesadd": "added",
    "artistadd": "added",
    "rename": "renamed files of",
    "retag": "wrote new tags into files of",
}
_KEPT = "The library keeps the title and what was chosen for it."
_ABOUT_TITLES = {
    "grab": "grabbed {}. Its artwork is fetched when it is imported.",
    "manualinteractionrequired": "waits for somebody to import {} by hand.",
    "moviedelete": f"deleted {{}}. {_KEPT}",
    "moviefiledelete": f"deleted a file of {{}}. {_KEPT}",
    "seriesdelete": f"deleted {{}}. {_KEPT}",
    "episodefiledelete": f"deleted an episode of {{}}. {_KEPT}",
    "artistdelete": f"deleted {{}}. {_KEPT}",
    "albumdelete": f"deleted {{}}. {_KEPT}",
    "importfailure": "could not import {}.",
}
_ABOUT_ITSELF: Mapping[str, Callable[[Body], str]] = {
    "test": lambda body: "tests the connection. It works.",
    "health": lambda body: f"reports: {_words(body.get('message'))}",
    "healthrestored": lambda body: f"reports that this is over: {_words(body.get('message'))}",
    "applicationupdate": lambda body: (
        f"was updated from {_text(body.get('previousVersion'), 40)} to {_words(body.get('newVersion'))}"
    ),
    "downloadfailure": lambda body: f"could not download {_words(body.get('releaseTitle'))}",
}


def _deed(name: str, body: Body) -> str:
    if name == "download" and body.get("isUpgrade") is True:
        return "has a better file of"
    return _FETCHED[name]


def _film(body: Body) -> WebhookTitle | None:
    movie, remote = _object(body.get("movie")), _object(body.get("remoteMovie"))
    file = _object(body.get("movieFile"))
    ids = ExternalIds(
        tmdb=_number(movie.get("tmdbId")) or _number(remote.get("tmdbId")),
        imdb=_imdb(movie.get("imdbId")) or _imdb(remote.get("imdbId")),
    )
    renamed = _objects(body.get("renamedMovieFiles"))
    folder = _path(movie.get("folderPath"))
    places = [
        _path(file.get("path")) or _beside(folder, file.get("relativePath")),
        _path(movie.get("filePath")),
        *(_path(each.get("path")) or _beside(folder, each.get("relativePath")) for each in renamed),
    ]
    former = [
        *_former(renamed, folder),
        *(_path(each.get("path")) for each in _objects(body.get("deletedFiles"))),
    ]
    title = _text(movie.get("title"), MAX_TITLE) or _text(remote.get("title"), MAX_TITLE)
    if not (title or ids):
        return None
    year = _year(movie.get("year")) or _year(remote.get("year"))
    return WebhookTitle(
        EntityType.MOVIE, ids, title, year, path=_first(places), former_paths=_kept([*former, folder])
    )


def _series(body: Body) -> WebhookTitle | None:
    series = _object(body.get("series"))
    ids = ExternalIds(
        tvdb=_number(series.get("tvdbId")),
        tmdb=_number(series.get("tmdbId")),
        imdb=_imdb(series.get("imdbId")),
    )
    folder = _path(series.get("path"))
    # Loose episodes: the path of their series is the first of them, which may have been renamed or replaced.
    former = [
        *_former(_objects(body.get("renamedEpisodeFiles")), folder),
        *(_path(each.get("path")) for each in _objects(body.get("deletedFiles"))),
    ]
    title = _text(series.get("title"), MAX_TITLE)
    if not (title or ids):
        return None
    return WebhookTitle(
        EntityType.TV, ids, title, _year(series.get("year")), path=folder, former_paths=_kept(former)
    )


def _album(body: Body) -> WebhookTitle | None:
    artist = _object(body.get("artist"))
    albums = _objects(body.get("albums"))
    album = _object(body.get("album")) or (albums[0] if albums else {})
    name, title = _text(artist.get("name"), MAX_TITLE), _text(album.get("title"), MAX_TITLE)
    ids = ExternalIds(musicbrainz=_uuid(album.get("mbId")), musicbrainz_artist=_uuid(artist.get("mbId")))
    if not (title or ids):
        return None
    if not title:  # about the artist: of a nameless album nothing is known but its id
        return WebhookTitle(EntityType.MUSIC, ids, artist=name)
    files = [_path(each.get("path")) for each in _objects(body.get("trackFiles"))]
    released = _text(album.get("releaseDate"), 10)[:4]
    return WebhookTitle(
        EntityType.MUSIC, ids, title, _year(int(released)) if released.isdecimal() else None, name,
        _common_folder([path for path in files if path]),
    )  # fmt: skip


_READERS = {WebhookSource.RADARR: _film, WebhookSource.SONARR: _series, WebhookSource.LIDARR: _album}


def _former(renamed: Sequence[Body], folder: str) -> list[str]:
    return [
        _path(each.get("previousPath")) or _beside(folder, each.get("previousRelativePath"))
        for each in renamed
    ]


def _beside(folder: str, relative: object) -> str:
    name = _path(relative)
    separator = "\\" if "\\" in folder else "/"
    return f"{folder.rstrip(separator)}{separator}{name}" if folder and name else ""


def _common_folder(files: Sequence[str]) -> str:
    """Return the folder all *files* lie in: that of the album, also where each disc has its own."""
    folders = {folder_of(path) for path in files}
    while len(folders) > 1:
        longest = max(folders, key=len)
        folders = (folders - {longest}) | {folder_of(longest)}
    return folders.pop() if folders else ""


def _first(places: Sequence[str]) -> str:
    return next((place for place in places if place), "")


def _kept(places: Sequence[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(place for place in places if place))[:_MAX_FORMER]


def _object(value: object) -> Body:
    return value if isinstance(value, dict) else {}


def _objects(value: object) -> list[Body]:
    return [each for each in value if isinstance(each, dict)] if isinstance(value, list) else []


def _text(value: object, length: int) -> str:
    """Return *value* on one line, without what no terminal and no database takes; ``""`` if it is no text."""
    if not isinstance(value, str):
        return ""
    clean = "".join(each if each.isprintable() else " " for each in value[: length * 2])
    return " ".join(clean.split())[:length]


def _words(value: object) -> str:
    return _text(value, _MAX_WORDS).rstrip(".") + "." if _text(value, _MAX_WORDS) else "nothing more."


def _path(value: object) -> str:
    if not isinstance(value, str) or not 0 < len(value) <= _MAX_PATH or "\0" in value:
        return ""
    try:
        value.encode()
    except UnicodeEncodeError:  # half of a pair: no database holds it
        return ""
    return value


def _number(value: object) -> str:
    """Return an id that is a number, ``""`` for 0, which these programs write where they know none."""
    if isinstance(value, bool) or not isinstance(value, int | str):
        return ""
    text = str(value).strip() if isinstance(value, str) or abs(value) <= _MAX_NUMBER else ""
    is_number = text.isascii() and text.isdigit() and len(text) <= 10
    return str(int(text)) if is_number and 0 < int(text) <= _MAX_NUMBER else ""


def _imdb(value: object) -> str:
    text = _text(value, 20).lower()
    return text if _IMDB.fullmatch(text) else ""


def _uuid(value: object) -> str:
    text = _text(value, 40).lower()
    return text if _UUID.fullmatch(text) else ""


def _year(value: object) -> int | None:
    if isinstance(value, bool) or not isinstance(value, int):
        return None
    return value if 1870 <= value <= 2100 else None
