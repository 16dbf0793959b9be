"""A poster of 2000x3000 scaled to a tile, against Pillow's own draft decode, which is nearly libjpeg's own time."""

from __future__ import annotations

import io
import math
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from PIL import Image, ImageChops, ImageStat

from benchmarks.measure import (
    CACHE,
    Goal,
    Line,
    Report,
    Turns,
    at_least,
    at_most,
    compared,
    duration,
    show,
    take_turns,
)
from benchmarks.pictures import kept_poster
from metarr_desktop.artwork.thumbnailer import make_thumbnail
from metarr_desktop.domain.thumbnail import Size, Thumbnail

# The promises are 1.6 and 1.4 times libjpeg-turbo's scaled decode, of which Pillow's draft takes 1.04 and 1.09.
_BOXES = {Size(342, 513): at_most(1.6 / 1.04), Size(185, 278): at_most(1.4 / 1.09)}
_MOST_MEMORY_MB = 10.0
_STATUS = Path("/proc/self/status")


def measure(
    width: int = 2000, height: int = 3000, rounds: int = 30, folder: Path = CACHE, *, with_memory: bool = True
) -> Report:
    """Return the report for a poster of *width* x *height*."""
    data = kept_poster(folder, width, height)
    lettered = kept_poster(folder, width, height, has_lettering=True)
    lines = []
    for box, goal in _BOXES.items():
        lines += _one_box(data, lettered, box, goal, rounds)
    lines.append(_two_threads(data, max(3, rounds // 3)))
    if with_memory:
        lines += _memory(folder, width, height)
    return Report("thumbnail", lines, [f"JPEG of {width}x{height}, {len(data):,} bytes; CPU time."])


def _one_box(data: bytes, lettered: bytes, box: Size, goal: Goal, rounds: int) -> list[Line]:
    name = f"{box.width}x{box.height}"
    turns = take_turns(
        {
            "draft": lambda _: _draft(data, box),
            "ours": lambda _: make_thumbnail(data, box),
            "default": lambda _: _pillow_default(data, box),
        },
        rounds=rounds, clock=time.thread_time,
    )  # fmt: skip
    default_goal = at_most(0.65) if box.width > 300 else None
    return [
        compared(f"{name} against Pillow's draft decode", turns, "ours", "draft", goal),
        compared(f"{name} against Pillow's thumbnail()", turns, "ours", "default", default_goal),
        *(
            Line(f"{name} {what}", _psnr(make_thumbnail(each, box), each), at_least(45), unit="dB")
            for what, each in (
                ("likeness to full decode + Lanczos", data),
                ("likeness, with fine lettering", lettered),
            )
        ),
    ]


def _draft(data: bytes, box: Size) -> None:
    with Image.open(io.BytesIO(data)) as image:
        image.draft("RGB", (box.width, box.height))
        image.load()


def _pillow_default(data: bytes, box: Size) -> None:
    with Image.open(io.BytesIO(data)) as image:
        image.thumbnail((box.width, box.height))


def _psnr(ours: Thumbnail, data: bytes) -> float:
    """Return how like the best possible thumbnail ours is: peak signal to noise ratio, dB."""
    size = (ours.width, ours.height)
    mine = Image.frombuffer("RGB", size, ours.bgra, "raw", "BGRX", 0, 1)
    with Image.open(io.BytesIO(data)) as image:
        best = image.convert("RGB").resize(size, Image.Resampling.LANCZOS)
    squares = ImageStat.Stat(ImageChops.difference(mine, best)).sum2
    mean = sum(squares) / (3 * size[0] * size[1])
    return 10 * math.log10(255**2 / mean) if mean else math.inf


def _two_threads(data: bytes, rounds: int, pictures: int = 12) -> Line:
    """Measure wall time: the question is whether two cores are used."""
    box = Size(342, 513)
    with ThreadPoolExecutor(1) as one, ThreadPoolExecutor(2) as two:

        def work(pool: ThreadPoolExecutor) -> None:
            for done in [pool.submit(make_thumbnail, data, box) for _ in range(pictures)]:
                done.result()

        turns: Turns = take_turns(
            {"one": lambda _: work(one), "two": lambda _: work(two)}, rounds=rounds, clock=time.perf_counter
        )
    return Line(
        f"two threads against one, {pictures} pictures", turns.ratio("one", "two"), at_least(1.7),
        duration(turns.median("two")), duration(turns.median("one")),
    )  # fmt: skip


def _memory(folder: Path, width: int, height: int) -> list[Line]:
    """Measure in a process of its own what decoding adds to the largest memory ever used; Linux only."""
    if not _STATUS.exists():
        return []
    kept_poster(folder, width, height)
    call = [
        sys.executable,
        "-m",
        "benchmarks.bench_thumbnail",
        "--memory",
        str(folder),
        str(width),
        str(height),
    ]
    root = Path(__file__).resolve().parents[1]
    answer = subprocess.run(call, capture_output=True, text=True, check=True, cwd=root)
    return [Line("memory of one decode, at most", float(answer.stdout), at_most(_MOST_MEMORY_MB), unit="MB")]


def _print_memory(folder: Path, width: int, height: int) -> None:
    data = kept_poster(folder, width, height)
    tiny = io.BytesIO()
    Image.new("RGB", (16, 16)).save(tiny, "JPEG")
    make_thumbnail(tiny.getvalue(), Size(342, 513))
    Path("/proc/self/clear_refs").write_text("5")  # the peak so far is that of importing
    before = _peak_mb()
    make_thumbnail(data, Size(342, 513))
    print(_peak_mb() - before)


def _peak_mb() -> float:
    line = next(each for each in _STATUS.read_text().splitlines() if each.startswith("VmHWM"))
    return int(line.split()[1]) / 1024


if __name__ == "__main__":
    if "--memory" in sys.argv:
        _print_memory(Path(sys.argv[2]), int(sys.argv[3]), int(sys.argv[4]))
    else:
        sys.exit(show(measure()))
