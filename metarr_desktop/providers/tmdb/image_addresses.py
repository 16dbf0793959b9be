"""Addresses of TMDB's pictures: a base and sizes from ``/configuration``, a path from each answer."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from metarr_desktop.providers.json_fields import UnexpectedShape, expect_object, part
from metarr_desktop.providers.url_rules import clean_address

ORIGINAL = "original"
_FILE_PATH = re.compile(r"/[^/?#\\\s]+\.[A-Za-z0-9]{2,5}")
_WIDTH = re.compile(r"w([0-9]{1,5})")

THUMB_WIDTHS: Mapping[str, int] = {"poster": 342, "backdrop": 780, "logo": 500, "still": 300}
"""Width in pixels of the rendition shown in grids, per kind of picture."""


@dataclass(frozen=True, slots=True)
class ImageAddresses:
    """Where pictures are and in which sizes.

    Attributes:
        base: address ending with a slash.
        sizes: kind (``poster``, ``backdrop``, ``logo``, ``still``) to the size names offered.
        api_base_url: where the API is reached; its loopback host is the only one allowed.
    """

    base: str
    sizes: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    api_base_url: str = ""

    def original(self, file_path: object) -> str | None:
        """Return the address of the original, ``None`` if *file_path* is no path of a picture."""
        return self._address(ORIGINAL, file_path)

    def thumb(self, kind: str, file_path: object) -> str | None:
        """Return the small rendition: the wanted width, else the next larger one offered, else the original.

        Of drawings (``.svg``) the service makes a raster when asked for ``.png``.
        """
        if isinstance(file_path, str) and file_path.lower().endswith(".svg"):
            file_path = f"{file_path[:-4]}.png"
        return self._address(self.thumb_size(kind), file_path)

    def raster(self, file_path: str) -> str | None:
        """Return the full-size raster of a drawing."""
        return self._address(ORIGINAL, re.sub(r"(?i)\.svg$", ".png", file_path))

    def thumb_size(self, kind: str) -> str:
        wanted = THUMB_WIDTHS[kind]
        offered = {
            int(match[1]): size for size in self.sizes.get(kind, ()) if (match := _WIDTH.fullmatch(size))
        }
        wide_enough = [width for width in sorted(offered) if width >= wanted]
        return offered[wide_enough[0]] if wide_enough else ORIGINAL

    def _address(self, size: str, file_path: object) -> str | None:
        if not isinstance(file_path, str) or not _FILE_PATH.fullmatch(file_path):
            return None
        try:
            return clean_address(f"{self.base}{size}{file_path}", base_url=self.api_base_url)
        except ValueError:
            return None


def documented_addresses(api_base_url: str) -> ImageAddresses:
    """Return what ``/configuration`` answered for years, for when it cannot be asked."""
    return ImageAddresses(
        base="https://image.tmdb.org/t/p/",
        sizes={
            "backdrop": ("w300", "w780", "w1280", ORIGINAL),
            "logo": ("w45", "w92", "w154", "w185", "w300", "w500", ORIGINAL),
            "poster": ("w92", "w154", "w185", "w342", "w500", "w780", ORIGINAL),
            "still": ("w92", "w185", "w300", ORIGINAL),
        },
        api_base_url=api_base_url,
    )


def read_configuration(data: object, *, api_base_url: str) -> ImageAddresses:
    """Return the addresses an answer of ``/configuration`` states; its plain http base is never used.

    Raises:
        UnexpectedShape: no secure base address in it.
    """
    images = part(expect_object(data).get("images"))
    try:
        base = clean_address(images.get("secure_base_url"), base_url=api_base_url)
    except ValueError as error:
        raise UnexpectedShape("the configuration names no usable address of pictures") from error
    sizes = {
        kind: tuple(size for size in offered if isinstance(size, str))
        for kind in THUMB_WIDTHS
        if isinstance(offered := images.get(f"{kind}_sizes"), list)
    }
    return ImageAddresses(f"{base.rstrip('/')}/", sizes, api_base_url)
