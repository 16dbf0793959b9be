"""Compositions of the poster shop: Swiss grids, torn paper, shards, eyes, planets."""

from __future__ import annotations

import itertools
import math

from metarr_desktop.demo.painting.canvas import Canvas, turned
from metarr_desktop.demo.painting.palettes import Palette, mix


def eye(c: Canvas, p: Palette, v: int) -> None:
    """An eye: whole with its lids, or so near that only the iris is left."""
    near = v % 2 == 1
    c.ground(p.ink, p.deep, mix(p.deep, p.mid, 0.4))
    radius = c.reach * (0.95 if near else 0.44)
    half = c.reach * 1.18
    if not near:
        c.glow(c.fx, c.fy, half * 1.5, p.mid, 0.9)
        _almond(c, half * 1.1, half * 0.74, mix(p.mid, p.ink, 0.55))
        _almond(c, half, half * 0.6, p.light)
        _almond(c, half * 0.985, half * 0.5, mix(p.light, p.accent, 0.06))
    c.circle(c.fx, c.fy, radius, mix(p.deep, p.ink, 0.3))
    for index in range(170):
        angle = math.tau * index / 170 + c.rng.uniform(-0.01, 0.01)
        inner, outer = radius * c.rng.uniform(0.36, 0.5), radius * c.rng.uniform(0.82, 0.97)
        tone = c.rng.choice((p.accent, mix(p.mid, p.accent, 0.5), p.mid, mix(p.accent, p.light, 0.5)))
        c.line(
            [
                (c.fx + inner * math.cos(angle), c.fy + inner * math.sin(angle)),
                (c.fx + outer * math.cos(angle), c.fy + outer * math.sin(angle)),
            ],
            radius * 0.017,
            tone,
        )
    c.glow(c.fx, c.fy, radius * 0.75, p.accent, 0.4)
    c.circle(c.fx, c.fy, radius * 0.4, p.ink)
    if v >= 2:
        c.ring(c.fx, c.fy, radius * 0.3, radius * 0.03, p.accent)
    c.circle(c.fx + radius * 0.26, c.fy - radius * 0.3, radius * 0.12, p.light)
    c.circle(c.fx - radius * 0.2, c.fy + radius * 0.26, radius * 0.05, p.light, 0.7)
    if not near:
        _lids(c, p, half)


def _almond(c: Canvas, half: float, height: float, tone: tuple[int, int, int]) -> None:
    upper = [
        (c.fx - half + 2 * half * i / 40, c.fy - height * math.sin(math.pi * i / 40) ** 1.25)
        for i in range(41)
    ]
    lower = [(x, 2 * c.fy - y + (c.fy - (2 * c.fy - y)) * 0.18) for x, y in upper]
    c.polygon([*upper, *reversed(lower)], tone)


def _lids(c: Canvas, p: Palette, half: float) -> None:
    """Covers what the lids hide of the iris and draws the lashes."""
    height = half * 0.6
    upper = [
        (c.fx - half + 2 * half * i / 40, c.fy - height * math.sin(math.pi * i / 40) ** 1.25)
        for i in range(41)
    ]
    c.line(upper, half * 0.045, p.ink)
    for index in range(5, 36, 3):
        x, y = upper[index]
        lean = (index - 20) / 20
        c.line([(x, y), (x + lean * half * 0.16, y - half * 0.15)], half * 0.018, p.ink)


def monolith(c: Canvas, p: Palette, v: int) -> None:
    """A slab or a beam that stands where nothing should stand."""
    c.ground(p.ink, p.deep, mix(p.mid, p.deep, 0.25), mix(p.accent, p.mid, 0.35))
    horizon = min(c.h * 0.82, c.fy + c.reach * 0.8)
    c.glow(c.fx, horizon, c.reach * 2.1, p.accent, 0.85)
    width, top = c.reach * (0.3 if v % 2 else 0.42), c.fy - c.reach * 0.95
    if v % 2:
        for step in range(7, 0, -1):
            c.rect(c.fx - width * 0.12 * step, 0, c.fx + width * 0.12 * step, horizon, p.light, 0.13)
        c.rect(c.fx - width * 0.07, 0, c.fx + width * 0.07, horizon, p.light)
        c.glow(c.fx, horizon, c.reach * 0.8, p.light, 0.9)
    else:
        if v == 2:
            c.circle(c.fx, top, c.reach * 0.34, mix(p.accent, p.light, 0.6))
        c.polygon(
            [
                (c.fx - width, top),
                (c.fx + width * 0.55, top),
                (c.fx + width * 0.55, horizon),
                (c.fx - width, horizon),
            ],
            p.ink,
        )
        c.polygon(
            [
                (c.fx + width * 0.55, top),
                (c.fx + width, top + 0.05),
                (c.fx + width, horizon),
                (c.fx + width * 0.55, horizon),
            ],
            mix(p.ink, p.deep, 0.75),
        )
        c.line([(c.fx + width * 0.55, top), (c.fx + width * 0.55, horizon)], 0.003, p.accent)
    c.below(c.profile(horizon, 0.02, 6), mix(p.ink, p.deep, 0.25))
    c.fade(horizon, c.h, p.ink, 0.0, 0.8)
    for index, place in enumerate((-0.62, -0.5, 0.46)[: 1 + v % 3]):
        c.figure(c.fx + place * c.reach, horizon + 0.035 + 0.008 * index, c.reach * 0.17, p.ink)


