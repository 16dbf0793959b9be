"""Which kinds of pictures Fanart.tv has, and what each is to us.  Whatever else an answer holds (counts beside the
lists, new kinds, squares, labels) is no picture of ours."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from metarr_desktop.domain.asset import AssetType


@dataclass(frozen=True, slots=True)
class Kind:
    """How one of the service's kinds is read.

    Attributes:
        has_language: false for backgrounds, whose ``lang`` means nothing (old answers say "en" for all), and for
            music, which has none.
        is_hd: for kinds that come in two qualities; the older one is listed after the better one.
        is_seasonal: it says which season it belongs to; "all" is none in particular.
        season_type: what it is when it names a season, where that is another slot.
    """

    asset_type: AssetType
    has_language: bool = True
    is_hd: bool | None = None
    is_seasonal: bool = False
    season_type: AssetType | None = None


MOVIE_KINDS: Mapping[str, Kind] = {
    "movieposter": Kind(AssetType.POSTER),
    "movie4kbackground": Kind(AssetType.FANART, has_language=False, is_hd=True),
    "moviebackground": Kind(AssetType.FANART, has_language=False, is_hd=False),
    "hdmovielogo": Kind(AssetType.CLEARLOGO, is_hd=True),
    "movielogo": Kind(AssetType.CLEARLOGO, is_hd=False),
    "hdmovieclearart": Kind(AssetType.CLEARART, is_hd=True),
    "movieart": Kind(AssetType.CLEARART, is_hd=False),
    "moviedisc": Kind(AssetType.DISCART),
    "moviebanner": Kind(AssetType.BANNER),
    "moviethumb": Kind(AssetType.LANDSCAPE),
}
"""The kinds of films and film sets, better quality first."""

_BACKGROUND = AssetType.SEASONFANART

TV_KINDS: Mapping[str, Kind] = {
    "tvposter": Kind(AssetType.POSTER),
    "show4kbackground": Kind(AssetType.FANART, False, is_hd=True, is_seasonal=True, season_type=_BACKGROUND),
    "showbackground": Kind(AssetType.FANART, False, is_hd=False, is_seasonal=True, season_type=_BACKGROUND),
    "hdtvlogo": Kind(AssetType.CLEARLOGO, is_hd=True),
    "clearlogo": Kind(AssetType.CLEARLOGO, is_hd=False),
    "hdclearart": Kind(AssetType.CLEARART, is_hd=True),
    "clearart": Kind(AssetType.CLEARART, is_hd=False),
    "characterart": Kind(AssetType.CHARACTERART),
    "tvbanner": Kind(AssetType.BANNER),
    "tvthumb": Kind(AssetType.LANDSCAPE),
    "seasonposter": Kind(AssetType.SEASONPOSTER, is_seasonal=True),
    "seasonbanner": Kind(AssetType.SEASONBANNER, is_seasonal=True),
    "seasonthumb": Kind(AssetType.SEASONLANDSCAPE, is_seasonal=True),
}
"""The kinds of series; seasons are counted as TheTVDB counts them."""

ARTIST_KINDS: Mapping[str, Kind] = {
    "artist4kbackground": Kind(AssetType.ARTISTART, has_language=False, is_hd=True),
    "artistbackground": Kind(AssetType.ARTISTART, has_language=False, is_hd=False),
    "artistthumb": Kind(AssetType.ARTISTTHUMB, has_language=False),
    "hdmusiclogo": Kind(AssetType.CLEARLOGO, has_language=False, is_hd=True),
    "musiclogo": Kind(AssetType.CLEARLOGO, has_language=False, is_hd=False),
    "musicbanner": Kind(AssetType.BANNER, has_language=False),
}
"""The kinds of artists, which are stored under each of their albums."""

ALBUM_KINDS: Mapping[str, Kind] = {
    "albumcover": Kind(AssetType.COVER, has_language=False),
    "cdart": Kind(AssetType.DISCART, has_language=False),
}
"""The kinds of albums."""

NOMINAL_SIZES: Mapping[str, tuple[int, int]] = {
    "movieposter": (1000, 1426),
    "moviebackground": (1920, 1080),
    "movie4kbackground": (3840, 2160),
    "moviebanner": (1000, 185),
    "moviethumb": (1000, 562),
    "hdmovielogo": (800, 310),
    "movielogo": (400, 155),
    "hdmovieclearart": (1000, 562),
    "movieart": (500, 281),
    "moviedisc": (1000, 1000),
    "tvposter": (1000, 1426),
    "showbackground": (1920, 1080),
    "show4kbackground": (3840, 2160),
    "tvbanner": (1000, 185),
    "tvthumb": (1000, 562),
    "hdtvlogo": (800, 310),
    "clearlogo": (400, 155),
    "hdclearart": (1000, 562),
    "clearart": (500, 281),
    "characterart": (512, 512),
    "seasonposter": (1000, 1426),
    "seasonbanner": (1000, 185),
    "seasonthumb": (1000, 562),
    "artistbackground": (1920, 1080),
    "artist4kbackground": (3840, 2160),
    "artistthumb": (1000, 1000),
    "hdmusiclogo": (800, 310),
    "musiclogo": (400, 155),
    "musicbanner": (1000, 185),
    "albumcover": (1000, 1000),
    "cdart": (1000, 1000),
}
"""(width, height) in pixels by kind, for answers that state none."""
