"""Pictures a person drops or pastes: files, addresses and bitmaps, whatever program they come from."""

from __future__ import annotations

import html
import re
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import PurePath

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QMimeData, QUrl
from PySide6.QtGui import QImage, QImageWriter

from metarr_desktop.domain.errors import InvalidInput
from metarr_desktop.domain.own_picture import PictureSource
from metarr_desktop.domain.picture_address import picture_address

OUR_TILE = "application/x-metarr-candidate"
"""Marks what was dragged out of our own grid: it is a candidate already."""

_RAW = ("image/png", "image/jpeg", "image/webp", "image/gif", "image/tiff", "image/bmp")
_IMAGE_IN_PAGE = re.compile(r"<img\b[^>]*?\bsrc\s*=\s*[\"']([^\"']+)[\"']", re.IGNORECASE)
_WEB = ("http://", "https://", "data:image/")
MOST_AT_ONCE = 50

Way = PictureSource | QImage
"""One way to come by a picture; a bitmap becomes a source by `source_of`, off the thread of the window."""


@dataclass(frozen=True, slots=True)
class Brought:
    """One picture somebody brings: ``ways`` are tried in their order until one of them is a picture.

    ``name`` is what a person would call it: the file name, the address.
    """

    ways: tuple[Way, ...]
    name: str


def can_bring(mime: QMimeData) -> bool:
    """Tell whether there may be a picture in *mime*; cheap, for every move of the pointer."""
    if mime.hasFormat(OUR_TILE):
        return False
    if mime.hasUrls() or mime.hasImage() or any(mime.hasFormat(each) for each in _RAW):
        return True
    return mime.hasText() and _is_web(mime.text())


def brought(mime: QMimeData, *, prefers_bitmap: bool = False) -> tuple[Brought, ...]:
    """Return the pictures in *mime*, at most `MOST_AT_ONCE`; none when there is none.

    Args:
        prefers_bitmap: a copied picture is taken as it was copied; of a dropped one the address comes first,
            because what lies beside it is often a small rendition.
    """
    if mime.hasFormat(OUR_TILE):
        return ()
    files = [url.toLocalFile() for url in mime.urls() if url.isLocalFile()]
    if files:
        return from_files(files)
    bitmap, addresses = _bitmap(mime), _addresses(mime)
    if len(addresses) > 1 and not bitmap and not mime.hasHtml():
        return tuple(Brought((PictureSource(address=each),), each) for each in addresses[:MOST_AT_ONCE])
    sources: list[Way] = [PictureSource(address=each) for each in addresses]
    ways = (*bitmap, *sources) if prefers_bitmap else (*sources, *bitmap)
    if not ways:
        return ()
    name = "Picture from the clipboard" if prefers_bitmap and bitmap else (addresses or ["Picture"])[0]
    return (Brought(ways, name if len(name) < 300 else "Picture in an address"),)


def from_files(paths: Iterable[str]) -> tuple[Brought, ...]:
    """Return the files at *paths* as what was brought."""
    given = [path for path in paths if path][:MOST_AT_ONCE]
    return tuple(Brought((PictureSource(path=path),), PurePath(path).name or path) for path in given)


def source_of(way: Way) -> PictureSource:
    """Return *way* as the core reads it; encodes a bitmap, so call it on another thread."""
    if isinstance(way, PictureSource):
        return way
    data = QByteArray()
    buffer = QBuffer(data)
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    writer = QImageWriter(buffer, QByteArray(b"png"))
    writer.setCompression(20)  # hardly pressed: a screen's worth takes a tenth of a second
    writer.write(way)
    return PictureSource(data=bytes(data.data()))


def _bitmap(mime: QMimeData) -> tuple[Way, ...]:
    for name in _RAW:  # as the other program has it; the system's bitmap has lost format and quality
        if mime.hasFormat(name):
            data = bytes(mime.data(name).data())
            if data:
                return (PictureSource(data=data),)
    if mime.hasImage():
        image = mime.imageData()
        if isinstance(image, QImage) and not image.isNull():
            return (image,)
    return ()


def _addresses(mime: QMimeData) -> list[str]:
    """Return the addresses of the picture, the likeliest first.

    A browser says where a link leads, and in HTML which picture was dragged. A page of picture search results
    wraps the address of the picture itself, while the picture in it is a tiny one.
    """
    links = [url.toString(QUrl.ComponentFormattingOption.FullyEncoded) for url in mime.urls()]
    if not links and mime.hasText() and _is_web(mime.text()):
        links = [line.strip() for line in mime.text().splitlines() if line.strip()]
    links = [each for each in links if _is_web(each)]
    shown = [html.unescape(each) for each in _IMAGE_IN_PAGE.findall(mime.html())] if mime.hasHtml() else []
    shown = [each for each in shown if _is_web(each)]
    wrapped = [each for each in links if _is_wrapped(each)]
    shown = shown[:1]  # of a whole page of pictures nobody knows which one is meant
    return list(dict.fromkeys([*wrapped, *shown, *links]))


def _is_wrapped(link: str) -> bool:
    try:
        return QUrl(picture_address(link)).host() != QUrl(link).host()
    except InvalidInput:
        return False


def _is_web(text: str) -> bool:
    return text.strip().lower().startswith(_WEB)
