"""What can be said of the languages of pictures; no Qt."""

from __future__ import annotations

from dataclasses import replace

from metarr_desktop.domain.asset import USER_PROVIDER, WITHOUT_LANGUAGE, CachedAsset
from metarr_desktop.domain.entity import EntityType
from metarr_desktop.domain.language import NEVER_STATED


def has_language(asset: CachedAsset) -> bool:
    """Tell whether anything can be said of the language of *asset*; "no text" is something."""
    return asset.language != NEVER_STATED


def as_stated(assets: tuple[CachedAsset, ...], entity_type: EntityType) -> tuple[CachedAsset, ...]:
    """Return *assets* as the pages show them.

    Of an album, and among the user's own, a picture without a language is not one without text.
    """
    is_silent = entity_type in WITHOUT_LANGUAGE
    return tuple(
        replace(asset, language=NEVER_STATED)
        if asset.language is None and (is_silent or asset.provider_name == USER_PROVIDER)
        else asset
        for asset in assets
    )
