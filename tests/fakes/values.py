"""Builders of domain values for tests: each states only what matters."""

from __future__ import annotations

import itertools
from dataclasses import replace
from datetime import UTC, datetime, timedelta

from metarr_desktop.domain.asset import ASSET_SHAPES, ASSET_TYPES, AssetType, CachedAsset
from metarr_desktop.domain.entity import (
    Entity,
    EntityKey,
    EntityMetadata,
    EntityType,
    ExternalIds,
    IdentityState,
    Season,
)
from metarr_desktop.domain.provider import METADATA, AnswerGroup, KeyField, ProviderInfo
from metarr_desktop.domain.search import (
    ConfidenceParts,
    HitReference,
    SearchResult,
)

NOW = datetime(2026, 11, 22, 10, 0, tzinfo=UTC)
_ids = itertools.count(1)

TMDB_INFO = ProviderInfo(
    "tmdb",
    "TMDB",
    answers={
        EntityType.MOVIE: (AnswerGroup("movie", frozenset({METADATA, *ASSET_TYPES[EntityType.MOVIE]})),)
    },
    id_kinds={EntityType.MOVIE: ("tmdb", "imdb")},
    search_types=frozenset({EntityType.MOVIE}),
    keys=(KeyField("API_KEY", "API key or read access token"),),
    entry_url={EntityType.MOVIE: "https://www.themoviedb.org/movie/{id}"},
)
FANART_INFO = ProviderInfo(
    "fanart_tv",
    "Fanart.tv",
    answers={
        EntityType.MOVIE: (AnswerGroup("movie", frozenset(ASSET_TYPES[EntityType.MOVIE]) - {"trailer"}),)
    },
    id_kinds={EntityType.MOVIE: ("tmdb", "imdb")},
    keys=(KeyField("API_KEY", "Project key"), KeyField("CLIENT_KEY", "Personal key", is_required=False)),
)


TVDB_INFO = ProviderInfo(
    name="tvdb",
    title="TheTVDB",
    answers={
        EntityType.TV: (
            AnswerGroup(
                "everything",
                frozenset(
                    {"poster", "fanart", "banner", "clearlogo", "clearart", "seasonposter", "metadata"}
                ),
            ),
        )
    },
    id_kinds={EntityType.TV: ("tvdb",)},
    search_types=frozenset({EntityType.TV}),
    keys=(KeyField("API_KEY", "API key"), KeyField("PIN", "PIN", is_required=False)),
    website="https://thetvdb.com",
    attribution="Metadata provided by TheTVDB.",
)
MUSICBRAINZ_INFO = ProviderInfo(
    name="musicbrainz",
    title="MusicBrainz",
    answers={EntityType.MUSIC: (AnswerGroup("everything", frozenset({"cover", "discart", "metadata"})),)},
    id_kinds={EntityType.MUSIC: ("musicbrainz",)},
    search_types=frozenset({EntityType.MUSIC}),
    website="https://musicbrainz.org",
    attribution="Music data by MusicBrainz.",
)
"""TheTVDB and MusicBrainz for tests of series and albums; put them into ``FakeProviders.known``."""


def an_entity(entity_id: int = 1001, title: str = "Inception", year: int | None = 2010, **changes) -> Entity:
    """A film of the library; identified unless said otherwise."""
    entity = Entity(
        EntityKey(EntityType.MOVIE, entity_id),
        title,
        year,
        path=f"Films/{title} ({year})/{title}.mkv",
        external_ids=ExternalIds(tmdb="27205", imdb="tt1375666"),
        state=IdentityState.IDENTIFIED,
        metadata=EntityMetadata(title=title, runtime_min=148, genres=("Science fiction", "Action")),
        added_at=NOW,
    )
    return replace(entity, **changes)


def a_series(entity_id: int = 3001, title: str = "Dark", year: int | None = 2017, **changes) -> Entity:
    """A series with its specials and two seasons; identified unless said otherwise."""
    entity = Entity(
        EntityKey(EntityType.TV, entity_id),
        title,
        year,
        path=f"Series/{title} ({year})",
        external_ids=ExternalIds(tmdb="70523", tvdb="334824", imdb="tt5753856"),
        state=IdentityState.IDENTIFIED,
        metadata=EntityMetadata(
            title=title,
            genres=("Drama",),
            seasons=(Season(0, "Specials", 2), Season(1, "", 10, 2017), Season(2, "", 8, 2019)),
        ),
        added_at=NOW,
    )
    return replace(entity, **changes)


def an_album(entity_id: int = 4001, title: str = "Nevermind", year: int | None = 1991, **changes) -> Entity:
    """An album; identified unless said otherwise."""
    entity = Entity(
        EntityKey(EntityType.MUSIC, entity_id),
        title,
        year,
        path=f"Music/Nirvana/{title} ({year})",
        external_ids=ExternalIds(
            musicbrainz="1b022e01-4da6-387b-8658-8678046e4cef",
            musicbrainz_artist="5b11f4ce-a62d-471e-81fc-a69a8278c7da",
        ),
        state=IdentityState.IDENTIFIED,
        metadata=EntityMetadata(title=title, artist="Nirvana", genres=("Grunge",)),
        added_at=NOW,
    )
    return replace(entity, **changes)


def an_asset(asset_type: AssetType = AssetType.POSTER, **changes) -> CachedAsset:
    """A candidate; each call gives a new id and address."""
    number = next(_ids)
    shape = ASSET_SHAPES[asset_type]
    asset = CachedAsset(
        id=number,
        asset_type=asset_type,
        provider_name="tmdb",
        url=f"https://image.tmdb.org/t/p/original/{asset_type}-{number}.jpg",
        thumb_url=f"https://image.tmdb.org/t/p/w342/{asset_type}-{number}.jpg",
        width=shape.ideal_width,
        height=shape.ideal_height,
        language="en",
        season_number=None,
        score=91,
        analyzed=False,
        is_selected=False,
        is_rejected=False,
        is_downloaded=False,
        selected_by=None,
        selection_order=None,
        fetched_at=NOW - timedelta(days=2.5),
        first_seen_at=NOW - timedelta(days=30),
        metadata_json='{"voteAverage": 5.7, "votes": 38}',
        score_json='{"resolution": 30, "shape": 20, "language": 20, "votes": 12, "provider": 9, "fractions":'
        " [1.0, 1.0, 1.0, 0.6, 0.9]}",
    )
    return replace(asset, **changes)


def a_result(
    title: str = "Inception", year: int | None = 2010, confidence: int = 95, **changes
) -> SearchResult:
    """A search result of TMDB."""
    number = str(changes.pop("tmdb", next(_ids) + 10_000))
    result = SearchResult(
        title,
        EntityType.MOVIE,
        confidence,
        ConfidenceParts(
            60, 25, 10, 0, 0, reasons=("Title, same as file", "Year 2010 = 2010", "First at TMDB")
        ),
        ExternalIds(tmdb=number),
        (HitReference("tmdb", number, 1),),
        release_date=datetime(year, 7, 16).date() if year else None,
        overview=f"What happens in {title}.",
        poster_url=f"https://image.tmdb.org/t/p/w342/{number}.jpg",
        runtime_min=148,
    )
    return replace(result, **changes)
