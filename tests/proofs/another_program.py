"""A program of its own: ``python -m tests.proofs.another_program SEED TURNS FILMS [ACTS]``, home by environment.

Says ``ready`` when the core is built and fetched once, then fetches and curates in random order; ends with one line
of JSON: what it did, and every error it met. Posters of movie 1 are left alone: they are a person's.
"""

from __future__ import annotations

import asyncio
import json
import random
import sys
from collections import Counter
from collections.abc import Sequence

from metarr_desktop.domain.asset import AssetType
from metarr_desktop.domain.entity import EntityKey, EntityType, ExternalIds
from metarr_desktop.domain.errors import MetarrError
from metarr_desktop.domain.fetch import FetchRequest
from metarr_desktop.services import Services, build_services

TYPES = (AssetType.FANART, AssetType.CLEARLOGO, AssetType.LANDSCAPE)
ACTS = ("fetch", "force", "force", "select", "add", "reject", "clear", "undo", "redo", "read")
ONLY_TMDB = frozenset({"tmdb"})  # Fanart.tv is asked twice a second at most, which is slow for a proof


async def live(seed: int, turns: int, films: Sequence[str], acts: Sequence[str] = ACTS) -> None:
    chance, done, errors = random.Random(seed), Counter[str](), list[str]()
    services = build_services()
    try:
        # Both programs find an empty home and begin with the same title.
        await services.cache.fetch_assets(_request(1, films[0]))
        print("ready", flush=True)
        for _ in range(turns):
            act = chance.choice(acts)
            number = chance.randrange(len(films)) + 1
            try:
                await _do(services, chance, act, number, films[number - 1])
                done[act] += 1
            except MetarrError as error:
                errors.append(f"{act}: {error.kind}: {error}")
    finally:
        await services.close()
    print(json.dumps({"done": done, "errors": errors}), flush=True)


async def _do(services: Services, chance: random.Random, act: str, number: int, film: str) -> None:
    if act in ("fetch", "force"):
        only = None if chance.random() < 0.2 else ONLY_TMDB
        request = FetchRequest(
            EntityKey(EntityType.MOVIE, number), ExternalIds(tmdb=film), force=act == "force", providers=only
        )
        result = await services.cache.fetch_assets(request)
        assert result.is_saved, "an answer was not saved"
    elif act == "undo":
        await services.curation.undo()
    elif act == "redo":
        await services.curation.redo()
    else:
        key = EntityKey(EntityType.MOVIE, number)
        assets = await services.cache.get_cached_assets(key, chance.choice(TYPES))
        if act != "read" and assets:
            await getattr(services.curation, act)(chance.choice(assets).id)


def _request(number: int, film: str) -> FetchRequest:
    return FetchRequest(
        EntityKey(EntityType.MOVIE, number), ExternalIds(tmdb=film), force=True, providers=ONLY_TMDB
    )


if __name__ == "__main__":
    asyncio.run(live(int(sys.argv[1]), int(sys.argv[2]), *(words.split(",") for words in sys.argv[3:])))
