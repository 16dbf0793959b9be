"""Compositions that show a landscape: city, mountains, moon, forest, desert."""

from __future__ import annotations

import math

from metarr_desktop.demo.painting.canvas import Canvas
from metarr_desktop.demo.painting.palettes import Palette, mix


def skyline(c: Canvas, p: Palette, v: int) -> None:
    """A city at dusk in three depths, with a low sun or moon."""
    horizon = c.h * 0.78
    c.ground(p.ink, p.deep, p.mid, mix(p.mid, p.accent, 0.7))
    radius = c.reach * (0.62 if v % 2 else 0.5)
    c.glow(c.fx, c.fy, radius * 2.6, p.accent, 0.7)
    c.circle(c.fx, c.fy, radius, mix(p.accent, p.light, 0.35))
    if v % 2:
        for band in range(7):
            y = c.fy + radius * (0.1 + 0.13 * band)
            c.rect(c.fx - radius, y, c.fx + radius, y + radius * 0.018 * (band + 1), mix(p.deep, p.mid, 0.55))
    for depth in range(3):
        tone = mix(mix(p.mid, p.deep, 0.35 + 0.3 * depth), p.ink, 0.18 + 0.38 * depth)
        _towers(c, p, horizon, depth, tone, lit=depth >= 1)
        if depth < 2:
            c.fade(horizon - 0.5, c.h, p.mid, 0.0, 0.42 - 0.12 * depth)
    c.fade(c.h * 0.72, c.h, p.ink, 0.0, 0.85)


def _towers(c: Canvas, p: Palette, horizon: float, depth: int, tone: tuple[int, int, int], lit: bool) -> None:
    x = -0.05
    while x < c.w + 0.05:
        width = c.rng.uniform(0.05, 0.1) * (1 + depth * 0.45)
        centre = abs((x + width / 2) / c.w - 0.5) * 2
        height = c.rng.uniform(0.12, 0.42) * (1.15 - 0.3 * depth) * (1.2 - 0.45 * (1 - centre) * (depth == 2))
        top = horizon - height + depth * 0.1
        c.rect(x, top, x + width, c.h + 0.1, tone)
        crown = c.rng.random()
        if crown < 0.25:
            c.rect(x + width * 0.46, top - height * 0.3, x + width * 0.54, top, tone)
        elif crown < 0.5:
            c.rect(x + width * 0.2, top - height * 0.08, x + width * 0.8, top, tone)
        elif crown < 0.62:
            c.polygon([(x, top + 0.001), (x + width, top + 0.001), (x + width, top - width * 0.5)], tone)
        if lit:
            _windows(c, p, x, top, width)
        x += width * c.rng.uniform(0.88, 1.15)


def _windows(c: Canvas, p: Palette, x: float, top: float, width: float) -> None:
    columns = max(2, int(width / 0.021))
    cell = width / (columns + 0.6)
    y = top + cell
    while y < c.h * 0.97:
        for column in range(columns):
            if c.rng.random() < 0.16:
                left = x + cell * (column + 0.5)
                bright = p.light if c.rng.random() < 0.25 else p.accent
                c.rect(left, y, left + cell * 0.5, y + cell * 0.55, bright, 0.8)
        y += cell * 1.15


def ridges(c: Canvas, p: Palette, v: int) -> None:
    """A moon or sun over mountain ridges that grow darker towards the viewer."""
    day = v % 2 == 1
    sky = (
        (mix(p.mid, p.light, 0.25), mix(p.accent, p.light, 0.35), p.light) if day else (p.ink, p.deep, p.mid)
    )
    c.ground(*sky)
    radius = c.reach * 0.42
    c.glow(c.fx, c.fy - 0.08, radius * 3, p.light if day else p.accent, 0.6)
    c.circle(c.fx, c.fy - 0.08, radius, p.light if not day else mix(p.accent, p.light, 0.1))
    far = mix(sky[2], p.mid, 0.35)
    for layer in range(6):
        share = layer / 5
        base = c.fy + 0.08 + (c.h - c.fy) * 0.17 * layer
        edge = c.profile(base, 0.16 - 0.012 * layer, 6, 0.52)
        c.below(edge, mix(far, p.ink, share**0.8))
        if layer < 5:
            c.fade(base, base + 0.3, far, 0.0, 0.20 * (1 - share))
    if v >= 2:
        c.figure(c.w * 0.3, c.fy + 0.08 + (c.h - c.fy) * 0.52, 0.075, p.ink)


