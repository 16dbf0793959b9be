"""Where the words stand: poster layouts, titled landscapes, banners, logos, clear art, discs."""

from __future__ import annotations

from PIL import Image, ImageDraw

from metarr_desktop.demo.art_spec import ArtSpec, Layout
from metarr_desktop.demo.painting.lettering import FACES, Block, draw_block, fit
from metarr_desktop.demo.painting.palettes import Colour, Palette, contrast, mix

# layout -> focus of the motif (shares of width and height) and its reach in units of the short side
FOCUS: dict[Layout, tuple[tuple[float, float], float]] = {
    "foot": ((0.5, 0.40), 0.46),
    "head": ((0.5, 0.60), 0.46),
    "centre": ((0.5, 0.43), 0.48),
    "tower": ((0.6, 0.47), 0.42),
    "corner": ((0.56, 0.36), 0.46),
    "block": ((0.5, 0.38), 0.46),
}


def letter_poster(image: Image.Image, spec: ArtSpec, palette: Palette) -> None:
    """Sets title, tagline, credit and year of a poster in the layout of its design."""
    setters = {"tower": _tower, "block": _block, "corner": _corner}
    if spec.layout in setters:
        setters[spec.layout](image, spec, palette)
    else:
        _centred(image, spec, palette)


def _centred(image: Image.Image, spec: ArtSpec, palette: Palette) -> None:
    """Title in the middle axis: at the foot, the head or half way down; the credit always closes the poster."""
    width, height = image.size
    face = FACES[spec.typeface]
    title = fit(spec.title or "", face, (width * 0.84, height * 0.21), width * 0.2)
    top = {
        "foot": height * 0.875 - title.height,
        "head": height * 0.085,
        "centre": height * 0.73 - title.height / 2,
    }[spec.layout]
    foot_edge = height * 0.86
    area = (0, round(min(top, foot_edge) - height * 0.02), width, height)
    if spec.layout == "head":
        area = (0, 0, width, round(top + title.height + height * 0.03))
    colour = _readable(image, area, palette, towards_edge="top" if spec.layout == "head" else "bottom")
    draw_block(image, title, width / 2, top, 0.5, colour)
    if spec.tagline:
        small = fit(spec.tagline, face, (width * 0.76, height * 0.05), width * 0.027, 2, small=True)
        gap = height * 0.03
        place = top + title.height + gap if spec.layout == "head" else top - gap - small.height
        draw_block(image, small, width / 2, place, 0.5, colour)
    closing = colour
    if spec.layout == "head":
        closing = _readable(image, (0, round(height * 0.92), width, height), palette, towards_edge="bottom")
    _credit(image, spec, closing, palette, centred=True)


def _corner(image: Image.Image, spec: ArtSpec, palette: Palette) -> None:
    """Large title flush left at the foot, a rule and the small text above it."""
    width, height = image.size
    margin = width * 0.075
    face = FACES[spec.typeface]
    title = fit(spec.title or "", face, (width - 2 * margin, height * 0.19), width * 0.2)
    top = height * 0.885 - title.height
    colour = _readable(image, (0, round(top - height * 0.06), width, height), palette, towards_edge="bottom")
    rule = top - height * 0.034
    ImageDraw.Draw(image).rectangle((margin, rule - width * 0.006, margin + width * 0.16, rule), fill=colour)
    draw_block(image, title, margin, top, 0.0, colour)
    _credit(image, spec, colour, palette, centred=False)


def _block(image: Image.Image, spec: ArtSpec, palette: Palette) -> None:
    """Title on a solid field, as a label pasted over the lower part."""
    width, height = image.size
    margin = width * 0.075
    ground = (palette.light, palette.ink, palette.accent)[spec.seed % 3]
    colour = max((palette.ink, palette.light), key=lambda tone: contrast(tone, ground))
    face = FACES[spec.typeface]
    title = fit(spec.title or "", face, (width - 2 * margin, height * 0.17), width * 0.2)
    top = height * 0.87 - title.height
    ImageDraw.Draw(image).rectangle((0, top - height * 0.04, width, height), fill=ground)
    draw_block(image, title, margin, top, 0.0, colour)
    _credit(image, spec, colour, palette, centred=False)


def _tower(image: Image.Image, spec: ArtSpec, palette: Palette) -> None:
    """Title turned upright along the left edge."""
    width, height = image.size
    face = FACES[spec.typeface]
    title = fit(spec.title or "", face, (height * 0.8, width * 0.17), width * 0.19, 2)
    strip = (0, 0, round(width * 0.07 + title.height + width * 0.05), height)
    colour = _readable(image, strip, palette, towards_edge="left")
    lying = Image.new("L", (round(height * 0.86), round(title.height + title.cap * 0.8)))
    draw_block(lying, title, 0, title.cap * 0.3, 0.0, 255)
    upright = lying.transpose(Image.Transpose.ROTATE_90)
    at = (round(width * 0.07 - title.cap * 0.3), round(height * 0.93 - upright.height))
    image.paste(colour, (*at, at[0] + upright.width, at[1] + upright.height), upright)
    closing = _readable(image, (round(width * 0.4), round(height * 0.93), width, height), palette, "bottom")
    small = fit(_credit_text(spec), face, (width * 0.56, height * 0.05), width * 0.021, 1, small=True)
    draw_block(image, small, width * 0.94, height * 0.955, 1.0, closing)


