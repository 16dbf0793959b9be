"""Enrichment over slots in any state a person and automation can leave them in."""

from __future__ import annotations

import random
from pathlib import Path

import pytest

from metarr_desktop.domain.asset import AssetType
from metarr_desktop.domain.errors import ThumbnailUnavailable
from tests.automation.enrichment_bench import (
    BROKEN,
    FANART,
    LATE,
    POSTER,
    SELECTING,
    EnrichmentBench,
    an_enrichment_bench,
    liked,
    picture,
)
from tests.builders import MOVIE
from tests.invariants import assert_sound, decisions

TYPES = (POSTER, FANART, AssetType.CLEARLOGO)
SIZES = {POSTER: (400, 600), FANART: (480, 270), AssetType.CLEARLOGO: (400, 155)}


def by_person(bench: EnrichmentBench) -> dict[tuple[object, ...], tuple[object, ...]]:
    """Return every decision that is not automation's."""
    return {row: flags for row, flags in decisions(bench.file).items() if "auto" not in flags}


async def live(bench: EnrichmentBench, chance: random.Random) -> None:
    """Let a person and the providers do something."""
    for _ in range(chance.randrange(1, 6)):
        asset_type = chance.choice(TYPES)
        rows = list(bench.assets(asset_type).values())
        match chance.choice(("offer", "offer", "select", "add", "reject", "clear", "lock", "undo", "limit")):
            case "offer":
                width, height = SIZES[asset_type]
                names = [f"{asset_type}-{chance.randrange(8)}" for _ in range(5)]
                bench.network.files |= {
                    name: picture(width, height, seed=chance.randrange(5)) for name in names
                }
                bench.offer(
                    *(
                        liked(name, chance.randrange(99), asset_type, width=width, height=height)
                        for name in dict.fromkeys(names)
                    )
                )
            case "lock":
                if chance.random() < 0.2:
                    await bench.curator.set_lock(MOVIE, asset_type, is_locked=True)
            case "undo":
                await bench.curator.undo()
            case "limit":
                bench.prefer(limits={FANART: chance.randrange(6)})
            case act if rows:
                await getattr(bench.curator, act)(chance.choice(rows).id)


def spoil(bench: EnrichmentBench, chance: random.Random) -> None:
    bench.network.broken = dict[str, ThumbnailUnavailable]()
    for asset_type in TYPES:
        for number in range(8):
            if chance.random() < 0.2:
                bench.network.broken[f"{asset_type}-{number}"] = chance.choice((BROKEN, LATE))


@pytest.mark.parametrize("seed", range(6))
async def test_whatever_happened_before_a_run_keeps_what_people_decided(tmp_path: Path, seed: int) -> None:
    chance = random.Random(seed)
    with an_enrichment_bench(tmp_path) as bench:
        bench.prefer(automation=SELECTING)
        for _ in range(12):
            await live(bench, chance)
            spoil(bench, chance)
            before, chosen = by_person(bench), {each: len(bench.selected(each)) for each in TYPES}
            limits = {each: bench.preferences.limit_of(each) for each in TYPES}

            await bench.enrich()

            assert by_person(bench) == before
            assert_sound(bench.file)
            for each in TYPES:
                assert chosen[each] <= len(bench.selected(each)) <= max(chosen[each], limits[each])
            bench.network.broken = {}
            await bench.enrich()
            assert (await bench.enrich()).message.startswith("Nothing to change")
