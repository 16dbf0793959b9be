"""What the program knows of TMDB without asking it."""

from __future__ import annotations

from typing import Final

from metarr_desktop.domain.asset import AssetType
from metarr_desktop.domain.entity import EntityType
from metarr_desktop.domain.provider import METADATA, AnswerGroup, KeyField, ProviderInfo
from metarr_desktop.domain.provider import TMDB as NAME
from metarr_desktop.providers.tmdb import keys

EPISODE_KIND: Final = "tmdb_episode"
"""Kind of id of an episode: ``series/season/episode``, since the service finds none by its own number."""

BASE_URL: Final = "https://api.themoviedb.org/3/"

_PICTURES = (AssetType.POSTER, AssetType.KEYART, AssetType.FANART, AssetType.LANDSCAPE)
# One request delivers everything but the pictures of seasons.
_MOVIE = AnswerGroup("details", frozenset({*_PICTURES, AssetType.CLEARLOGO, AssetType.TRAILER, METADATA}))
_SERIES = AnswerGroup("details", _MOVIE.parts)
SEASONS: Final = AnswerGroup("seasons", frozenset({AssetType.SEASONPOSTER}))
_EPISODE = AnswerGroup("details", frozenset({AssetType.THUMB, METADATA}))
_COLLECTION = AnswerGroup("details", frozenset({*_PICTURES, METADATA}))

INFO = ProviderInfo(
    name=NAME,
    title="TMDB",
    answers={
        EntityType.MOVIE: (_MOVIE,),
        EntityType.TV: (_SERIES, SEASONS),
        EntityType.EPISODE: (_EPISODE,),
        EntityType.COLLECTION: (_COLLECTION,),
    },
    # Never a film's TheTVDB id: the service takes it for a series.  An episode is found by its place in a series.
    id_kinds={
        EntityType.MOVIE: ("tmdb", "imdb"),
        EntityType.TV: ("tmdb", "imdb", "tvdb"),
        EntityType.EPISODE: (EPISODE_KIND, "tvdb", "imdb"),
        EntityType.COLLECTION: ("tmdb",),
    },
    search_types=frozenset({EntityType.MOVIE, EntityType.TV, EntityType.COLLECTION}),
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
    terms_url="https://www.themoviedb.org/api-terms-of-use",
    attribution=(
        "This product uses TMDB and the TMDB APIs but is not endorsed, certified, or otherwise "
        "approved by TMDB."
    ),
    entry_url={
        EntityType.MOVIE: "https://www.themoviedb.org/movie/{id}",
        EntityType.TV: "https://www.themoviedb.org/tv/{id}",
        EntityType.COLLECTION: "https://www.themoviedb.org/collection/{id}",
        EntityType.EPISODE: "https://www.themoviedb.org/tv/{0}/season/{1}/episode/{2}",
    },
    search_url={
        EntityType.MOVIE: "https://www.themoviedb.org/search/movie?query={query}",
        EntityType.TV: "https://www.themoviedb.org/search/tv?query={query}",
        EntityType.COLLECTION: "https://www.themoviedb.org/search/collection?query={query}",
    },
)
