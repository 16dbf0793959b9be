"""The demo services as a process of their own, with pictures that cost nothing: the far end of a measurement.

``python -m benchmarks.far_end FOLDER`` serves until its standard input is closed; its first line is the environment,
as JSON, that lets a core talk to it.
"""

from __future__ import annotations

import asyncio
import io
import json
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from metarr_desktop.demo.catalogue import DemoImage
from metarr_desktop.demo.server import DemoServer
from metarr_desktop.demo.service import DemoServices


@contextmanager
def far_end(folder: Path) -> Iterator[dict[str, str]]:
    """Serve while the block runs; yields the environment for ``load_settings``."""
    program = subprocess.Popen(
        [sys.executable, "-m", "benchmarks.far_end", str(folder)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        cwd=Path(__file__).resolve().parents[1],
    )
    try:
        assert program.stdout is not None
        yield json.loads(program.stdout.readline())
    finally:
        assert program.stdin is not None
        program.stdin.close()
        program.wait(timeout=20)
        program.stdout.close()


async def _serve(folder: Path) -> None:
    services = DemoServices(folder, painter=_paint)
    try:
        async with DemoServer(services) as server:
            print(json.dumps(dict(server.environment())), flush=True)
            await asyncio.to_thread(sys.stdin.read)
    finally:
        services.close()


def _paint(image: DemoImage, width: int, height: int, suffix: str) -> bytes:
    from PIL import Image

    out = io.BytesIO()
    seed = sum(image.path.encode())
    size = (min(width, 300), max(1, round(height * min(1.0, 300 / width))))
    Image.new("RGB", size, (seed * 37 % 256, seed * 59 % 256, seed * 83 % 256)).save(
        out, "PNG" if suffix == "png" else "JPEG"
    )
    return out.getvalue()


if __name__ == "__main__":
    asyncio.run(_serve(Path(sys.argv[1])))
