"""Addresses of pictures as people drop and paste them: results of picture searches are unwrapped."""

from __future__ import annotations

import base64
import binascii
from urllib.parse import parse_qs, unquote_to_bytes, urlsplit

from metarr_desktop.domain.errors import InvalidInput

_WRAPPED = ("imgurl", "mediaurl", "imgrefurl_image", "image_url")
"""Parameters in which Google, Bing, DuckDuckGo and their like carry the address of the picture itself."""
_MOST = 8000


def picture_address(text: str) -> str:
    """Return the https address of the picture that *text* means.

    A page of picture search results gives the address it wraps; plain http becomes https.

    Raises:
        InvalidInput: it is no address of the web.
    """
    address = text.strip().splitlines()[0].strip() if text.strip() else ""
    try:
        parts = urlsplit(address)
        wrapped = {name.lower(): values for name, values in parse_qs(parts.query).items()}
        host = parts.hostname
    except ValueError as error:
        raise InvalidInput("This is no usable address. Nothing was added.") from error
    for name in _WRAPPED:
        for value in wrapped.get(name, []):
            if value.lower().startswith(("http://", "https://")):
                return picture_address(value)
    if parts.scheme.lower() not in ("http", "https") or not host or len(address) > _MOST:
        raise InvalidInput("Only addresses of the web (https://…) can be added. Nothing was added.")
    if parts.username is not None or parts.password is not None:
        raise InvalidInput("An address with a user name in it is not loaded. Nothing was added.")
    return parts._replace(scheme="https", fragment="").geturl()


def embedded_picture(text: str) -> bytes | None:
    """Return the bytes of a ``data:image/…`` address, ``None`` if *text* is none.

    Raises:
        InvalidInput: it is one, but its bytes cannot be read.
    """
    if not text.strip().lower().startswith("data:image/"):
        return None
    head, _, body = text.strip().partition(",")
    try:
        return (
            base64.b64decode(body, validate=True)
            if head.lower().endswith(";base64")
            else unquote_to_bytes(body)
        )
    except (binascii.Error, ValueError) as error:
        raise InvalidInput("The picture in this address is damaged. Nothing was added.") from error
