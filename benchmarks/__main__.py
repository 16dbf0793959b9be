"""Run every ``bench_*.py`` of this folder, each in a process of its own, so that none warms up another.

``make bench ARGS="thumbnail grid"`` runs those whose name contains one of the words.  A benchmark is a
script: it prints its own lines (what, floor, ours, ratio) and ends with status 0 when it could measure.
"""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent


def main(words: list[str]) -> int:
    """Run the benchmarks whose name contains one of *words* (all without words); return the exit status."""
    names = [path.stem for path in sorted(HERE.glob("bench_*.py"))]
    chosen = [name for name in names if not words or any(word in name for word in words)]
    if not chosen:
        print(f"No benchmark is called that.  There are: {', '.join(names) or 'none'}.", file=sys.stderr)
        return 2
    failed = []
    for name in chosen:
        print(f"== {name.removeprefix('bench_').replace('_', ' ')}", flush=True)
        if subprocess.run(
            [sys.executable, "-m", f"benchmarks.{name}"], cwd=HERE.parent, check=False
        ).returncode:
            failed.append(name)
    if failed:
        print(f"Could not measure: {', '.join(failed)}.", file=sys.stderr)
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
