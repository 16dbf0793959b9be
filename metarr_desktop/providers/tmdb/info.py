"""What the program knows of TMDB without asking it."""

from __future__ import annotations

from typing import Final

from metarr_desktop.domain.asset import AssetType
from metarr_desktop.domain.entity import EntityType
from metarr_desktop.domain.provider import METADATA, AnswerGroup, KeyField, ProviderInfo
from metarr_desktop.domain.provider import TMDB as NAME
from metarr_desktop.providers.tmdb import keys

BASE_URL: Final = "https://api.themoviedb.org/3/"

_PICTURES = (AssetType.POSTER, AssetType.KEYART, AssetType.FANART, AssetType.LANDSCAPE)
# One request delivers everything, so there is one group per entity type.
_MOVIE = AnswerGroup("details", frozenset({*_PICTURES, AssetType.CLEARLOGO, AssetType.TRAILER, METADATA}))
_COLLECTION = AnswerGroup("details", frozenset({*_PICTURES, METADATA}))

INFO = ProviderInfo(
    name=NAME,
    title="TMDB",
    answers={EntityType.MOVIE: (_MOVIE,), EntityType.COLLECTION: (_COLLECTION,)},
    id_kinds={EntityType.MOVIE: ("tmdb", "imdb"), EntityType.COLLECTION: ("tmdb",)},
    search_types=frozenset({EntityType.MOVIE, EntityType.COLLECTION}),
    keys=(
        KeyField(
            name=keys.FIELD,
            label="API Read Access Token or API key",
            help_text=(
                "Free with a TMDB account. Both forms shown there work; the token (it begins with eyJ) is "
                "the better one, because it is never part of an address."
            ),
            help_url="https://www.themoviedb.org/settings/api",
        ),
    ),
    requests_per_s=20.0,
    max_connections=8,
    website="https://www.themoviedb.org/",
    attribution=(
        "This product uses TMDB and the TMDB APIs but is not endorsed, certified, or otherwise "
        "approved by TMDB."
    ),
    entry_url={
        EntityType.MOVIE: "https://www.themoviedb.org/movie/{id}",
        EntityType.COLLECTION: "https://www.themoviedb.org/collection/{id}",
    },
    search_url={EntityType.MOVIE: "https://www.themoviedb.org/search/movie?query={query}"},
)
