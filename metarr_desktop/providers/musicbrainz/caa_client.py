"""The Cover Art Archive over HTTP: one index per album, two redirections away."""

from __future__ import annotations

from metarr_desktop.domain.errors import ProviderNotFound
from metarr_desktop.domain.fetch import Priority
from metarr_desktop.providers.definition import SideContext
from metarr_desktop.providers.musicbrainz.cover_mapping import Covers, map_covers

PREVIEW_SIZE = 250


class CoverArtArchive:
    """Pictures of albums; the archive chooses the edition whose pictures stand for all."""

    def __init__(self, side: SideContext) -> None:
        self._http = side.http
        self._base_url = side.base_url

    async def covers(self, release_group: str, priority: Priority) -> Covers | None:
        """Return the pictures of an album, ``None`` if the archive has none of it.

        The archive does not say whether it knows the album at all.

        Raises:
            ProviderError: it cannot be asked or its answer cannot be used.
        """
        path = f"release-group/{release_group}"
        try:
            answer = await self._http.get_json(path, priority=priority)
        except ProviderNotFound:
            return None
        with self._http.reading(path):
            return map_covers(answer.data, base_url=self._base_url)

    def preview_address(self, release_group: str) -> str:
        """Return where the small front cover of an album is, if it has one."""
        return f"{self._base_url}release-group/{release_group}/front-{PREVIEW_SIZE}"
