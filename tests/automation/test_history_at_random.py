"""Choices, proposals, updates and forgetting mixed at random with undo, redo and taking back."""

from __future__ import annotations

import random
from pathlib import Path

import pytest

from metarr_desktop.domain.asset import AssetType
from metarr_desktop.domain.cache_report import CachePair
from metarr_desktop.domain.entity import ExternalIds
from metarr_desktop.domain.errors import InvalidInput
from metarr_desktop.domain.library import CurationAct
from metarr_desktop.domain.selection import AutomationMode
from tests.automation.enrichment_bench import (
    FANART,
    POSTER,
    EnrichmentBench,
    an_enrichment_bench,
    liked,
    picture,
)
from tests.builders import MOVIE
from tests.invariants import assert_sound, decisions

TYPES = (POSTER, FANART, AssetType.CLEARLOGO)
SIZES = {POSTER: (400, 600), FANART: (480, 270), AssetType.CLEARLOGO: (400, 155)}
BY_OTHERS = ("offer", "enrich", "forget")


async def state(bench: EnrichmentBench) -> tuple[object, ...]:
    """Return what is decided, what the title is, and what is proposed."""
    proposed = [proposal.asset.url for proposal in await bench.proposals.open()]
    entity = bench.store.call(bench.store.entities.get, MOVIE)
    return decisions(bench.file), entity.external_ids, entity.identity_revision, proposed


def of_people(bench: EnrichmentBench) -> dict[tuple[object, ...], tuple[object, ...]]:
    return {row: flags for row, flags in decisions(bench.file).items() if "auto" not in flags}


async def by_others(bench: EnrichmentBench, chance: random.Random, act: str) -> None:
    asset_type, provider = chance.choice(TYPES), chance.choice(("tmdb", "fanart_tv"))
    width, height = SIZES[asset_type]
    match act:
        case "offer":
            names = {f"{asset_type}-{chance.randrange(8)}": None for _ in range(5)}
            bench.network.files |= {name: picture(width, height, seed=chance.randrange(5)) for name in names}
            pictures = (
                liked(name, chance.randrange(99), asset_type, width=width, height=height) for name in names
            )
            bench.offer(*pictures, provider=provider)
        case "enrich":
            bench.prefer(automation={each: chance.choice([*AutomationMode]) for each in TYPES})
            await bench.enrich()
        case "forget":
            bench.store.call(bench.store.forgetting.pairs, [CachePair(MOVIE, provider, str(asset_type))])


async def by_the_person(bench: EnrichmentBench, chance: random.Random, act: str) -> None:
    rows = list(bench.assets(chance.choice(TYPES)).values())
    acts = [entry.id for entry in await bench.curator.history(20)]
    match act:
        case "choose" if rows:
            some = chance.sample(rows, min(3, len(rows)))
            await bench.curator.act_on(chance.choice([*CurationAct]), [row.id for row in some])
        case "identify":
            ids = ExternalIds(tmdb=chance.choice((27205, 603)))
            bench.store.call(
                bench.store.entities.identify, MOVIE, ids=ids, title="Film", year=2000,
                keep_artwork=chance.random() < 0.5,
            )  # fmt: skip
        case "accept" | "dismiss":
            await getattr(bench.proposals, act)()
        case "take_back" if acts:
            before = await state(bench)
            await bench.curator.take_back(chance.sample(acts, min(2, len(acts))))
            after = await state(bench)
            await bench.curator.undo()
            assert await state(bench) == before
            await bench.curator.redo()
            assert await state(bench) == after
        case "restore_to" if acts:
            await bench.curator.restore_to(chance.choice(acts[:4]))
        case "undo" | "redo":
            await getattr(bench.curator, act)()


@pytest.mark.parametrize("seed", range(3))
async def test_no_mixture_of_acts_breaks_a_promise_of_the_store(tmp_path: Path, seed: int) -> None:
    chance = random.Random(seed)
    people = ("choose", "choose", "identify", "accept", "dismiss", "take_back", "restore_to", "undo", "redo")
    with an_enrichment_bench(tmp_path) as bench:
        for _ in range(60):
            bench.clock.advance(seconds=chance.randrange(1, 5000))
            act, decided = chance.choice((*BY_OTHERS, *BY_OTHERS, *people)), of_people(bench)
            if act in BY_OTHERS:
                await by_others(bench, chance, act)
                assert of_people(bench) == decided
            else:
                before = await state(bench)
                try:
                    await by_the_person(bench, chance, act)
                except InvalidInput:
                    assert await state(bench) == before
            assert_sound(bench.file)
        while await bench.curator.undo():
            assert_sound(bench.file)
        while await bench.curator.redo():
            assert_sound(bench.file)
