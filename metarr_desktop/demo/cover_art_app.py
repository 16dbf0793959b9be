"""The Cover Art Archive over the demo albums: an index two redirections away, pictures in three sizes, HTML errors.

As in real life the archive itself only points on: with 307 to the Internet Archive, which points on with 302 to the
machine that has the file.
"""

from __future__ import annotations

import re
from typing import Any

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from metarr_desktop.demo.album_images import ArchivePicture, MusicPictures, archive_pictures
from metarr_desktop.demo.albums import AlbumCatalogue, DemoAlbum, load_albums
from metarr_desktop.demo.catalogue import Catalogue
from metarr_desktop.demo.demo_site import ORIGIN, Address, Answer, DemoSite, html_page
from metarr_desktop.demo.faults import DemoService, PathKind
from metarr_desktop.demo.pictures import MEDIA_TYPES, PictureStore
from metarr_desktop.demo.responses import json_response, picture_response

SIZES = (250, 500, 1200)
_HOST = "coverartarchive.org"
_ARCHIVE = "archive.org"
_MACHINE = "ia800000.us.archive.org"
_LOOPBACK = {"/release-group/": "/caa/release-group/", "/release/": "/caa/release/",
             "/download/": "/caa/download/", "/0/items/": "/caa/0/items/"}  # fmt: skip
_MBID = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}")
_PICTURE = re.compile(r"(?P<number>[0-9]{1,12})(?:-(?P<size>250|500|1200))?(?:\.(?:jpg|png|gif|pdf))?")
_FRONT = re.compile(r"front(?:-(?P<size>250|500|1200))?")
_FILE = re.compile(
    r"mbid-[0-9a-f-]{36}-(?P<number>[0-9]{1,12})(?:_thumb(?P<size>250|500|1200))?\.(?:jpg|png)"
)
_KEPT_S = 3_600


def build_cover_art_site(catalogue: Catalogue, pictures: PictureStore) -> DemoSite:
    """Return the Cover Art Archive, and what of the Internet Archive it needs, as the demo offers them."""
    del catalogue
    return DemoSite(
        service=DemoService.COVER_ART_ARCHIVE,
        title="Cover Art Archive",
        addresses=(
            Address(PathKind.API, _HOST, "/release-group/", _LOOPBACK["/release-group/"]),
            Address(PathKind.IMAGE, _HOST, "/release/", _LOOPBACK["/release/"]),
            Address(PathKind.API, _ARCHIVE, "/download/", _LOOPBACK["/download/"]),
            Address(PathKind.API, _MACHINE, "/0/items/", _LOOPBACK["/0/items/"]),
        ),
        app=_CoverArtService(load_albums(), pictures).application(),
        failure_answer=failure_answer,
        base_url_variable="METARR_COVER_ART_ARCHIVE_BASE_URL",
        base_path="/caa/",
    )


def failure_answer(status: int, count: int) -> Answer:
    """Return the archive's page for a failed HTTP *status*."""
    del count
    texts = {
        400: "Bad Request",
        404: "Not Found",
        405: "Method Not Allowed",
        503: "Service Temporarily Unavailable",
    }
    return _page(status, texts[status], "") if status in texts else html_page(status, "Error")


def _page(status: int, heading: str, text: str) -> Answer:
    body = (
        '<!DOCTYPE HTML PUBLIC "-//W3C//DTD HTML 3.2 Final//EN">\n'
        f"<title>{status} {heading}</title>\n<h1>{heading}</h1>\n{text}"
    )
    return Answer(status, body.encode(), "text/html; charset=utf-8")


class _Refused(Exception):
    """The request ends with a page of the archive."""

    def __init__(self, status: int, heading: str, text: str) -> None:
        super().__init__(text)
        self.answer = _page(status, heading, text)


