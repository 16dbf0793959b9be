"""Compositions of pure form: rings, waves, grids, light."""

from __future__ import annotations

import math

from metarr_desktop.demo.painting.canvas import Canvas, Point, turned
from metarr_desktop.demo.painting.palettes import Palette, mix


def rings(c: Canvas, p: Palette, v: int) -> None:
    """Concentric rings around a bright core: whole, broken, sliding into depth, or as flat discs."""
    c.ground(p.ink, p.deep, mix(p.deep, p.mid, 0.55))
    radius = c.reach * 1.12
    c.glow(c.fx, c.fy, radius * 1.7, p.mid, 0.85)
    count = 11
    for index in range(count):
        share = index / (count - 1)
        size = radius * (1 - share * 0.88)
        tone = mix(mix(p.mid, p.deep, 0.25), p.accent, share**0.8)
        if v == 1:
            start = c.rng.uniform(0, 360)
            c.arc(c.fx, c.fy, size, 0.016 + 0.006 * share, (start, start + c.rng.uniform(190, 330)), tone)
        elif v == 2:
            shift = radius * 0.36 * (1 - (1 - share) ** 1.0)
            c.circle(
                c.fx + shift * 0.3, c.fy + shift * 0.75, size, mix(p.deep, tone, 0.35 + 0.6 * (index % 2))
            )
        elif v == 3:
            c.circle(c.fx, c.fy, size, tone if index % 2 else mix(p.ink, p.deep, 0.6))
        else:
            c.ring(c.fx, c.fy, size, 0.013 + 0.004 * share, tone)
    at = (c.fx + radius * 0.108, c.fy + radius * 0.27) if v == 2 else (c.fx, c.fy)
    c.glow(*at, radius * 0.5, p.accent, 0.7)
    c.circle(*at, radius * 0.105, p.light)
    if v == 2:
        c.figure(at[0], at[1] + radius * 0.075, radius * 0.12, p.ink)


def waves(c: Canvas, p: Palette, v: int) -> None:
    """A sea: layered swells, drawn lines, or the old pattern of overlapping shells."""
    if v % 2:
        _shells(c, p)
        return
    c.ground(mix(p.mid, p.deep, 0.2), mix(p.accent, p.mid, 0.35), mix(p.light, p.accent, 0.35))
    sun = c.reach * 0.5
    c.glow(c.fx, c.fy * 0.86, sun * 2.6, p.light, 0.7)
    c.circle(c.fx, c.fy * 0.86, sun, p.light if v else mix(p.accent, p.light, 0.25))
    layers = 9
    for layer in range(layers):
        share = layer / (layers - 1)
        base = c.fy + 0.02 + (c.h - c.fy) * 0.115 * layer
        phase = c.rng.uniform(0, math.tau)
        swing = 0.012 + 0.03 * share
        crest = [
            (
                c.w * i / 70,
                base
                + swing * math.sin(phase + i / 70 * (9 - 4 * share))
                + swing * 0.35 * math.sin(phase + i / 70 * 21),
            )
            for i in range(71)
        ]
        tone = mix(mix(p.accent, p.mid, min(1.0, 0.35 + share)), p.ink, share**1.3 * 0.92)
        c.below(crest, tone)
        c.line(crest, 0.0035, mix(tone, p.light, 0.45 * (1 - share) + 0.1))


def _shells(c: Canvas, p: Palette) -> None:
    c.ground(p.deep, p.deep)
    radius = 0.125
    row, y = 0, -radius * 0.2
    while y < c.h + radius:
        x = -radius if row % 2 else 0.0
        share = y / c.h
        while x < c.w + radius:
            near = max(0.0, 1 - math.hypot(x - c.fx, y - c.fy) / (c.reach * 1.15))
            line = mix(mix(p.mid, p.deep, 0.2 + 0.5 * share), p.accent, min(1.0, near * 1.6))
            for ring in range(4):
                tone = line if ring % 2 == 0 else mix(p.ink, p.deep, 0.55)
                c.circle(x, y, radius * (1 - 0.235 * ring), tone)
            c.circle(x, y, radius * 0.1, mix(line, p.light, 0.7 * near))
            x += radius * 2
        row += 1
        y += radius * 0.5
    c.glow(c.fx, c.fy, c.reach * 1.3, p.light, 0.22)


