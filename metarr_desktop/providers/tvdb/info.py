"""What the program knows of TheTVDB without asking it."""

from __future__ import annotations

from typing import Final

from metarr_desktop.domain.asset import AssetType
from metarr_desktop.domain.entity import EntityType
from metarr_desktop.domain.provider import METADATA, AnswerGroup, KeyField, ProviderInfo
from metarr_desktop.domain.provider import TVDB as NAME
from metarr_desktop.providers.tvdb import keys

BASE_URL: Final = "https://api4.thetvdb.com/v4/"

EPISODE_PLACE: Final = "tvdb_episode"
"""Kind of id of an episode: ``series/season/episode``, the first of them TheTVDB's number of the series."""

_PARTS = frozenset(
    {
        AssetType.POSTER, AssetType.KEYART, AssetType.FANART, AssetType.LANDSCAPE, AssetType.BANNER,
        AssetType.CLEARLOGO, AssetType.CLEARART, AssetType.TRAILER, METADATA,
    }
)  # fmt: skip
_SEASON_PARTS = frozenset({AssetType.SEASONPOSTER, AssetType.SEASONFANART, AssetType.SEASONBANNER})
# The extended record of an entry holds everything, so there is one group per entity type.
_GROUP: Final = "extended"

INFO = ProviderInfo(
    name=NAME,
    title="TheTVDB",
    answers={
        EntityType.MOVIE: (AnswerGroup(_GROUP, _PARTS),),
        EntityType.TV: (AnswerGroup(_GROUP, _PARTS | _SEASON_PARTS),),
        EntityType.EPISODE: (AnswerGroup(_GROUP, frozenset({AssetType.THUMB, METADATA})),),
    },
    # Films, series and episodes are numbered apart; the entity type says which number a tvdb id is.  An episode
    # whose number is not known is found by its place in the list of its series.
    id_kinds={
        EntityType.MOVIE: ("tvdb", "imdb", "tmdb"),
        EntityType.TV: ("tvdb", "imdb", "tmdb"),
        EntityType.EPISODE: ("tvdb", EPISODE_PLACE),
    },
    search_types=frozenset({EntityType.MOVIE, EntityType.TV}),
    keys=(
        KeyField(
            name=keys.KEY_FIELD,
            label="API key",
            help_text="A project key of version 4: it has four dashes. Older keys are refused by the service.",
            help_url="https://thetvdb.com/api-information",
        ),
        KeyField(
            name=keys.PIN_FIELD,
            label="Subscriber PIN",
            is_required=False,
            help_text=(
                "Only for user-supported keys, with which everybody enters a PIN of their own. Leave it empty "
                "for a negotiated project key."
            ),
            help_url="https://thetvdb.com/subscribe",
        ),
    ),
    requests_per_s=5.0,
    max_connections=4,
    website="https://thetvdb.com/",
    terms_url="https://thetvdb.com/tos",
    attribution=(
        "Metadata provided by TheTVDB. Please consider adding missing information or subscribing. "
        "https://thetvdb.com/ https://thetvdb.com/subscribe"
    ),
    entry_url={
        EntityType.MOVIE: "https://thetvdb.com/dereferrer/movie/{id}",
        EntityType.TV: "https://thetvdb.com/dereferrer/series/{id}",
        EntityType.EPISODE: "https://thetvdb.com/dereferrer/episode/{id}",
    },
    search_url={
        EntityType.MOVIE: "https://thetvdb.com/search?query={query}&menu%5Btype%5D=movie",
        EntityType.TV: "https://thetvdb.com/search?query={query}&menu%5Btype%5D=series",
    },
    nominal_sizes={
        f"{record} {name}": size
        for record in ("series", "movie", "season")
        for name, size in {
            "poster": (680, 1000), "background": (1920, 1080), "banner": (758, 140),
            "clearart": (1000, 562), "clearlogo": (800, 310),
        }.items()
    } | {"episode 16:9 screencap": (640, 360), "episode 4:3 screencap": (640, 480)},
)  # fmt: skip
