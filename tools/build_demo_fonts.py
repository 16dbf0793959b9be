"""Builds ``resources/demo/fonts`` from Fontsource packages (a tool for the maintainer, never run by the program).

Usage: ``python tools/build_demo_fonts.py UNPACKED FOLDER`` where UNPACKED holds one folder per package as
``npm pack @fontsource/<name>`` unpacks it (``<name>/package/files/*.woff2``). Needs fontTools and brotli,
which are not dependencies of the program. Every family is under the SIL Open Font License 1.1; its licence
text is written beside it. Glyphs: all of Latin, and of the other scripts those that the catalogue uses.
"""

from __future__ import annotations

import json
import sys
import tempfile
from pathlib import Path

from fontTools.merge import Merger
from fontTools.subset import Options, Subsetter
from fontTools.ttLib import TTFont

CATALOGUE = Path(__file__).resolve().parents[1] / "resources" / "demo" / "catalogue.json"
# file to write -> (package, weight, Fontsource subsets; "*" = all numbered parts of a CJK family)
FONTS: dict[str, tuple[str, int, tuple[str, ...]]] = {
    "condensed": ("oswald", 600, ("latin", "latin-ext", "cyrillic")),
    "condensed-light": ("oswald", 300, ("latin", "latin-ext", "cyrillic")),
    "poster": ("anton", 400, ("latin", "latin-ext")),
    "geometric": ("jost", 500, ("latin", "latin-ext", "cyrillic")),
    "geometric-light": ("jost", 300, ("latin", "latin-ext", "cyrillic")),
    "serif": ("playfair-display", 700, ("latin", "latin-ext", "cyrillic")),
    "serif-light": ("playfair-display", 400, ("latin", "latin-ext", "cyrillic")),
    "roman": ("cinzel", 700, ("latin", "latin-ext")),
    "deco": ("limelight", 400, ("latin", "latin-ext")),
    "greek": ("gfs-didot", 400, ("greek", "greek-ext")),
    "greek-sans": ("commissioner", 600, ("greek",)),
    "cjk-sans": ("noto-sans-jp", 700, ("*",)),
    "cjk-serif": ("noto-serif-jp", 700, ("*",)),
    "korean": ("noto-sans-kr", 700, ("*",)),
    "arabic": ("noto-naskh-arabic", 700, ("arabic",)),
}


def wanted_letters() -> set[int]:
    """Code points of every text that can appear on a picture, in both cases, and the Arabic forms."""
    films = json.loads(CATALOGUE.read_text(encoding="utf-8"))["films"]
    text = "".join(
        film["title"]
        + film["original_title"]
        + film["tagline"]
        + "".join(film["directors"])
        + "".join(translation["title"] for translation in film["translations"])
        for film in films
    )
    letters = set(map(ord, text + text.upper() + text.lower()))
    # Greek whole: its capitals are set without the accents that the titles carry
    return (
        letters
        | set(range(0x20, 0x180))
        | set(range(0x391, 0x3CF))
        | set(range(0x2010, 0x2027))
        | {0x2116, 0x00B7, 0x25A1}
    )


def sources(folder: Path, package: str, weight: int, subsets: tuple[str, ...]) -> list[Path]:
    files = folder / package / "package" / "files"
    if subsets == ("*",):
        return sorted(files.glob(f"{package}-[0-9]*-{weight}-normal.woff2"))
    return [path for name in subsets if (path := files / f"{package}-{name}-{weight}-normal.woff2").exists()]


def _rename(font: TTFont, name: str) -> None:
    """A changed font must not carry a reserved name (OFL, clause 3)."""
    for record in list(font["name"].names):
        if record.nameID in (1, 3, 4, 6, 16, 17, 18, 25):
            font["name"].removeNames(nameID=record.nameID)
    for number, text in ((1, name), (4, name), (6, name.replace(" ", ""))):
        font["name"].setName(text, number, 3, 1, 0x409)


def build(folder: Path, target: Path) -> None:
    letters = wanted_letters()
    arabic = set(range(0xFE70, 0xFF00)) | set(range(0xFB50, 0xFC00))
    options = Options(layout_features=[], hinting=False, notdef_outline=True, name_IDs=[0, 1, 2, 13, 14])
    options.drop_tables += ["GSUB", "GPOS", "GDEF", "BASE", "STAT", "vhea", "vmtx", "VORG"]
    for name, (package, weight, subsets) in FONTS.items():
        taken: set[int] = set()
        parts: list[str] = []
        scratch = Path(tempfile.mkdtemp())
        for path in sources(folder, package, weight, subsets):
            font = TTFont(path)
            wanted = (letters | (arabic if name == "arabic" else set())) & set(font.getBestCmap()) - taken
            if name.startswith(("cjk", "korean")):
                wanted = {code for code in wanted if code > 0x2E00}
            if not wanted:
                continue
            taken |= wanted
            subsetter = Subsetter(options)
            subsetter.populate(unicodes=wanted)
            subsetter.subset(font)
            font.flavor = None
            part = scratch / f"{len(parts)}.ttf"
            font.save(part)
            parts.append(str(part))
        merged = TTFont(parts[0]) if len(parts) == 1 else Merger().merge(parts)
        _rename(merged, f"Metarr Demo {name.title()}")
        merged.save(target / f"{name}.ttf")
        licence = (folder / package / "package" / "LICENSE").read_text(encoding="utf-8")
        (target / f"{name.split('-')[0]}-{package}-OFL.txt").write_text(licence, encoding="utf-8")
        print(f"{name}: {len(taken)} letters, {(target / f'{name}.ttf').stat().st_size // 1024} kB")


if __name__ == "__main__":
    build(Path(sys.argv[1]), Path(sys.argv[2]))
