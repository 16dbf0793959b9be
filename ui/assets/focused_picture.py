"""The focused candidate: what can be done with it, and all that is known of it in the panel."""

from __future__ import annotations

from collections.abc import Callable

from metarr_desktop.domain.asset import CachedAsset
from ui.assets.detail_panel import PictureSource
from ui.assets.first_place import why_first
from ui.assets.window_parts import WindowParts


def show_focused(parts: WindowParts, source_of: Callable[[CachedAsset], PictureSource]) -> CachedAsset | None:
    """Show the candidate that has the focus in the grid, and return it; None when there is none."""
    pane, panel, ranking = parts.pane, parts.panel, parts.pane.model.ranking
    asset = pane.current
    _enable(parts, asset)
    if asset is None:
        panel.show_nothing()
        return None
    source, season, pixmap = source_of(asset), pane.model.season_title(asset), pane.pixmap(asset)
    ranked, why = ranking.of(asset), why_first(asset, pane.model.items, ranking)
    is_proposed = pane.model.is_proposed(asset.id)
    panel.show_asset(asset, *pane.position, source, season, pane.model.total(asset), ranked, why, is_proposed)
    panel.show_picture(pixmap, pane.failure(asset))
    return asset


def _enable(parts: WindowParts, asset: CachedAsset | None) -> None:
    actions = parts.actions
    for action in (actions.select, actions.reject, actions.preview):
        action.setEnabled(asset is not None)
    actions.add.setEnabled(asset is not None and not asset.is_selected)
    actions.clear.setEnabled(asset is not None and (asset.is_selected or asset.is_rejected))
