"""Addresses of TheTVDB's pictures: mostly absolute, in some answers only a path."""

from __future__ import annotations

import re
from urllib.parse import urlsplit, urlunsplit

from metarr_desktop.providers.url_rules import clean_address

PICTURES = "https://artworks.thetvdb.com"
_FOLDER = "/banners/"
_SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:")
_PLACEHOLDER = "/images/missing/"
_VIDEOS = (".mp4", ".m4v", ".webm", ".mov", ".avi", ".mkv", ".mpg", ".mpeg")


def picture_address(value: object, *, base_url: str) -> str | None:
    """Return the absolute https address of a picture.

    ``None`` for no text, no address, the service's "missing" picture and for films (cinemagraphs).
    *base_url* is where the API is reached; its loopback host is the only one allowed.
    """
    if not isinstance(value, str) or not value.strip() or is_placeholder(value) or is_video(value):
        return None
    try:
        return clean_address(_absolute(value.strip()), base_url=base_url)
    except ValueError:
        return None


def is_placeholder(value: object) -> bool:
    """Tell whether *value* leads to the picture that stands for "no picture"."""
    return isinstance(value, str) and _PLACEHOLDER in value


def is_video(value: object) -> bool:
    """Tell whether *value* is the address of a film, as cinemagraphs are."""
    return isinstance(value, str) and value.split("?", 1)[0].strip().lower().endswith(_VIDEOS)


def thumb_address(picture: str, stated: object, *, base_url: str) -> str:
    """Return the small rendition: the *stated* one, else *picture* with ``_t`` before its ending."""
    return picture_address(stated, base_url=base_url) or _with_mark(picture)


def _absolute(value: str) -> str:
    if _SCHEME.match(value) or value.startswith("//"):
        return value
    path = value if value.startswith("/") else f"/{value}"
    return PICTURES + (path if path.startswith(_FOLDER) else _FOLDER.rstrip("/") + path)


def _with_mark(picture: str) -> str:
    parts = urlsplit(picture)
    stem, dot, ending = parts.path.rpartition(".")
    if not dot or "/" in ending or stem.endswith("_t"):
        return picture
    return urlunsplit(parts._replace(path=f"{stem}_t.{ending}"))