def torn(c: Canvas, p: Palette, v: int) -> None:
    """Torn sheets of coloured paper, one over the other, with a printed disc between."""
    c.ground(p.light, mix(p.light, p.accent, 0.12))
    tones = [p.mid, p.accent, p.deep, p.mid]
    tilt = (-0.3, 0.22, 0.42, -0.12)[v]
    radius = c.reach * 0.74
    _sheet(c, p, c.h * 0.02, tilt, tones[v % 4], above=True)
    c.circle(c.fx + 0.012, c.fy + 0.016, radius, p.ink, 0.25)
    c.circle(c.fx, c.fy, radius, tones[(v + 1) % 4])
    for line in range(-18, 19):
        y = line / 18 * radius
        half = math.sqrt(max(0.0, radius**2 - y**2))
        c.rect(c.fx - half, c.fy + y, c.fx + half, c.fy + y + radius * 0.02 * (1 + line / 18), p.ink, 0.8)
    _sheet(c, p, c.fy + radius * 0.42, -tilt * 0.7, p.ink if v % 2 else p.deep, above=False)
    _sheet(c, p, c.fy + radius * 0.86, tilt * 0.5, tones[(v + 1) % 4] if v % 2 else p.accent, above=False)


def _sheet(c: Canvas, p: Palette, at: float, slope: float, tone: tuple[int, int, int], above: bool) -> None:
    """Paper that covers everything above or below a torn edge, with its white core and a soft shadow."""
    base = c.profile(0.0, 0.03, 7, 0.64)
    reach = c.h * 0.42 if above else 0.0
    edge = [(x, y + at + reach + slope * (x - c.w / 2)) for x, y in base]
    core = [(x, y + (0.016 + 0.012 * c.rng.random()) * (1 if above else -1)) for x, y in edge]
    outside = (
        [(c.w + 0.01, -0.01), (-0.01, -0.01)] if above else [(c.w + 0.01, c.h + 0.01), (-0.01, c.h + 0.01)]
    )
    for depth in range(3):
        shift = (0.006 + 0.009 * depth) * (1 if above else -1)
        c.polygon([*((x, y + shift * 1.6) for x, y in core), *outside], p.ink, 0.07)
    c.polygon([*core, *outside], mix(p.light, (255, 255, 255), 0.5))
    c.polygon([*edge, *outside], tone)


def constellation(c: Canvas, p: Palette, v: int) -> None:
    """A star chart: circles of the sky, a thousand stars, one figure joined by lines."""
    c.ground(p.ink, p.deep, mix(p.deep, p.mid, 0.6))
    for _ in range(5):
        c.glow(c.rng.uniform(0, c.w), c.rng.uniform(0, c.h * 0.8), c.rng.uniform(0.3, 0.6), p.mid, 0.35)
    for _ in range(420):
        size = 0.0011 + 0.0034 * c.rng.random() ** 4
        c.circle(c.rng.uniform(0, c.w), c.rng.uniform(0, c.h), size, p.light, c.rng.uniform(0.3, 1.0))
    chart = c.reach * 1.08
    for size in (1.0, 0.97, 0.72, 0.44):
        c.ring(c.fx, c.fy, chart * size, 0.0026, mix(p.mid, p.accent, 0.7), 0.85)
    for index in range(48):
        angle = math.tau * index / 48
        inner = 0.94 if index % 4 else 0.9
        c.line(
            [
                (c.fx + chart * 0.97 * math.cos(angle), c.fy + chart * 0.97 * math.sin(angle)),
                (c.fx + chart * inner * math.cos(angle), c.fy + chart * inner * math.sin(angle)),
            ],
            0.0024,
            p.accent,
        )
    angle = c.rng.uniform(0, math.tau)
    stars = []
    for index in range(8):
        far = chart * c.rng.uniform(0.3, 0.85)
        angle += math.tau / 8 * c.rng.uniform(0.7, 1.3)
        stars.append((c.fx + far * math.cos(angle), c.fy + far * math.sin(angle) * (0.9 if v % 2 else 1)))
        if index == 4:
            stars.append((c.fx, c.fy))
    for start, end in itertools.pairwise(stars):
        c.line([start, end], 0.0042, p.accent)
    for x, y in stars:
        c.glow(x, y, 0.06, p.light, 0.9)
        c.circle(x, y, 0.0105, p.light)
    if v >= 2:
        c.below(c.profile(c.h * 0.86, 0.07, 7), p.ink)
        c.figure(c.fx, c.h * 0.875, 0.1, p.ink)


