"""The asset browser: candidates of one title, to look at, to choose from, to refresh."""

from ui.assets.page import AssetBrowser

__all__ = ["AssetBrowser"]
