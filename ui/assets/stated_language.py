"""What can be said of the languages of pictures; no Qt."""

from __future__ import annotations

from dataclasses import replace

from metarr_desktop.domain.asset import WITHOUT_LANGUAGE, CachedAsset
from metarr_desktop.domain.entity import EntityType
from metarr_desktop.domain.language import NEVER_STATED


def as_stated(assets: tuple[CachedAsset, ...], entity_type: EntityType) -> tuple[CachedAsset, ...]:
    """Return *assets* as the pages show them: of an album, a picture without a language is not one without text."""
    if entity_type not in WITHOUT_LANGUAGE:
        return assets
    return tuple(replace(asset, language=asset.language or NEVER_STATED) for asset in assets)
