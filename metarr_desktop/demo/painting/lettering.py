"""Type: fonts, fitting a title into a box over several lines, letterspaced drawing."""

from __future__ import annotations

import functools
import io
from dataclasses import dataclass
from importlib.resources import files
from itertools import combinations

from PIL import Image, ImageDraw, ImageFont

from metarr_desktop.demo.art_spec import Typeface
from metarr_desktop.demo.painting.palettes import Colour
from metarr_desktop.demo.painting.shaping import Script, capitals, main_script, script_of, visual_order


@dataclass(frozen=True, slots=True)
class Face:
    """A family for titles and its companion for small text; tracking and leading are shares of the size."""

    title: str
    small: str
    tracking: float
    leading: float
    upper: bool
    serif: bool = False


FACES: dict[Typeface, Face] = {
    "condensed": Face("condensed", "condensed-light", 0.05, 1.16, upper=True),
    "poster": Face("poster", "condensed-light", 0.012, 1.12, upper=True),
    "geometric": Face("geometric", "geometric-light", 0.15, 1.12, upper=True),
    "serif": Face("serif", "serif-light", 0.005, 1.08, upper=False, serif=True),
    "roman": Face("roman", "geometric-light", 0.085, 1.12, upper=True, serif=True),
    "deco": Face("deco", "geometric-light", 0.03, 1.1, upper=True, serif=True),
}
# families without Cyrillic letters borrow them from a relative
_CYRILLIC = {"poster": "condensed", "roman": "serif", "deco": "serif"}
_CAP_HEIGHT_OF_SCRIPT: dict[Script, float] = {"cjk": 0.86, "korean": 0.84, "arabic": 0.62}


@dataclass(frozen=True, slots=True)
class Block:
    """Lines of one size, ready to be drawn; lengths in pixels."""

    lines: tuple[str, ...]
    family: str
    serif: bool
    size: float
    tracking: float
    leading: float
    cap: float

    @property
    def height(self) -> float:
        """From the top of the first capitals to the last base line."""
        return self.cap + self.leading * (len(self.lines) - 1)

    @property
    def width(self) -> float:
        return max(width_of(line, self.family, self.serif, self.size, self.tracking) for line in self.lines)


@functools.lru_cache(maxsize=32)
def _font_bytes(name: str) -> bytes:
    return (files("resources") / "demo" / "fonts" / f"{name}.ttf").read_bytes()


@functools.lru_cache(maxsize=256)
def _font(name: str, size: float) -> ImageFont.FreeTypeFont:
    # the basic engine is in every Pillow, so the picture does not depend on what else is installed
    return ImageFont.truetype(io.BytesIO(_font_bytes(name)), size, layout_engine=ImageFont.Layout.BASIC)


def font_name(letter: str, family: str, serif: bool) -> str:
    """The font file that has this letter in the manner of the family."""
    match script_of(letter):
        case "greek":
            return "greek" if serif else "greek-sans"
        case "cyrillic":
            return _CYRILLIC.get(family, family)
        case "cjk":
            return "cjk-serif" if serif else "cjk-sans"
        case "korean":
            return "korean"
        case "arabic":
            return "arabic"
        case _:
            return family


@functools.lru_cache(maxsize=4096)
def _advance(letter: str, name: str) -> float:
    """Width of a letter as a share of the size; measured large, so that every size has the same line breaks."""
    return _font(name, 200).getlength(letter) / 200


def width_of(text: str, family: str, serif: bool, size: float, tracking: float) -> float:
    letters = sum(_advance(letter, font_name(letter, family, serif)) for letter in text)
    return size * (letters + tracking * max(0, len(text) - 1))


@functools.lru_cache(maxsize=64)
def _cap(family: str, script: Script) -> float:
    known = _CAP_HEIGHT_OF_SCRIPT.get(script)
    return known if known is not None else -_font(family, 200).getbbox("H", anchor="ls")[1] / 200


def fit(
    text: str, face: Face, box: tuple[float, float], most: float, max_lines: int = 4, small: bool = False
) -> Block:
    """The text in as large a size as the box (width, height in pixels) and ``most`` allow."""
    family = face.small if small else face.title
    script = main_script(text)
    tracking = face.tracking if not small else 0.16 if "serif" not in family else 0.06
    if script == "arabic":
        tracking = 0.0
    elif script in ("cjk", "korean"):
        tracking = min(tracking, 0.04)
    words = (capitals(text) if face.upper or small else text).split() or [" "]
    pieces, glue = (
        (list(words[0]), "") if len(words) == 1 and script == "cjk" and len(text) > 5 else (words, " ")
    )
    cap = _cap(font_name("A" if script == "latin" else text[0], family, face.serif), script)
    leading = face.leading * (1.12 if script in ("cjk", "korean", "arabic") else 1.0)
    if script == "greek" or script == "cyrillic":
        leading *= 1.06
    best: tuple[float, tuple[str, ...]] | None = None
    for count in range(1, min(max_lines, len(pieces)) + 1):
        lines = _broken(pieces, glue, count, family, face.serif, tracking)
        widest = max(width_of(line, family, face.serif, 1.0, tracking) for line in lines)
        size = min(box[0] / widest, box[1] / (cap + leading * cap * 1.25 * (count - 1)), most)
        # one line more must be worth it: a little larger is not, least of all inside a word
        if best is None or size > best[0] * (1.12 if glue else 1.7):
            best = (size, lines)
    assert best is not None  # there is at least one line
    size, lines = best
    shaped = tuple(visual_order(line) for line in lines)
    return Block(shaped, family, face.serif, size, tracking, leading * cap * 1.25 * size, cap * size)


def _broken(
    pieces: list[str], glue: str, count: int, family: str, serif: bool, tracking: float
) -> tuple[str, ...]:
    """The pieces on ``count`` lines whose longest is as short as can be."""
    candidates = (
        tuple(glue.join(pieces[a:b]) for a, b in zip((0, *cuts), (*cuts, len(pieces)), strict=True))
        for cuts in combinations(range(1, len(pieces)), count - 1)
    )
    return min(
        candidates, key=lambda lines: max(width_of(line, family, serif, 1.0, tracking) for line in lines)
    )


def draw_block(
    image: Image.Image, block: Block, x: float, top: float, align: float, colour: Colour | int
) -> None:
    """Draws the block with its capitals beginning at ``top``; ``align`` 0 puts ``x`` at the left, 0.5 in the middle."""
    draw = ImageDraw.Draw(image)
    baseline = top + block.cap
    for line in block.lines:
        at = x - align * width_of(line, block.family, block.serif, block.size, block.tracking)
        for letter in line:
            name = font_name(letter, block.family, block.serif)
            if letter != " ":
                draw.text(
                    (at, baseline), letter, fill=colour, font=_font(name, round(block.size, 2)), anchor="ls"
                )
            at += block.size * (_advance(letter, name) + block.tracking)
        baseline += block.leading
