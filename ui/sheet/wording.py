"""What the contact sheet says; no Qt."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from metarr_desktop.domain.asset import ASSET_SHAPES, AssetType, CachedAsset
from metarr_desktop.domain.contact_sheet import ContactSheet, SheetRow
from metarr_desktop.domain.entity import EntityType
from metarr_desktop.domain.language import language_name
from ui.sheet.picks import selected_of
from ui.text import count_text, join_words

SEASON_KINDS = (
    AssetType.SEASONPOSTER, AssetType.SEASONFANART, AssetType.SEASONBANNER, AssetType.SEASONLANDSCAPE,
)  # fmt: skip
FILM_KINDS = (
    AssetType.POSTER, AssetType.KEYART, AssetType.FANART, AssetType.CLEARLOGO, AssetType.CLEARART,
    AssetType.DISCART, AssetType.BANNER, AssetType.LANDSCAPE,
)  # fmt: skip
_SHORT = {
    AssetType.SEASONPOSTER: "Posters", AssetType.SEASONFANART: "Fanart", AssetType.SEASONBANNER: "Banners",
    AssetType.SEASONLANDSCAPE: "Landscapes",
}  # fmt: skip


def kinds_of(entity_type: EntityType) -> tuple[AssetType, ...]:
    """Return the types a set of this kind can be laid out for; none where there are no sets."""
    return {EntityType.TV: SEASON_KINDS, EntityType.MOVIE: FILM_KINDS}.get(entity_type, ())


def kind_title(kind: AssetType) -> str:
    """Return the word on the chip of a type."""
    return _SHORT.get(kind) or ASSET_SHAPES[kind].title


def picture_words(asset: CachedAsset, titles: Mapping[str, str]) -> str:
    """Return what a picture is: ``TMDB · English · 2000×3000``."""
    words = [titles.get(asset.provider_name, asset.provider_name), language_name(asset.language)]
    if asset.width and asset.height:
        words.append(f"{asset.width}×{asset.height}")
    return " · ".join(words)


def row_state(row: SheetRow, titles: Mapping[str, str]) -> str:
    """Return how a row stands now: ``Now: TMDB``, ``Nothing selected``."""
    selected = selected_of(row)
    if selected is not None:
        return f"Now: {titles.get(selected.provider_name, selected.provider_name)}"
    return "Nothing selected" if row.candidates else f"No {ASSET_SHAPES[row.asset_type].plural} yet"


def members_text(sheet: ContactSheet, entity_type: EntityType) -> str:
    """Return who is on the sheet and how far they are: ``6 seasons · 4 have one selected``."""
    rows = sheet.rows
    chosen = sum(selected_of(row) is not None for row in rows)
    if entity_type is EntityType.TV:
        who = count_text(sum(row.season_number != 0 for row in rows), "season")
        who += " and the specials" if any(row.season_number == 0 for row in rows) else ""
    else:
        who = f"{count_text(len(rows), 'film')} of this collection in your library"
    return f"{who} · {chosen:,} of {len(rows):,} have one selected"


def missing_text(labels: Sequence[str], kind: AssetType) -> str:
    """Return which rows are empty because nothing was fetched for them."""
    has = "has" if len(labels) == 1 else "have"
    return f"{join_words(labels)} {has} no {ASSET_SHAPES[kind].plural} yet: not everything was fetched."


def coverage_text(coverage: int, rows: int) -> str:
    """Return the badge of a style: ``7 of 8``."""
    return f"{coverage:,} of {rows:,}"


def picks_text(picked: int, changes: int) -> str:
    """Return what is picked and what of it would change anything."""
    if not picked:
        return "Nothing marked yet. Enter marks a picture, Shift+Enter its whole style."
    same = picked - changes
    already = f", {same:,} of them selected already" if same else ""
    return f"{count_text(picked, 'picture')} marked{already}"


def apply_text(changes: int) -> str:
    """Return the word on the button that does it."""
    return f"Select {count_text(changes, 'picture')}" if changes else "Select"