def halftone(c: Canvas, p: Palette, v: int) -> None:
    """A sun of printed dots over flat paper, with a horizon of lines or a shadow of dots."""
    paper = p.light if v % 2 == 0 else p.accent
    dots = p.accent if v % 2 == 0 else p.ink
    if contrastless(paper, dots):
        dots = p.mid
    c.ground(mix(paper, p.accent, 0.10), paper)
    radius = c.reach * 0.86
    if v >= 2:
        c.circle(c.fx, c.fy, radius, p.mid)
    step = 0.0265
    tilt = math.radians(18)
    span = int((c.w + c.h) / step)
    for row in range(-span, span):
        for column in range(-span, span):
            dx, dy = turned(column * step, row * step, tilt)
            distance = math.hypot(dx, dy) / radius
            if distance > 1.0:
                continue
            level = 0.28 + 0.72 * ((dy / radius + 1) / 2) if v < 2 else 0.2 + 0.8 * ((dx / radius + 1) / 2)
            c.circle(c.fx + dx, c.fy + dy, step * 0.72 * level, dots if v < 2 else p.ink)
    for line in range(22):
        y = c.fy + radius * 1.0 + (c.h - c.fy) * 0.02 + 0.0016 * line**2.05
        if y > c.h:
            break
        c.rect(0, y, c.w, y + 0.0015 + 0.00065 * line, p.ink if v % 2 else p.deep)
    if v in (0, 3):
        c.figure(c.fx - radius * 0.3, c.fy + radius * 1.035, 0.17, p.ink)


def contrastless(first: tuple[int, int, int], second: tuple[int, int, int]) -> bool:
    """Whether two tones are too near each other to read one on the other."""
    return sum(abs(a - b) for a, b in zip(first, second, strict=True)) < 130


def maze(c: Canvas, p: Palette, v: int) -> None:
    """A labyrinth, round or square, with the one way to its heart in the accent tone."""
    c.ground(mix(p.ink, p.deep, 0.5), p.deep, mix(p.deep, p.mid, 0.5))
    c.glow(c.fx, c.fy, c.reach * 1.7, p.mid, 0.7)
    if v % 2 == 0:
        _round_maze(c, p)
    else:
        _square_maze(c, p)