def _credit_text(spec: ArtSpec) -> str:
    return f"{spec.credit} · {spec.year}" if spec.year else spec.credit


def _credit(image: Image.Image, spec: ArtSpec, colour: Colour, palette: Palette, centred: bool) -> None:
    """The closing line: who made it, and the year."""
    width, height = image.size
    face = FACES[spec.typeface]
    small = fit(_credit_text(spec), face, (width * 0.84, height * 0.03), width * 0.0235, 1, small=True)
    top = height * 0.925
    if centred:
        draw_block(image, small, width / 2, top, 0.5, colour)
    else:
        draw_block(image, small, width * 0.075, top, 0.0, colour)


def letter_landscape(image: Image.Image, spec: ArtSpec, palette: Palette) -> None:
    """Title of a 16:9 picture in its left half, low, with the credit below."""
    width, height = image.size
    face = FACES[spec.typeface]
    title = fit(spec.title or "", face, (width * 0.5, height * 0.36), height * 0.26, 3)
    top = height * 0.83 - title.height
    colour = _readable(image, (0, 0, round(width * 0.6), height), palette, towards_edge="left")
    draw_block(image, title, width * 0.06, top, 0.0, colour)
    small = fit(_credit_text(spec), face, (width * 0.5, height * 0.05), height * 0.03, 1, small=True)
    draw_block(image, small, width * 0.06, height * 0.89, 0.0, colour)


def letter_banner(image: Image.Image, spec: ArtSpec, palette: Palette) -> None:
    width, height = image.size
    face = FACES[spec.typeface]
    title = fit(spec.title or "", face, (width * 0.62, height * 0.46), height * 0.52, 2)
    colour = _readable(image, (0, 0, round(width * 0.7), height), palette, towards_edge="left")
    draw_block(image, title, width * 0.045, (height - title.height) / 2, 0.0, colour)


def draw_logo(size: tuple[int, int], spec: ArtSpec, palette: Palette) -> Image.Image:
    """The title alone, on nothing: plain, two-toned, or between rules."""
    width, height = size
    mask = Image.new("L", size)
    face = FACES[spec.typeface]
    style = spec.seed // 7 % 3
    # letters that reach below the line or above the capitals need room of their own
    room = (0.62 if style == 2 else 0.84) if face.upper else 0.56
    title = fit(spec.title or "", face, (width * 0.93, height * room), height * 0.8, 3)
    draw_block(mask, title, width / 2, (height - title.height) / 2, 0.5, 255)
    if style == 2:
        half = min(width * 0.47, title.width / 2)
        thick = max(1.0, height * 0.012)
        for y in (height * 0.05, height * 0.95):
            ImageDraw.Draw(mask).rectangle(
                (width / 2 - half, y - thick, width / 2 + half, y + thick), fill=255
            )
    logo = Image.new("RGBA", size, (*palette.light, 0))
    fill = Image.new("RGB", size, palette.light)
    if style == 1:
        ramp = Image.linear_gradient("L").resize(size)
        fill.paste(mix(palette.accent, palette.light, 0.15), (0, 0), ramp)
    logo.paste(fill, (0, 0), mask)
    logo.putalpha(mask)
    return logo


def draw_clearart(scene: Image.Image, spec: ArtSpec, palette: Palette) -> Image.Image:
    """The motif cut out as a disc, with the title before it; ``scene`` is as large as the result."""
    width, height = scene.size
    radius = round(height * 0.46)
    centre = (round(width * 0.5), round(height * 0.48))
    mask = _disc_mask(scene.size, centre, radius)
    face = FACES[spec.typeface]
    title = fit(spec.title or "", face, (width * 0.92, height * 0.4), height * 0.3, 3)
    top = round(height * 0.92 - title.height)
    words = Image.new("L", scene.size)
    draw_block(words, title, width / 2, top, 0.5, 255)
    # a dark edge keeps the letters apart from the motif, and from whatever lies under the picture
    halo = _grown(words, max(3, round(height * 0.016)))
    art = scene.convert("RGB")
    art.paste(palette.ink, (0, 0), halo)
    art.paste(palette.light, (0, 0), words)
    alpha = Image.new("L", scene.size)
    alpha.paste(255, (0, 0), mask)
    alpha.paste(255, (0, 0), halo)
    art.putalpha(alpha)
    return art


