"""What a view is told of a candidate."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtGui import QPixmap

from metarr_desktop.domain.asset import CachedAsset
from metarr_desktop.domain.ranking import Ranked
from ui.assets.detail_panel import PictureSource


@dataclass(frozen=True, slots=True)
class Shown:
    """One candidate with all that is said of it.

    ``small`` is the picture of its tile, which stands in until a larger one is here; ``position`` of ``total``
    counts what the filters show, from 1; ``season`` is empty where its type has none; ``score`` is the total of
    ``ranked``, its parts under the weights of the person, None for a picture never scored; ``alike`` counts the other
    candidates that are the same picture; ``is_proposed``: automation would select it.
    """

    asset: CachedAsset
    source: PictureSource
    small: QPixmap | None = None
    season: str = ""
    position: int = 0
    total: int = 0
    ranked: Ranked | None = None
    score: int | None = None
    alike: int = 0
    is_proposed: bool = False

    @property
    def score_text(self) -> str:
        """``Score 91`` under the weights in force."""
        return "Not scored" if self.score is None else f"Score {self.score}"