def _round_maze(c: Canvas, p: Palette) -> None:
    radius, count = c.reach * 0.98, 9
    width = radius / count * 0.3
    for ring in range(count):
        size = radius * (1 - ring / count * 0.92)
        tone = mix(p.accent, p.light, ring / count)
        gap, opening = c.rng.uniform(0, 360), 20 + 7 * ring
        c.arc(c.fx, c.fy, size, width, (gap + opening, gap + 360), tone)
        for _ in range(max(1, 5 - ring // 2)):
            angle = math.radians(c.rng.uniform(gap + opening, gap + 350))
            inner = size - radius / count * 0.92
            if inner > radius * 0.1:
                c.line(
                    [
                        (
                            c.fx + (size - width / 2) * math.cos(angle),
                            c.fy + (size - width / 2) * math.sin(angle),
                        ),
                        (c.fx + inner * math.cos(angle), c.fy + inner * math.sin(angle)),
                    ],
                    width,
                    tone,
                )
    c.circle(c.fx, c.fy, radius * 0.055, p.light)


def _square_maze(c: Canvas, p: Palette) -> None:
    cell = 0.078
    columns, rows = int(c.w / cell) + 2, int(c.h / cell) + 2
    seen = {(columns // 2, rows // 2)}
    stack = [(columns // 2, rows // 2)]
    passages: list[tuple[Point, Point, int]] = []
    while stack:
        x, y = stack[-1]
        free = [
            (x + dx, y + dy)
            for dx, dy in ((1, 0), (-1, 0), (0, 1), (0, -1))
            if 0 <= x + dx < columns and 0 <= y + dy < rows and (x + dx, y + dy) not in seen
        ]
        if not free:
            stack.pop()
            continue
        chosen = c.rng.choice(free)
        passages.append(((x, y), chosen, len(stack)))
        seen.add(chosen)
        stack.append(chosen)
    deepest = max(depth for *_, depth in passages)
    for (x0, y0), (x1, y1), depth in passages:
        share = depth / deepest
        tone = mix(mix(p.light, p.accent, min(1.0, share * 1.6)), p.mid, max(0.0, share * 1.5 - 0.5))
        half = cell * 0.29
        left, right = sorted((x0 * cell, x1 * cell))
        top, bottom = sorted((y0 * cell, y1 * cell))
        c.rect(left - half, top - half, right + half, bottom + half, tone)


def spiral(c: Canvas, p: Palette, v: int) -> None:
    """A staircase seen from above, its steps turning into the dark or towards the light."""
    c.ground(p.ink, p.ink)
    steps, turns = 15, 6
    outer = math.hypot(max(c.fx, c.w - c.fx), max(c.fy, c.h - c.fy)) * 1.25
    to_light = v % 2 == 1
    sense = -1 if v >= 2 else 1
    for turn in range(turns):
        for step in range(steps):
            order = turn * steps + step
            size = outer * 0.975**order * (1 - order / 600)
            share = order / (turns * steps)
            start = sense * step * 360 / steps + c.fx * 40
            climb = step / (steps - 1)
            tone = mix(p.ink, p.mid, climb * 2) if climb < 0.5 else mix(p.mid, p.accent, climb * 2 - 1)
            tone = mix(tone, p.light if to_light else p.ink, share**1.7)
            c.pie(c.fx, c.fy, size, (start - 1, start + 360 / steps + 0.6), tone)
            c.arc(
                c.fx,
                c.fy,
                size,
                0.004 * (1 - share) + 0.0015,
                (start, start + 360 / steps),
                mix(tone, p.light, 0.35),
            )
    hole = outer * 0.975 ** (turns * steps) * 0.8
    c.circle(c.fx, c.fy, hole, p.light if to_light else p.ink)
    if not to_light:
        c.glow(c.fx, c.fy, hole * 2.2, p.accent, 0.5)
        c.figure(c.fx, c.fy + hole * 0.5, hole * 0.9, p.light)


def lines(c: Canvas, p: Palette, v: int) -> None:
    """Stacked pulse lines that hide one another, as a landscape or a signal."""
    c.ground(p.ink, p.ink, mix(p.ink, p.deep, 0.8))
    rows = 38
    top, bottom = c.fy - c.reach * 0.95, c.fy + c.reach * 0.95
    margin = 0.12 if v % 2 == 0 else -0.02
    for row in range(rows):
        share = row / (rows - 1)
        base = top + (bottom - top) * share
        swell = 0.35 + 0.65 * math.sin(math.pi * share) ** 2
        peaks = [
            (c.rng.gauss(c.fx, c.reach * 0.3), c.rng.uniform(0.01, 0.075) * swell, c.rng.uniform(0.022, 0.06))
            for _ in range(5)
        ]
        points = []
        for i in range(141):
            x = margin + (c.w - 2 * margin) * i / 140
            lift = sum(high * math.exp(-(((x - at) / wide) ** 2)) for at, high, wide in peaks)
            points.append((x, base - lift - 0.0022 * c.rng.random()))
        c.polygon(
            [*points, (c.w - margin, base + 0.06), (margin, base + 0.06)], mix(p.ink, p.deep, 0.8 * share)
        )
        tone = mix(p.light, p.accent, share) if v < 2 else mix(p.accent, p.mid, share)
        c.line(points, 0.0042, tone)


def stripes(c: Canvas, p: Palette, v: int) -> None:
    """Upright bands with a disc whose tones swap from band to band."""
    light_ground = v % 2 == 0
    first, second = (p.light, p.deep) if light_ground else (p.ink, p.mid)
    c.ground(first, mix(first, second, 0.08))
    count = 9 if v < 2 else 15
    radius = c.reach * 0.88
    width = c.w / count
    for band in range(count):
        left = band * width
        share = 0.5 + 0.34 * math.sin(band * 0.9 + v)
        c.rect(left, 0, left + width * share, c.h, second)
    for band in range(count):
        left = band * width
        share = 0.5 + 0.34 * math.sin(band * 0.9 + v)
        for start, end, tone in (
            (left, left + width * share, p.accent),
            (left + width * share, left + width, mix(p.accent, p.ink, 0.72) if light_ground else p.light),
        ):
            _slice(c, radius, start, end, tone)


def _slice(c: Canvas, radius: float, left: float, right: float, tone: tuple[int, int, int]) -> None:
    """The part of the disc at the focus between two upright lines."""
    left, right = max(left, c.fx - radius), min(right, c.fx + radius)
    if right <= left:
        return
    xs = [left + (right - left) * i / 12 for i in range(13)]
    rise = [math.sqrt(max(0.0, radius**2 - (x - c.fx) ** 2)) for x in xs]
    upper = [(x, c.fy - y) for x, y in zip(xs, rise, strict=True)]
    lower = [(x, c.fy + y) for x, y in zip(xs, rise, strict=True)]
    c.polygon([*upper, *reversed(lower)], tone)


def petals(c: Canvas, p: Palette, v: int) -> None:
    """A flower of translucent leaves."""
    night = v % 2 == 0
    c.ground(*((p.ink, p.deep) if night else (p.light, mix(p.light, p.accent, 0.35))))
    c.glow(c.fx, c.fy, c.reach * 1.8, p.mid if night else p.light, 0.8)
    count = (10, 16, 7, 12)[v]
    for ring, (length, wide) in enumerate(((1.05, 0.3), (0.78, 0.26), (0.5, 0.2))):
        for index in range(count):
            angle = math.tau * (index + 0.5 * ring) / count
            tone = (p.mid, p.accent, p.light if night else p.mid)[ring]
            points = []
            for i in range(25):
                along = i / 24
                side = math.sin(math.pi * along**0.8) * wide * c.reach * 0.6
                points.append(turned(along * length * c.reach, side, angle))
            points += [
                turned(
                    i / 24 * length * c.reach,
                    -math.sin(math.pi * (i / 24) ** 0.8) * wide * c.reach * 0.6,
                    angle,
                )
                for i in range(24, -1, -1)
            ]
            c.polygon([(c.fx + x, c.fy + y) for x, y in points], tone, 0.5 if night else 0.55)
    c.circle(c.fx, c.fy, c.reach * 0.11, p.light if night else p.ink)
    for index in range(count):
        x, y = turned(c.reach * 0.19, 0, math.tau * index / count)
        c.circle(c.fx + x, c.fy + y, c.reach * 0.018, p.light if night else p.ink)
