"""The language ladder of one type of artwork: chips with the points each rung counts."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtWidgets import QWidget

from metarr_desktop.domain.asset import ASSET_SHAPES, AssetType, ProviderImage
from metarr_desktop.domain.language import LanguageLadder
from metarr_desktop.domain.scoring import ScoringContext, language_points
from ui.language_chips import LanguageChips
from ui.language_field import rungs

_SOME_LANGUAGE = "qqq"


class LadderEditor(LanguageChips):
    """`LanguageChips` that knows what the rungs of *asset_type* are and what they count."""

    def __init__(self, asset_type: AssetType, parent: QWidget | None = None) -> None:
        super().__init__(ASSET_SHAPES[asset_type].title, rungs(), parent)
        self.asset_type = asset_type

    def show_ladder(self, ladder: LanguageLadder) -> None:
        """Show the rungs of *ladder* with their points."""
        self.show_rungs(ladder.rungs, rung_points(self.asset_type, ladder.rungs))


def rung_points(asset_type: AssetType, ladder: Sequence[str | None]) -> tuple[int, ...]:
    """Return what each rung counts where the original language is none of the others."""
    filled = [_SOME_LANGUAGE if rung == LanguageLadder.ORIGINAL else rung for rung in ladder]
    return tuple(points_for(asset_type, ladder, _SOME_LANGUAGE, language) for language in filled)


def points_for(
    asset_type: AssetType, ladder: Sequence[str | None], original: str | None, language: str | None
) -> int:
    """Return what a picture in *language* counts for a work made in *original*."""
    image = ProviderImage(asset_type, "", language=language)
    context = ScoringContext({asset_type: LanguageLadder(tuple(ladder))}, original)
    return language_points(image, context)
