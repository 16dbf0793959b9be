"""Finding stacks: grouping hashes against comparing every pair, hashing a tile, and tiles with and without stacks."""

from __future__ import annotations

import random
import sys
import time
from collections.abc import Mapping
from itertools import combinations
from pathlib import Path

from benchmarks.event_loop import application
from benchmarks.measure import CACHE, Line, Report, at_most, compared, duration, show, take_turns
from benchmarks.pictures import kept_poster
from benchmarks.tiles import WINDOW, AssetGrid, NoPictures, asset, asset_model, full_cache
from metarr_desktop.artwork.hashing import hash_thumbnail
from metarr_desktop.artwork.thumbnailer import make_thumbnail
from metarr_desktop.domain.asset import AssetType
from metarr_desktop.domain.picture_hash import Likeness, PictureHash, groups_of_same, likeness_of
from metarr_desktop.domain.thumbnail import Size
from ui.assets.stack_view import Groups, fold

_MOST_RATIO = 0.35  # performance.md 6: bands against all pairs, at 400 pictures
_BOX = Size(342, 513)


def measure(count: int = 400, rounds: int = 30, folder: Path = CACHE) -> Report:
    """Return the report for *count* pictures of a title."""
    lines = [*_grouping(count, rounds), *_hashing(rounds, folder), *_tiles(count, rounds)]
    return Report(
        "stacks", lines, [f"{count} posters, a fifth of them offered two or three times; CPU time."]
    )


def some_hashes(count: int, seed: int = 1) -> dict[int, PictureHash]:
    """Return the hashes of *count* pictures; every fifth is followed by one or two copies a few bits off."""
    rng, hashes = random.Random(seed), dict[int, PictureHash]()
    while len(hashes) < count:
        one = PictureHash(rng.getrandbits(64), rng.getrandbits(64), ratio=2 / 3, tint=rng.randbytes(18))
        hashes[len(hashes)] = one
        for _ in range(rng.choice((1, 2)) if rng.random() < 0.2 else 0):
            flipped = one.perceptual ^ (1 << rng.randrange(64)) ^ (1 << rng.randrange(64))
            hashes[len(hashes)] = PictureHash(flipped, one.difference, ratio=2 / 3, tint=one.tint)
    return {number: hashes[number] for number in range(count)}


def grouped_by_pairs(hashes: Mapping[int, PictureHash], likeness: Likeness) -> list[list[int]]:
    """Return the groups as comparing every pair finds them."""
    group_of = {number: {number} for number in hashes}
    for one, other in combinations(hashes, 2):
        if likeness.same(hashes[one], hashes[other]) and group_of[one] is not group_of[other]:
            merged = group_of[one] | group_of[other]
            for number in merged:
                group_of[number] = merged
    groups = {id(group): sorted(group) for group in group_of.values() if len(group) > 1}
    return sorted(groups.values())


def _grouping(count: int, rounds: int) -> list[Line]:
    hashes, likeness = some_hashes(count), likeness_of(AssetType.POSTER)
    assert sorted(map(sorted, groups_of_same(hashes, likeness))) == grouped_by_pairs(hashes, likeness)
    turns = take_turns(
        {
            "ours": lambda _: groups_of_same(hashes, likeness),
            "pairs": lambda _: grouped_by_pairs(hashes, likeness),
        },
        rounds=rounds, clock=time.thread_time,
    )  # fmt: skip
    return [compared(f"grouping {count} against every pair", turns, "ours", "pairs", at_most(_MOST_RATIO))]


def _hashing(rounds: int, folder: Path) -> list[Line]:
    data = kept_poster(folder, 342, 513)
    picture = make_thumbnail(data, _BOX)
    turns = take_turns(
        {"hash": lambda _: hash_thumbnail(picture), "decode": lambda _: make_thumbnail(data, _BOX)},
        rounds=rounds, clock=time.thread_time, calls=5,
    )  # fmt: skip
    return [compared("hashing a tile against decoding it", turns, "hash", "decode")]


def _tiles(count: int, rounds: int) -> list[Line]:
    """Fold, and paint the first frame of the tiles: with every badge there is, and with none."""
    app, assets = application(), [asset(number) for number in range(1, count + 1)]
    groups: Groups = tuple((first, first + 1) for first in range(2, count, 6))
    folded = fold(assets, groups)
    opened = fold(assets, groups, opened={first for first, _ in groups})
    cache, painted = full_cache(assets), list[bool]()

    def paint(marks: bool) -> None:
        model = asset_model(())
        model.show(opened.tiles, frozenset(), opened.marks if marks else None)
        grid = AssetGrid(model, NoPictures(), cache, lambda: painted.append(True))
        painted.clear()
        grid.resize(WINDOW)
        grid.show()
        while not painted:
            app.processEvents()
        grid.close()
        grid.deleteLater()

    frames = take_turns(
        {"stacks": lambda _: paint(True), "none": lambda _: paint(False)},
        rounds=rounds, clock=time.thread_time, after=app.processEvents,
    )  # fmt: skip
    folding = take_turns(
        {"fold": lambda _: fold(assets, groups)}, rounds=rounds, clock=time.thread_time, calls=10
    )
    seconds = folding.median("fold")
    what = f"folding {count} into {len(folded.tiles)} tiles"
    return [
        Line(what, seconds * 1000, at_most(1.0), duration(seconds), "", "ms"),
        compared("first paint with open stacks", frames, "stacks", "none", at_most(1.25)),
    ]


if __name__ == "__main__":
    sys.exit(show(measure()))
