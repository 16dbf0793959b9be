"""What the panel for own pictures says; no Qt."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import PurePath
from typing import Any
from urllib.parse import urlsplit

from metarr_desktop.domain.asset import ASSET_SHAPES, AssetType, CachedAsset
from metarr_desktop.domain.entity import EntityKey
from metarr_desktop.domain.own_picture import Crop, OwnPicture
from ui.text import size_text

MINE = "Mine"
"""What own pictures are called where other pictures have the name of their provider."""


@dataclass(frozen=True, slots=True)
class Target:
    """What an own picture is for.

    ``label`` names the title; ``seasons`` are (number, title), for types that have a slot for each season;
    ``season`` is the one in front, ``None`` if it is none in particular.
    """

    key: EntityKey
    asset_type: AssetType
    label: str
    seasons: tuple[tuple[int, str], ...] = ()
    season: int | None = None

    @property
    def words(self) -> str:
        """``Poster of Inception (2010)``."""
        return f"{ASSET_SHAPES[self.asset_type].title} of {self.label}"


def facts_text(picture: OwnPicture) -> str:
    """Return what the picture is: ``2000×3000 · JPEG · 1.2 MB``."""
    facts = picture.facts
    words = [f"{facts.width:,}×{facts.height:,}".replace(",", ""), facts.format, size_text(facts.byte_count)]
    if facts.has_alpha:
        words.append("transparent")
    return " · ".join(word for word in words if word)


def taken_text(crop: Crop | None) -> str:
    """Return which part is taken."""
    return "Taken whole" if crop is None else f"Taken: {crop.width}×{crop.height} of it"


def provenance_lines(asset: CachedAsset) -> tuple[str, ...]:
    """Return where an own picture comes from and what was done with it; the long forms, one a line."""
    values: Mapping[str, Any] = asset.provider_metadata
    lines = [f"From {_short_source(values['source'])}"] if isinstance(values.get("source"), str) else []
    crop = values.get("crop")
    if isinstance(crop, list) and len(crop) == 4:
        lines.append(f"Cut to {crop[2]}×{crop[3]}; the whole picture is kept")
    elif values.get("made_from"):
        lines.append("Written anew so that every player shows it; the original is kept")
    return tuple(lines)


def provenance_sentence(asset: CachedAsset) -> str:
    """Return the same in full, for tool tips and screen readers."""
    source = asset.provider_metadata.get("source")
    rest = provenance_lines(asset)[1:]
    return ". ".join([f"From {source}" if isinstance(source, str) else "Your own picture", *rest])


def _short_source(words: str) -> str:
    kind, _, rest = words.partition(" ")
    if kind == "file" and rest:
        return f"file {PurePath(rest).name}"
    if kind == "address" and rest:
        host = urlsplit(rest).hostname if not rest.startswith("data:") else ""
        return (host or "an address").removeprefix("www.")
    return f"the {words}" if words == "clipboard" else words
