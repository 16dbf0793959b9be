"""The real client of one service, asking a replay over a real socket."""

from __future__ import annotations

from collections import Counter
from collections.abc import AsyncIterator, Iterable, Mapping
from contextlib import asynccontextmanager
from typing import Any

from metarr_desktop.domain.asset import ProviderImage
from metarr_desktop.domain.entity import EntityType, ExternalIds
from metarr_desktop.providers.base import AnswerRequest
from metarr_desktop.providers.definition import ProviderContext, ProviderDefinition
from metarr_desktop.providers.http import HttpClients
from tests.providers.support import KEYS, OpenGate
from tests.replay.server import BASE_PATHS, Replay, serving


@asynccontextmanager
async def provider_asking(
    replay: Replay,
    definition: ProviderDefinition,
    languages: tuple[str, ...] = ("en",),
    base_path: str = "",
) -> AsyncIterator[Any]:
    """Yield the provider of *definition* that asks *replay* and nobody else, at *base_path* if not at the usual."""
    clients = HttpClients(contact="https://example.org/")
    base_paths = {definition.info.name: base_path} if base_path else BASE_PATHS
    with serving(replay, base_paths) as environment:
        address = environment[definition.base_url_variable]
        http = clients.api(definition.info, address, OpenGate())
        try:
            yield definition.build(ProviderContext(http, KEYS[definition.info.name], languages, address))
        finally:
            await clients.close()


def request(
    definition: ProviderDefinition,
    entity_type: EntityType,
    kind: str,
    value: str | int,
    group: int = 0,
    ids: Mapping[str, str] | None = None,
    languages: tuple[str, ...] = ("en",),
) -> AnswerRequest:
    """Return the request for the *group*-th group of answers about a title."""
    wanted = definition.info.answers[entity_type][group]
    return AnswerRequest(entity_type, kind, str(value), wanted, ExternalIds(ids or {}), languages)


def slots(images: Iterable[ProviderImage]) -> set[tuple[Any, ...]]:
    """Return (slot, file, language, season) of each picture."""
    return {
        (str(image.asset_type), image.url.rpartition("/")[2], image.language, image.season_number)
        for image in images
    }


def kinds(images: Iterable[ProviderImage]) -> Counter[str]:
    """Count pictures by the service's own kind; keyart is a textless poster once more."""
    return Counter(str(image.metadata["kind"]) for image in images if image.asset_type != "keyart")
