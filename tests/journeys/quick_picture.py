"""Pictures of the demo that cost nothing, for programs with a window and without."""

from __future__ import annotations

import hashlib
import io

from PIL import Image

from metarr_desktop.demo.catalogue import DemoImage


def quick_picture(image: DemoImage, width: int, height: int, suffix: str) -> bytes:
    """Paint one colour in a millisecond: a real file of the right shape, another colour for each picture."""
    digest = hashlib.sha256(image.path.encode()).digest()
    out = io.BytesIO()
    size = (min(width, 120), max(1, round(height * min(1.0, 120 / width))))
    Image.new("RGB", size, (digest[0], digest[1], digest[2])).save(out, "PNG" if suffix == "png" else "JPEG")
    return out.getvalue()
