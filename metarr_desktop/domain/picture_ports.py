"""The protocols of pictures; windows import them from :mod:`metarr_desktop.domain.ports`, with the rest."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:  # only annotations, as in ports
    from metarr_desktop.domain.asset import AssetType
    from metarr_desktop.domain.contact_sheet import ContactSheet
    from metarr_desktop.domain.entity import EntityKey
    from metarr_desktop.domain.library import SelectionChange
    from metarr_desktop.domain.own_picture import Crop, OwnPicture, PictureSource
    from metarr_desktop.domain.picture_hash import Examination
    from metarr_desktop.domain.thumbnail import Size, Thumbnail


class Stacks(Protocol):
    """Which candidates are one picture, and which were rejected before under another address."""

    async def stacks(self, key: EntityKey, asset_type: AssetType) -> tuple[tuple[int, ...], ...]:
        """Return the groups of candidates that are one picture, the one to stay on top first; never the network."""
        ...

    async def examine(self, key: EntityKey, asset_type: AssetType, box: Size) -> Examination:
        """Look at the small renditions nobody looked at yet; *box* should be that of the tiles.

        Candidates that turn out to be pictures rejected before are rejected again. Cancelling keeps what was seen.
        """
        ...


class ContactSheets(Protocol):
    """Candidates of a whole set side by side, in columns of one style."""

    async def of_seasons(self, key: EntityKey, asset_type: AssetType) -> ContactSheet:
        """Return the seasons of a series; *asset_type* is a season type."""
        ...

    async def of_collection(self, key: EntityKey, asset_type: AssetType) -> ContactSheet:
        """Return the films of the library that belong to the collection of *key*, by year; at least *key* itself."""
        ...

    async def look(self, sheet: ContactSheet, box: Size) -> ContactSheet:
        """Look at the pictures nobody looked at yet and lay the sheet out anew; *box* should be that of the tiles."""
        ...


class OwnPictures(Protocol):
    """Pictures of the user's own as candidates."""

    async def look(self, source: PictureSource) -> OwnPicture:
        """Read a file, address or bitmap within the bounds of downloads.

        Raises:
            InvalidInput: it is no usable picture, or the address is not allowed.
            ThumbnailUnavailable: it cannot be loaded.
        """
        ...

    async def preview(self, picture: OwnPicture, box: Size) -> Thumbnail:
        """Return the picture as it is seen, scaled down to fit *box*."""
        ...

    async def add(
        self,
        key: EntityKey,
        asset_type: AssetType,
        picture: OwnPicture,
        *,
        crop: Crop | None = None,
        season_number: int | None = None,
    ) -> SelectionChange:
        """Keep the picture, or a part of it, as a candidate and select it; can be undone.

        Raises:
            StoreError: there is no room to keep it; nothing was changed.
        """
        ...


class Thumbnails(Protocol):
    """Pictures for the screen: disk first, then network; one download per address."""

    async def load(self, url: str, box: Size) -> Thumbnail:
        """Return the picture at *url* scaled down to fit *box*; cancelling stops the download.

        Raises:
            ThumbnailUnavailable: refused by the server, or the bytes are no usable picture.
        """
        ...