class _CoverArtService:
    def __init__(self, albums: AlbumCatalogue, pictures: PictureStore) -> None:
        self._albums = albums
        self._music = MusicPictures(albums)
        self._pictures = pictures

    def application(self) -> Starlette:
        return Starlette(
            routes=[
                Route("/release-group/{id}", self._index_of_album),
                Route("/release-group/{id}/{name}", self._front_of_album),
                Route("/release/{id}", self._index_of_release),
                Route("/release/{id}/{name}", self._picture_of_release),
                Route("/download/mbid-{id}/{name}", self._on_to_machine),
                Route("/0/items/mbid-{id}/{name}", self._file),
            ],
            exception_handlers={HTTPException: _no_such_path, _Refused: _refusal},
        )

    async def _index_of_album(self, request: Request) -> Response:
        album = self._album(request, "release group")
        return _see(request, 307, _ARCHIVE, f"/download/mbid-{album.release_ids[0]}/index.json")

    async def _index_of_release(self, request: Request) -> Response:
        album = self._release(request)
        return _see(request, 307, _ARCHIVE, f"/download/mbid-{album.release_ids[0]}/index.json")

    async def _front_of_album(self, request: Request) -> Response:
        album, match = self._album(request, "release group"), _FRONT.fullmatch(request.path_params["name"])
        if match is None:
            raise _Refused(400, "Bad Request", "invalid image size or type specified")
        front = next(picture for picture in archive_pictures(album) if picture.is_front)
        return _see(request, 307, _ARCHIVE, _file_path(front, match["size"]))

    async def _picture_of_release(self, request: Request) -> Response:
        release, match = _mbid_of(request), _PICTURE.fullmatch(request.path_params["name"])
        picture = self._music.of_archive(release, int(match["number"])) if match else None
        if match is None or picture is None:
            raise _Refused(404, "Not Found", f"No image found for release {release}")
        return _see(request, 307, _ARCHIVE, _file_path(picture, match["size"]))

    async def _on_to_machine(self, request: Request) -> Response:
        path = f"/0/items/mbid-{_mbid_of(request)}/{request.path_params['name']}"
        return _see(request, 302, _MACHINE, path)

    async def _file(self, request: Request) -> Response:
        release, name = _mbid_of(request), request.path_params["name"]
        album = self._albums.album_of_release(release)
        if name == "index.json" and album is not None and album.has_covers:
            return json_response(request, index_body(album, request.scope.get(ORIGIN)), max_age_s=_KEPT_S)
        match = _FILE.fullmatch(name)
        picture = self._music.of_archive(release, int(match["number"])) if match else None
        is_offered = match is not None and (
            match["size"] != "1200" or (picture and picture.has_large_rendition)
        )
        if match is None or picture is None or not is_offered:
            answer = html_page(404, "Item not available")
            return Response(answer.body, answer.status, media_type=answer.media_type)
        image, suffix = picture.image, "jpg" if match["size"] else picture.image.path.rpartition(".")[2]
        longest = max(image.width, image.height)
        scale = min(1.0, int(match["size"] or longest) / longest)
        width, height = max(1, round(image.width * scale)), max(1, round(image.height * scale))
        data = await self._pictures.read(image, width, height, suffix)
        return picture_response(request, data, MEDIA_TYPES[suffix])

    def _album(self, request: Request, word: str) -> DemoAlbum:
        mbid = _mbid_of(request)
        album = self._albums.album(mbid)
        if album is None or not album.has_covers:
            raise _Refused(404, "Not Found", f"No cover art found for {word} {mbid}")
        return album

    def _release(self, request: Request) -> DemoAlbum:
        mbid = _mbid_of(request)
        album = self._albums.album_of_release(mbid)
        if album is None or not album.has_covers or mbid != album.release_ids[0]:
            raise _Refused(404, "Not Found", f"No cover art found for release {mbid}")
        return album


def index_body(album: DemoAlbum, origin: str | None) -> dict[str, Any]:
    """Return the index of an album's pictures; old pictures have texts for ids and two renditions only."""
    images = []
    for picture in archive_pictures(album):
        base = f"{origin}/caa" if origin else f"http://{_HOST}"
        address = f"{base}/release/{picture.release}/{picture.number}"
        suffix = picture.image.path.rpartition(".")[2]
        small = {"small": f"{address}-250.jpg", "large": f"{address}-500.jpg"}
        is_old = not picture.has_large_rendition
        today = {str(size): f"{address}-{size}.jpg" for size in SIZES}
        images.append(
            {
                "id": str(picture.number) if is_old else picture.number,
                "types": picture.types,
                "front": picture.is_front,
                "back": "Back" in picture.types,
                "approved": picture.is_approved,
                "edit": picture.edit,
                "comment": picture.comment,
                "image": f"{address}.{suffix}",
                "thumbnails": small if is_old else {**small, **today},
            }
        )
    release = f"https://musicbrainz.org/release/{album.release_ids[0]}"
    return {"images": images, "release": release}


def _file_path(picture: ArchivePicture, size: str | None) -> str:
    stem = f"/download/mbid-{picture.release}/mbid-{picture.release}-{picture.number}"
    return f"{stem}_thumb{size}.jpg" if size else f"{stem}.{picture.image.path.rpartition('.')[2]}"


def _see(request: Request, status: int, host: str, path: str) -> Response:
    """Point to *path* at another host, or at its place on the loopback server; half of them still by plain http."""
    origin = request.scope.get(ORIGIN)
    if origin is not None:
        start = next(start for start in _LOOPBACK if path.startswith(start))
        address = f"{origin}{_LOOPBACK[start]}{path.removeprefix(start)}"
    else:
        address = f"{'http' if sum(map(ord, path)) % 2 else 'https'}://{host}{path}"
    return Response(f"See: {address}\n", status, {"Location": address}, media_type="text/plain")


def _mbid_of(request: Request) -> str:
    value: str = request.path_params["id"].lower()
    if not _MBID.fullmatch(value):
        raise _Refused(400, "Bad Request", "invalid MBID specified")
    return value


async def _refusal(request: Request, error: Exception) -> Response:
    assert isinstance(error, _Refused)
    answer = error.answer
    return Response(answer.body, answer.status, media_type=answer.media_type)


async def _no_such_path(request: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)
    return await _refusal(request, _Refused(error.status_code, "Not Found", ""))