def draw_disc(scene: Image.Image, spec: ArtSpec, palette: Palette) -> Image.Image:
    """A printed disc: round, with its hole and the clear ring around it; ``scene`` is square."""
    size = scene.size[0]
    middle = (size // 2, size // 2)
    art = scene.convert("RGB")
    face = FACES[spec.typeface]
    title = fit(spec.title or "", face, (size * 0.56, size * 0.12), size * 0.11, 2)
    top = size * 0.75 - title.height / 2
    colour = _readable(art, (0, round(top - size * 0.02), size, size), palette, towards_edge="bottom")
    draw_block(art, title, size / 2, top, 0.5, colour)
    draw = ImageDraw.Draw(art)
    hub = round(size * 0.165)
    draw.ellipse(_round_box(middle, hub), fill=mix(palette.light, palette.mid, 0.25))
    draw.ellipse(_round_box(middle, round(hub * 0.93)), fill=mix(palette.light, palette.mid, 0.12))
    alpha = _disc_mask(art.size, middle, size // 2 - 1)
    hole = _disc_mask(art.size, middle, round(size * 0.075))
    alpha.paste(0, (0, 0), hole)
    art.putalpha(alpha)
    return art


def _round_box(middle: tuple[int, int], radius: int) -> tuple[int, int, int, int]:
    return (middle[0] - radius, middle[1] - radius, middle[0] + radius, middle[1] + radius)


def _disc_mask(size: tuple[int, int], middle: tuple[int, int], radius: int) -> Image.Image:
    """A filled circle with soft edges."""
    large = Image.new("L", (size[0] * 2, size[1] * 2))
    ImageDraw.Draw(large).ellipse(
        (
            2 * (middle[0] - radius),
            2 * (middle[1] - radius),
            2 * (middle[0] + radius),
            2 * (middle[1] + radius),
        ),
        fill=255,
    )
    return large.reduce(2)


def _grown(mask: Image.Image, by: int) -> Image.Image:
    """The mask widened by about ``by`` pixels, with soft edges: small, blurred up, hardened."""
    blurred = mask.resize(mask.size, Image.Resampling.BOX).copy()
    for shift in range(3):
        step = max(1, by // (3 - shift))
        grown = blurred.copy()
        for dx, dy in ((step, 0), (-step, 0), (0, step), (0, -step)):
            grown.paste(255, (dx, dy), blurred)
        blurred = grown
    return blurred


def _readable(
    image: Image.Image, area: tuple[int, int, int, int], palette: Palette, towards_edge: str
) -> Colour:
    """The tone for letters over an area; where neither tone stands out, the ground is veiled first."""
    cells = image.crop(area).resize((6, 6), Image.Resampling.BOX)
    grounds = [_rgb(cells, x, y) for x in range(6) for y in range(6)]
    tone = max(
        (palette.light, palette.ink),
        key=lambda colour: sum(min(contrast(colour, ground), 7) for ground in grounds),
    )
    worst = sorted(contrast(tone, ground) for ground in grounds)[3]
    if worst < 5.5:
        veil = palette.ink if tone == palette.light else palette.light
        _veil(image, area, veil, min(0.92, 0.45 + 0.13 * (5.5 - worst)), towards_edge)
    return tone


def _rgb(image: Image.Image, x: int, y: int) -> Colour:
    pixel = image.getpixel((x, y))
    assert isinstance(pixel, tuple)  # the picture is RGB
    return (int(pixel[0]), int(pixel[1]), int(pixel[2]))


def _veil(
    image: Image.Image, area: tuple[int, int, int, int], colour: Colour, strength: float, towards_edge: str
) -> None:
    """A soft gradient over the area that reaches its strength early, towards the edge of the picture."""
    left, top, right, bottom = area
    width, height = image.size
    if towards_edge == "left":
        right = min(width, round(right * 1.35))
    elif towards_edge == "top":
        bottom = min(height, round(bottom * 1.5))
    else:
        top = max(0, round(top - (bottom - top) * 0.85))
    ramp = Image.new("L", (64, 1))
    for step in range(64):
        share = min(1.0, step / 63 * 1.9)
        ramp.putpixel((step, 0), round(255 * strength * share * share * (3 - 2 * share)))
    turns = {
        "left": Image.Transpose.FLIP_LEFT_RIGHT,
        "top": Image.Transpose.ROTATE_90,
        "bottom": Image.Transpose.ROTATE_270,
    }
    mask = ramp.transpose(turns[towards_edge]).resize((right - left, bottom - top), Image.Resampling.BILINEAR)
    image.paste(colour, (left, top, right, bottom), mask)


__all__ = [
    "FOCUS",
    "Block",
    "draw_clearart",
    "draw_disc",
    "draw_logo",
    "letter_banner",
    "letter_landscape",
    "letter_poster",
]