def swiss(c: Canvas, p: Palette, v: int) -> None:
    """A grid of quarter circles and squares, or two great circles that overlap."""
    paper = p.light
    c.ground(paper, paper)
    if v % 2:
        _overlap(c, p)
        return
    size = c.w / (3 if c.w < 1.1 else 6)
    # with the title above, the grid begins below it and runs out at the foot; else it leaves room under it
    top = c.h * 0.32 if c.fy > c.h / 2 else 0.0
    rows = math.ceil((c.h - top) / size) if top or c.h < 1.2 else math.ceil(c.h / size) - 2
    tones = [p.accent, p.mid, p.deep, p.ink, p.accent, paper]
    for row in range(rows):
        for column in range(round(c.w / size)):
            tile = (c.rng.choice(tones), c.rng.choice(tones), c.rng.randint(0, 5))
            _tile(c, column * size, top + row * size, size, *tile)


def _tile(
    c: Canvas,
    x: float,
    y: float,
    size: float,
    back: tuple[int, int, int],
    front: tuple[int, int, int],
    kind: int,
) -> None:
    c.rect(x, y, x + size, y + size, back)
    corners = ((x, y, 0), (x + size, y, 90), (x + size, y + size, 180), (x, y + size, 270))
    if kind < 4:
        corner_x, corner_y, start = corners[kind]
        c.pie(corner_x, corner_y, size, (start, start + 90), front)
    elif kind == 4:
        c.circle(x + size / 2, y + size / 2, size * 0.36, front)
    else:
        for bar in range(4):
            c.rect(x, y + size * bar / 4, x + size, y + size * (bar / 4 + 0.125), front)


def _overlap(c: Canvas, p: Palette) -> None:
    radius = c.reach * 0.72
    angle = c.rng.uniform(-0.7, 0.7)
    dx, dy = turned(radius * 0.52, 0, angle)
    c.circle(c.fx - dx, c.fy - dy, radius, p.accent)
    c.circle(c.fx + dx, c.fy + dy, radius, p.mid)
    steps = 60
    lens_half = math.acos(0.52)
    lens = [
        (c.fx - dx + radius * math.cos(a), c.fy - dy + radius * math.sin(a))
        for a in (angle - lens_half + 2 * lens_half * i / steps for i in range(steps + 1))
    ]
    lens += [
        (c.fx + dx + radius * math.cos(a), c.fy + dy + radius * math.sin(a))
        for a in (angle + math.pi - lens_half + 2 * lens_half * i / steps for i in range(steps + 1))
    ]
    c.polygon(lens, p.ink)
    c.rect(c.w - 0.045, 0, c.w - 0.041, c.h, p.ink, 0.9)


def diagonal(c: Canvas, p: Palette, v: int) -> None:
    """Two halves along a slanting cut, and a disc that changes sides with them."""
    first, second = ((p.accent, p.deep), (p.mid, p.ink), (p.light, p.mid), (p.accent, p.ink))[v]
    c.ground(first, mix(first, second, 0.15))
    slope = c.h * 0.62 / c.w * (1 if v % 2 == 0 else -1)
    cut = [(-0.01, c.fy - slope * c.fx), (c.w + 0.01, c.fy + slope * (c.w - c.fx))]
    radius = c.reach * 0.8
    c.below(cut, second)
    angle = math.degrees(math.atan(slope))
    c.pie(c.fx, c.fy, radius, (angle + 180, angle + 360), second)
    c.pie(c.fx, c.fy, radius, (angle, angle + 180), first)
    inner = p.light if v != 2 else p.ink
    c.circle(c.fx, c.fy, radius * 0.34, inner)
    c.pie(c.fx, c.fy, radius * 0.34, (angle, angle + 180), mix(inner, second, 0.35))
    for index in range(7):
        shift = 0.1 + 0.036 * index
        c.line(
            [(x, y + shift + radius * 1.12) for x, y in cut], 0.004 + 0.0022 * index, mix(second, first, 0.3)
        )


