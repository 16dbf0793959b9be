"""What the program knows of Fanart.tv without asking it."""

from __future__ import annotations

from typing import Final

from metarr_desktop.domain.asset import AssetType
from metarr_desktop.domain.entity import EntityType
from metarr_desktop.domain.provider import FANART_TV as NAME
from metarr_desktop.domain.provider import AnswerGroup, KeyField, ProviderInfo
from metarr_desktop.providers.fanart_tv import keys

BASE_URL: Final = "https://webservice.fanart.tv/v3.2/"

_SET_PARTS = frozenset(
    {
        AssetType.POSTER, AssetType.KEYART, AssetType.FANART, AssetType.CLEARLOGO, AssetType.CLEARART,
        AssetType.BANNER, AssetType.LANDSCAPE,
    }
)  # fmt: skip

INFO = ProviderInfo(
    name=NAME,
    title="Fanart.tv",
    answers={
        EntityType.MOVIE: (AnswerGroup("pictures", _SET_PARTS | {AssetType.DISCART}),),
        EntityType.COLLECTION: (AnswerGroup("pictures", _SET_PARTS),),
    },
    id_kinds={EntityType.MOVIE: ("tmdb", "imdb"), EntityType.COLLECTION: ("tmdb",)},
    keys=(
        KeyField(
            name=keys.PERSONAL_FIELD,
            label="Personal API key",
            is_required=False,
            help_text=(
                "Free with a Fanart.tv account, and enough by itself. New artwork shows 48 hours after it "
                "was added (at once for VIP members); with a project key alone it takes 7 days."
            ),
            help_url="https://fanart.tv/get-an-api-key/",
        ),
        KeyField(
            name=keys.PROJECT_FIELD,
            label="Project API key",
            is_required=False,
            help_text=(
                "Only if you have registered a project of your own. Without a personal key beside it, new "
                "artwork shows 7 days after it was added."
            ),
            help_url="https://fanart.tv/get-an-api-key/",
        ),
    ),
    requests_per_s=2.0,
    max_connections=2,
    website="https://fanart.tv/",
    attribution="Artwork by the contributors of Fanart.tv, https://fanart.tv/.",
    entry_url={EntityType.MOVIE: "https://fanart.tv/movie/{id}/"},
    nominal_sizes={
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
    },
)