def moonlit(c: Canvas, p: Palette, v: int) -> None:
    """A moon that fills the sky, with bare branches, birds or a house on a hill before it."""
    c.ground(p.ink, p.deep, mix(p.deep, p.mid, 0.5))
    radius = c.reach * 0.92
    c.glow(c.fx, c.fy, radius * 1.9, p.mid, 0.9)
    c.ball(c.fx, c.fy, radius, mix(p.accent, p.deep, 0.25), p.light, (-0.35, -0.4))
    for _ in range(16):
        angle, far = c.rng.uniform(0, math.tau), radius * math.sqrt(c.rng.random()) * 0.82
        c.circle(
            c.fx + far * math.cos(angle),
            c.fy + far * math.sin(angle),
            radius * c.rng.uniform(0.03, 0.15),
            p.mid,
            0.13,
        )
    hill = [
        (
            c.w * i / 40,
            c.h * 0.84 - 0.16 * math.sin(math.pi * (i / 40 * 0.9 + 0.12)) + 0.02 * math.sin(i * 0.7),
        )
        for i in range(41)
    ]
    if v % 2 == 0:
        _branch(c, p, c.w * (0.06 if v else 0.94), c.h * 0.9, -math.pi / 2 + (0.28 if v else -0.28), 0.42, 8)
    else:
        _house(c, p, c.w * 0.6, c.h * 0.84 - 0.13)
        for _ in range(9):
            _bird(
                c,
                p,
                c.fx + c.rng.uniform(-0.4, 0.4),
                c.fy + c.rng.uniform(-0.4, 0.15),
                c.rng.uniform(0.012, 0.03),
            )
    c.below(hill, p.ink)


def _branch(c: Canvas, p: Palette, x: float, y: float, angle: float, length: float, order: int) -> None:
    end = (x + length * math.cos(angle), y + length * math.sin(angle))
    c.line([(x, y), end], 0.0035 * order**1.25, p.ink)
    if order == 1:
        return
    for spread in (-0.38, 0.3) if order > 5 else (-0.5, 0.1, 0.45):
        if c.rng.random() < 0.9:
            _branch(
                c,
                p,
                *end,
                angle + spread + c.rng.uniform(-0.16, 0.16),
                length * c.rng.uniform(0.62, 0.8),
                order - 2 if order == 5 else order - 1,
            )


def _house(c: Canvas, p: Palette, x: float, y: float) -> None:
    c.rect(x - 0.09, y - 0.13, x + 0.05, y + 0.1, p.ink)
    c.polygon([(x - 0.105, y - 0.13), (x + 0.065, y - 0.13), (x - 0.02, y - 0.21)], p.ink)
    c.rect(x + 0.05, y - 0.22, x + 0.1, y + 0.1, p.ink)
    c.polygon([(x + 0.04, y - 0.22), (x + 0.11, y - 0.22), (x + 0.075, y - 0.31)], p.ink)
    c.rect(x + 0.066, y - 0.185, x + 0.084, y - 0.15, p.accent)
    c.rect(x - 0.065, y - 0.08, x - 0.04, y - 0.04, p.accent)


def _bird(c: Canvas, p: Palette, x: float, y: float, size: float) -> None:
    c.polygon(
        [
            (x - size, y - size * 0.5),
            (x - size * 0.3, y - size * 0.32),
            (x, y),
            (x + size * 0.3, y - size * 0.32),
            (x + size, y - size * 0.5),
            (x + size * 0.3, y - size * 0.1),
            (x, y + size * 0.2),
            (x - size * 0.3, y - size * 0.1),
        ],
        p.ink,
    )


def forest(c: Canvas, p: Palette, v: int) -> None:
    """Trees in fog, layer behind layer, with a light between them."""
    c.ground(mix(p.deep, p.mid, 0.4), p.mid, mix(p.mid, p.light, 0.45))
    c.glow(c.fx, c.fy, c.reach * 2.2, p.light, 0.75)
    if v % 2:
        c.circle(c.fx, c.fy - 0.1, c.reach * 0.34, mix(p.accent, p.light, 0.4))
    haze = mix(p.mid, p.light, 0.4)
    for layer in range(5):
        tone = mix(haze, p.ink, 0.12 + 0.22 * layer)
        if v >= 2:
            _firs(c, tone, c.h * (0.62 + 0.08 * layer), 0.2 + 0.1 * layer)
        else:
            _trunks(c, tone, layer)
        c.fade(c.h * 0.45, c.h, haze, 0.0, 0.34 * (1 - layer / 4.5))
    c.below(c.profile(c.h * 0.9, 0.02, 5), p.ink)
    c.figure(c.fx, c.h * 0.905, 0.12, p.ink)