def planet(c: Canvas, p: Palette, v: int) -> None:
    """A world in the dark with a lit limb; sometimes with rings, sometimes rising from below."""
    c.ground(p.ink, mix(p.ink, p.deep, 0.6), p.deep)
    for _ in range(170):
        size = 0.001 + 0.003 * c.rng.random() ** 4
        c.circle(c.rng.uniform(0, c.w), c.rng.uniform(0, c.h), size, p.light, c.rng.uniform(0.25, 0.95))
    rising = v % 2 == 1
    radius = c.reach * (1.35 if rising else 0.74)
    x, y = (c.fx, c.fy + radius * 0.82) if rising else (c.fx, c.fy)
    c.glow(x, y - radius * 0.1, radius * 1.5, p.accent, 0.65)
    tilt = -0.32
    if v == 2:
        _orbit(c, p, x, y, radius, tilt, front=False)
    c.ball(x, y, radius, mix(p.ink, p.deep, 0.5), mix(p.accent, p.light, 0.25), (-0.35, -0.75))
    if v == 0:
        for band in range(-4, 5):
            drop = band / 5 * radius
            half = math.sqrt(radius**2 - drop**2) * 0.995
            c.ellipse(x, y + drop, half, radius * 0.018 * (1 + band % 3), p.ink, 0.16)
    if v == 2:
        _orbit(c, p, x, y, radius, tilt, front=True)
    moon = (x + radius * (0.35 if rising else 1.05), y - radius * (1.22 if rising else 0.95))
    c.ball(*moon, radius * 0.13, p.deep, p.light, (-0.4, -0.6))
    if rising:
        c.glow(c.fx, y - radius, c.reach * 0.5, p.light, 0.85)


def _orbit(c: Canvas, p: Palette, x: float, y: float, radius: float, tilt: float, front: bool) -> None:
    for band in range(9):
        size = radius * (1.3 + 0.055 * band)
        start = 0.0 if front else math.pi
        points = []
        for i in range(41):
            angle = start + math.pi * i / 40
            dx, dy = turned(size * math.cos(angle), size * 0.22 * math.sin(angle), tilt)
            points.append((x + dx, y + dy))
        c.line(points, radius * (0.016 + 0.012 * (band % 3)), mix(p.light, p.accent, band / 9))


def shards(c: Canvas, p: Palette, v: int) -> None:
    """Splintered glass around one point."""
    c.ground(p.deep, p.ink)
    c.glow(c.fx, c.fy, c.reach * 1.6, p.accent, 0.8)
    rays = 17 + 4 * (v % 2)
    angles = sorted(math.tau * (i + c.rng.uniform(-0.4, 0.4)) / rays for i in range(rays))
    tones = [p.mid, p.deep, p.accent, p.ink, mix(p.mid, p.light, 0.5), p.deep, mix(p.deep, p.mid, 0.5)]
    distances = [0.1, 0.34, 0.72, 1.25, 2.4]
    for index, angle in enumerate(angles):
        following = angles[(index + 1) % rays] + (math.tau if index == rays - 1 else 0)
        for ring in range(4):
            inner = distances[ring] * c.reach * c.rng.uniform(0.85, 1.1)
            outer = distances[ring + 1] * c.reach * c.rng.uniform(0.85, 1.1)
            shape = [
                turned(inner, 0, angle + 0.012),
                turned(outer, 0, angle + 0.012),
                turned(outer * c.rng.uniform(0.9, 1.1), 0, following - 0.012),
                turned(inner * c.rng.uniform(0.9, 1.1), 0, following - 0.012),
            ]
            c.polygon([(c.fx + x, c.fy + y) for x, y in shape], c.rng.choice(tones), 0.9)
    c.circle(c.fx, c.fy, c.reach * 0.085, p.light)
    for angle in angles:
        x, y = turned(3, 0, angle)
        c.line([(c.fx, c.fy), (c.fx + x, c.fy + y)], 0.0035, p.light if v < 2 else p.ink)
