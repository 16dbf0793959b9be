"""The page of an entry at a provider's site is found by the one id kind its addresses are made of."""

from __future__ import annotations

import pytest

from metarr_desktop.domain.entity import EntityType, ExternalIds
from metarr_desktop.providers.registry import BUILT_IN

INFOS = {definition.info.name: definition.info for definition in BUILT_IN}
GROUP, ARTIST = "1b022e01-4da6-387b-8658-8678046e4cef", "5b11f4ce-a62d-471e-81fc-a69a8278c7da"


@pytest.mark.parametrize(
    ("provider", "entity_type", "ids", "page"),
    [
        ("tmdb", EntityType.MOVIE, {"tmdb": "27205"}, "https://www.themoviedb.org/movie/27205"),
        ("tmdb", EntityType.TV, {"tvdb": "121361"}, ""),
        (
            "tmdb",
            EntityType.EPISODE,
            {"tmdb_episode": "1399/1/9"},
            "https://www.themoviedb.org/tv/1399/season/1/episode/9",
        ),
        ("tmdb", EntityType.EPISODE, {"tmdb_episode": "1399"}, ""),
        ("tvdb", EntityType.TV, {"tvdb": "121361"}, "https://thetvdb.com/dereferrer/series/121361"),
        ("tvdb", EntityType.EPISODE, {"tvdb": "3254641"}, "https://thetvdb.com/dereferrer/episode/3254641"),
        ("fanart_tv", EntityType.MUSIC, {"musicbrainz": GROUP}, ""),
        (
            "fanart_tv",
            EntityType.MUSIC,
            {"musicbrainz": GROUP, "musicbrainz_artist": ARTIST},
            f"https://fanart.tv/artist/{ARTIST}/",
        ),
        ("fanart_tv", EntityType.EPISODE, {"tvdb": "1"}, ""),
        (
            "musicbrainz",
            EntityType.MUSIC,
            {"musicbrainz": GROUP},
            f"https://musicbrainz.org/release-group/{GROUP}",
        ),
        ("tmdb", EntityType.MOVIE, {"tmdb": "1?x=<b>"}, "https://www.themoviedb.org/movie/1%3Fx%3D%3Cb%3E"),
    ],
)
def test_a_page_is_found_by_its_own_kind_of_id(
    provider: str, entity_type: EntityType, ids: dict[str, str], page: str
) -> None:
    assert INFOS[provider].page_of(entity_type, ExternalIds(ids)) == page
