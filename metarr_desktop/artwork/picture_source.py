"""Where the bytes of a picture come from: own ones from the disk, all others from their services."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass

from metarr_desktop.artwork.picture_files import PictureFiles
from metarr_desktop.artwork.thumbnail_loader import Download, ImageSource
from metarr_desktop.domain.errors import ThumbnailUnavailable
from metarr_desktop.domain.own_picture import OWN_PREFIX


@dataclass(frozen=True, slots=True)
class KeptPicture:
    """Bytes read from the disk, in the shape of a download."""

    data: bytes


class OwnOrRemote:
    """An ``ImageSource`` that knows the user's own pictures; they never touch the network."""

    def __init__(self, files: PictureFiles, remote: ImageSource) -> None:
        self._files = files
        self._remote = remote

    async def download(self, url: str, *, max_bytes: int) -> Download:
        """Return the bytes at *url*.

        Raises:
            ThumbnailUnavailable: also where an own picture is gone from the disk.
        """
        if not url.startswith(OWN_PREFIX):
            return await self._remote.download(url, max_bytes=max_bytes)
        sha256 = url.removeprefix(OWN_PREFIX).partition("#")[0]
        data = await asyncio.to_thread(self._files.read, sha256)
        if data is None:
            raise ThumbnailUnavailable(
                "This picture of your own is no longer on the disk. Add it again.", is_permanent=True
            )
        return KeptPicture(data)
