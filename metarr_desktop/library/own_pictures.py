"""Pictures of the user's own as candidates: implements the ``OwnPictures`` port."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from pathlib import Path
from typing import Any

from metarr_desktop.artwork.own_pictures import look_at, prepare
from metarr_desktop.artwork.picture_files import PictureFiles
from metarr_desktop.artwork.thumbnail_loader import MAX_BYTES, ImageSource
from metarr_desktop.artwork.thumbnailer import make_thumbnail
from metarr_desktop.curation import Curator
from metarr_desktop.domain.asset import ASSET_TYPES, USER_PROVIDER, AssetType
from metarr_desktop.domain.entity import EntityKey
from metarr_desktop.domain.errors import InvalidInput
from metarr_desktop.domain.library import SelectionChange
from metarr_desktop.domain.own_picture import Crop, OwnPicture, PictureSource
from metarr_desktop.domain.picture_address import embedded_picture, picture_address
from metarr_desktop.domain.scoring import ScoringContext, score_image
from metarr_desktop.domain.thumbnail import Size, Thumbnail
from metarr_desktop.store import Store, image_of


class OwnPictureShelf:
    """Reads pictures from files, addresses and the clipboard, keeps them, and makes them candidates.

    Args:
        source: loads addresses, within the bounds of all downloads.
        files: where the bytes are kept.
        scoring: what scores rest on now, by the original language of the work.
    """

    def __init__(
        self,
        store: Store,
        curator: Curator,
        source: ImageSource,
        files: PictureFiles,
        scoring: Callable[[], Callable[[str | None], ScoringContext]],
    ) -> None:
        self._scoring = scoring
        self._store = store
        self._curator = curator
        self._source = source
        self._files = files

    async def look(self, source: PictureSource) -> OwnPicture:
        """Read and look at what was brought; nothing is kept yet (see the port)."""
        data = await self._bytes_of(source)
        return OwnPicture(source, await asyncio.to_thread(look_at, data), data)

    async def preview(self, picture: OwnPicture, box: Size) -> Thumbnail:
        """Return the picture as it is seen, scaled down to fit *box*."""
        return await asyncio.to_thread(make_thumbnail, picture.data, box)

    async def add(
        self,
        key: EntityKey,
        asset_type: AssetType,
        picture: OwnPicture,
        *,
        crop: Crop | None = None,
        season_number: int | None = None,
    ) -> SelectionChange:
        """Keep the picture, or a part of it, as a candidate and select it (see the port).

        Of a part, the whole is kept too, so that another part can be taken later.
        """
        if asset_type not in ASSET_TYPES[key.entity_type] or asset_type is AssetType.TRAILER:
            raise InvalidInput(f"A {key.entity_type} has no {asset_type} of its own. Nothing was added.")
        provenance: dict[str, Any] = {"source": picture.source.words}
        prepared = await asyncio.to_thread(prepare, picture.data, crop)
        sha256 = await asyncio.to_thread(self._files.write, prepared.data)
        if not prepared.is_original:
            provenance["made_from"] = await asyncio.to_thread(self._files.write, picture.data)
        if crop is not None and not prepared.is_original:
            provenance["crop"] = [crop.left, crop.top, crop.width, crop.height]

        context_of = self._scoring()

        def keep() -> int:
            with self._store.transaction():
                language = self._store.entities.get(key).metadata.original_language
                asset_id = self._store.assets.add_own(
                    key, asset_type, sha256, width=prepared.facts.width, height=prepared.facts.height,
                    season_number=season_number, provenance=provenance,
                )  # fmt: skip
                _, asset = self._store.assets.get(asset_id)
                parts = score_image(image_of(asset), USER_PROVIDER, context_of(language))
                self._store.assets.set_scores({asset_id: parts})
            return asset_id

        return await self._curator.select(await self._store.run(keep))

    async def _bytes_of(self, source: PictureSource) -> bytes:
        if source.path:
            return await asyncio.to_thread(_read, Path(source.path))
        if source.address:
            embedded = embedded_picture(source.address)
            if embedded is not None:
                return embedded
            download = await self._source.download(picture_address(source.address), max_bytes=MAX_BYTES)
            return download.data
        return source.data


def _read(path: Path) -> bytes:
    try:
        if not path.is_file():
            raise InvalidInput(f"{path.name or path} is no file. Nothing was added.")
        if path.stat().st_size > MAX_BYTES:
            raise InvalidInput(f"{path.name} is larger than {MAX_BYTES // 1_048_576} MB. Nothing was added.")
        return path.read_bytes()
    except OSError as error:
        raise InvalidInput(f"{path.name} cannot be read ({error.strerror}). Nothing was added.") from error