def _trunks(c: Canvas, tone: tuple[int, int, int], layer: int) -> None:
    for _ in range(11 - layer * 2):
        x = c.rng.uniform(-0.02, c.w + 0.02)
        if layer > 2 and abs(x - c.fx) < 0.17:
            continue
        width = 0.009 * (layer + 1) * c.rng.uniform(0.8, 1.4)
        lean = c.rng.uniform(-0.04, 0.04)
        c.polygon(
            [
                (x - width + lean, 0),
                (x + width * 0.8 + lean, 0),
                (x + width * 1.3, c.h),
                (x - width * 1.4, c.h),
            ],
            tone,
        )
        for _ in range(3 + layer):
            y, side = c.rng.uniform(0.02, 0.6) * c.h, c.rng.choice((-1, 1))
            reach = c.rng.uniform(0.06, 0.2)
            at = x + lean * (1 - y / c.h)
            c.line(
                [(at, y), (at + side * reach * 0.5, y - reach * 0.35), (at + side * reach, y - reach * 0.95)],
                width * 0.32,
                tone,
            )


def _firs(c: Canvas, tone: tuple[int, int, int], foot: float, height: float) -> None:
    x = -0.05
    while x < c.w + 0.05:
        tall = height * c.rng.uniform(0.65, 1.35)
        half = tall * 0.19
        for tier in range(6):
            top, low = foot - tall + tall * 0.15 * tier, foot - tall + tall * (0.3 + 0.15 * tier)
            width = half * (tier + 1.3) / 6
            c.polygon([(x, top), (x + width, low), (x, low - 0.012), (x - width, low)], tone)
        x += half * c.rng.uniform(0.7, 1.6)
    c.rect(0, foot - 0.03, c.w, c.h, tone)


def dunes(c: Canvas, p: Palette, v: int) -> None:
    """Sweeping sand with lit and shaded flanks, a low sun and a walker with a long shadow."""
    c.ground(mix(p.accent, p.mid, 0.55), mix(p.accent, p.light, 0.2), p.light)
    sun = c.reach * (0.5 if v % 2 else 0.3)
    sun_x = c.fx + (0.16 if v < 2 else -0.16)
    c.glow(sun_x, c.h * 0.42, sun * 2.6, p.light, 0.9)
    c.circle(sun_x, c.h * 0.42, sun, mix(p.light, p.accent, 0.25 if v % 2 else 0.55))
    for layer in range(4):
        share = layer / 3
        base = c.h * (0.5 + 0.125 * layer)
        phase, swing = c.rng.uniform(0, math.tau), 0.07 + 0.03 * layer
        crest = [
            (
                c.w * i / 48,
                base + swing * math.sin(phase + 2.4 * i / 48 * (1 + 0.25 * layer)) * (0.6 + 0.4 * i / 48),
            )
            for i in range(49)
        ]
        c.below(crest, mix(mix(p.accent, p.mid, 0.3 + 0.3 * share), p.deep, 0.45 * share))
        peak = c.rng.randint(14, 34)
        shade = mix(p.mid, p.ink, 0.35 + 0.4 * share)
        peak_x, peak_y = crest[peak]
        bend = c.rng.uniform(-0.3, 0.25)
        edge = [
            (
                peak_x + bend * (i / 24) ** 1.5 + 0.05 * math.sin(3.4 * i / 24),
                peak_y + i / 24 * (c.h - peak_y),
            )
            for i in range(25)
        ]
        c.polygon([*crest[peak:], (c.w + 0.01, c.h), *reversed(edge)], shade, 0.88)
        c.line(crest, 0.003, mix(p.accent, p.light, 0.5 * (1 - share)))
    walker_y = c.h * 0.7
    c.figure(c.w * 0.34, walker_y, 0.09, p.ink)
    c.polygon(
        [
            (c.w * 0.34 - 0.01, walker_y),
            (c.w * 0.34 + 0.01, walker_y),
            (c.w * 0.34 - 0.2, walker_y + 0.07),
            (c.w * 0.34 - 0.215, walker_y + 0.06),
        ],
        p.ink,
        0.55,
    )
