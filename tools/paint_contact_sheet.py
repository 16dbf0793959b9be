"""Paints a contact sheet of the demo artwork, to be looked at (a tool for the maintainer).

Usage: ``python tools/paint_contact_sheet.py OUT.png [--films N] [--film TMDB_ID] [--compositions] [--width 190]``
"""

from __future__ import annotations

import argparse
import io
import sys
from dataclasses import replace
from pathlib import Path

from PIL import Image

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from metarr_desktop.demo.art_spec import ArtSpec
from metarr_desktop.demo.catalogue import load_catalogue
from metarr_desktop.demo.painting import COMPOSITIONS, paint


def sheet(designs: list[ArtSpec], width: int, columns: int, ratio: float) -> Image.Image:
    """The designs side by side, each ``width`` pixels wide; ``ratio`` is height through width."""
    height, gap = round(width * ratio), 12
    rows = -(-len(designs) // columns)
    page = Image.new("RGB", (columns * (width + gap) + gap, rows * (height + gap) + gap), (24, 26, 31))
    for index, design in enumerate(designs):
        at = (gap + index % columns * (width + gap), gap + index // columns * (height + gap))
        picture = Image.open(io.BytesIO(paint(design, width, height, "PNG")))
        page.paste(picture, at, picture if picture.mode == "RGBA" else None)
    return page


def designs_of(options: argparse.Namespace) -> list[ArtSpec]:
    catalogue = load_catalogue()
    if options.compositions:
        spec = next(iter(catalogue.images(catalogue.films[0], "tmdb"))).design
        palettes = ["midnight", "ember", "verdigris", "sand"]
        return [
            replace(
                spec,
                composition=name,
                palette=palettes[variation],
                variation=variation,
                seed=77 + variation,
                title=None,
            )
            for name in (options.only or COMPOSITIONS)
            for variation in range(4)
        ]
    films = [film for film in catalogue.films if options.film in (None, film.tmdb_id)]
    chosen: list[ArtSpec] = []
    for film in films[options.skip : options.skip + options.films]:
        images = [*catalogue.images(film, "tmdb"), *catalogue.images(film, "fanart_tv")]
        of_form = [image.design for image in images if image.design.form == options.form]
        chosen += of_form if options.film else of_form[: options.each]
    return chosen


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("out")
    parser.add_argument("--films", type=int, default=200)
    parser.add_argument("--skip", type=int, default=0)
    parser.add_argument("--each", type=int, default=1)
    parser.add_argument("--film", type=int)
    parser.add_argument("--form", default="poster")
    parser.add_argument("--compositions", action="store_true")
    parser.add_argument("--only", nargs="*")
    parser.add_argument("--width", type=int, default=190)
    parser.add_argument("--columns", type=int, default=10)
    parser.add_argument("--ratio", type=float, default=1.5)
    options = parser.parse_args()
    sheet(designs_of(options), options.width, options.columns, options.ratio).save(options.out)


if __name__ == "__main__":
    main()
