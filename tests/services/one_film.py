"""One film on the demo, seen through the core, and the demo's own log of who was asked."""

from __future__ import annotations

from dataclasses import replace

from metarr_desktop.domain.asset import AssetType
from metarr_desktop.domain.cache_policy import PairState, pair_state
from metarr_desktop.domain.entity import EntityKey, EntityType, ExternalIds
from metarr_desktop.domain.fetch import MAX_AGE, FetchRequest
from metarr_desktop.domain.language import LanguageLadder
from metarr_desktop.orchestration.fetch_plan import TitleView, standpoint_of
from metarr_desktop.services import Services

FILM = EntityKey(EntityType.MOVIE, 1)
INCEPTION = FetchRequest(FILM, ExternalIds(tmdb="27205"))
AGAIN = FetchRequest(FILM)
GERMAN_FIRST = LanguageLadder(("de", "original", None, "en"))


def asked(services: Services) -> set[str]:
    """The services that were asked since the log was emptied."""
    assert services.demo is not None
    return {str(entry.service) for entry in services.demo.site.log.entries()}


def forget_requests(services: Services) -> None:
    assert services.demo is not None
    services.demo.site.log.clear()


async def change(services: Services, **changes: object) -> str:
    """Change some preferences and return what a person is told."""
    preferences = replace(services.preferences.current(), **changes)
    return (await services.preferences.change(preferences)).text


async def posters(services: Services) -> list[tuple[str, int | None]]:
    found = await services.cache.get_cached_assets(FILM, AssetType.POSTER)
    return [(asset.url, asset.score) for asset in found]


async def states(services: Services) -> dict[tuple[str, str], PairState]:
    """Whether what is stored of each (provider, part) is still good by the settings of now."""
    records = await services.store.run(services.store.fetches.records, FILM)
    entity = (await services.library.details(FILM)).row.entity
    infos = {info.name: info for info in services.providers.all_infos()}
    settings = services.live.settings()
    return {
        (name, part): pair_state(
            record,
            standpoint_of(infos[name], TitleView(entity), settings, part),
            now=services.clock(),
            max_age=MAX_AGE,
        )
        for (name, part), record in records.items()
    }


class News:
    """A listener that counts how often it is called."""

    def __init__(self) -> None:
        self.count = 0

    def __call__(self) -> None:
        self.count += 1
