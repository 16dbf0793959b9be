"""Compositions of being inside or looking out: corridor, portal, rain before lights."""

from __future__ import annotations

import math

from metarr_desktop.demo.painting.canvas import Canvas
from metarr_desktop.demo.painting.palettes import Palette, mix


def corridor(c: Canvas, p: Palette, v: int) -> None:
    """A long room in one-point perspective with a light at its end."""
    c.ground(p.ink, p.ink)
    x, y = c.fx, c.fy
    half_w, half_h = 0.085, 0.13

    def frame(scale: float) -> tuple[float, float, float, float]:
        return (x - half_w * scale, y - half_h * scale, x + half_w * scale, y + half_h * scale)

    reach = max(x / half_w, (c.w - x) / half_w, y / half_h, (c.h - y) / half_h)
    count = math.ceil(math.log(reach, 1.55))
    for index in range(count + 1):
        scale = 1.55 ** (count - index)
        share = index / count
        left, top, right, bottom = frame(scale)
        wall = mix(mix(p.ink, p.deep, 0.5 + 0.5 * share), p.mid, share**1.4)
        if v % 2 and index % 2:
            wall = mix(wall, p.accent, 0.32)
        c.rect(left, top, right, bottom, wall)
        c.polygon([(left, top), (right, top), (x, y)], mix(wall, p.ink, 0.45))
        c.polygon([(left, bottom), (right, bottom), (x, y)], mix(wall, p.light, 0.10 + 0.1 * share))
        if v >= 2:
            for lamp in (left + (right - left) * 0.42,):
                c.rect(lamp, top, lamp + (right - left) * 0.16, top + (bottom - top) * 0.018, p.accent)
    c.glow(x, y, 0.75, p.accent, 0.55)
    left, top, right, bottom = frame(1)
    c.rect(left, top, right, bottom, mix(p.accent, p.light, 0.65))
    c.polygon([(left, bottom), (right, bottom), (right + 0.2, c.h), (left - 0.2, c.h)], p.light, 0.14)
    c.figure(x, bottom + 0.035, 0.19, p.ink)


def portal(c: Canvas, p: Palette, v: int) -> None:
    """An arch of light in the dark, with somebody in front of it."""
    c.ground(p.ink, mix(p.ink, p.deep, 0.7), p.deep)
    half = c.reach * 0.5
    foot = min(c.fy + c.reach * 0.8, c.h * 0.8)
    spring = foot - half * 2.1
    c.glow(c.fx, (foot + spring) / 2, half * 3.4, p.mid, 0.95)
    for step in range(5, -1, -1):
        grown = half * (1 + 0.2 * step)
        tone = mix(mix(p.accent, p.light, 0.5), p.deep, min(1.0, step / 5 * 1.05)) if step else p.light
        if v % 2:
            c.circle(c.fx, (foot + spring) / 2, grown * 1.18, tone)
            continue
        c.rect(c.fx - grown, spring, c.fx + grown, foot, tone)
        c.circle(c.fx, spring, grown, tone)
    if v % 2 == 0:
        c.below([(0, foot), (c.w, foot)], mix(p.ink, p.deep, 0.35))
        for step in range(6, 0, -1):
            spread = half * (1 + 0.3 * step)
            c.polygon(
                [
                    (c.fx - half, foot),
                    (c.fx + half, foot),
                    (c.fx + spread, c.h + 0.02),
                    (c.fx - spread, c.h + 0.02),
                ],
                mix(p.accent, p.light, 0.3),
                0.09,
            )
        c.figure(c.fx, foot + 0.035, half * 1.05, p.ink)
    else:
        c.below([(0, foot + half * 0.02), (c.w, foot + half * 0.02)], p.ink)
        c.figure(c.fx, foot + half * 0.03, half * 0.95, p.ink)
    c.fade(c.h * 0.75, c.h, p.ink, 0.0, 0.75)


def rain(c: Canvas, p: Palette, v: int) -> None:
    """Rain before blurred lights, and somebody under an umbrella."""
    c.ground(p.ink, p.deep, mix(p.deep, p.mid, 0.7))
    for _ in range(26):
        x, y = c.rng.uniform(0, c.w), c.rng.triangular(0, c.h * 0.85, c.h * 0.5)
        radius = c.rng.uniform(0.025, 0.11)
        tone = c.rng.choice((p.accent, p.mid, p.light, p.accent))
        c.circle(x, y, radius, tone, c.rng.uniform(0.10, 0.34))
        c.ring(x, y, radius, 0.004, tone, 0.3)
    figure_x, tall = c.fx, c.reach * 0.95
    foot = min(c.h * 0.86, c.fy + tall * 0.75)
    ground = foot - 0.03
    c.fade(ground - 0.3, c.h, p.ink, 0.0, 0.9)
    c.glow(figure_x, foot - tall * 0.5, tall * 1.1, p.accent if v % 2 else p.light, 0.55)
    c.figure(figure_x, foot, tall, p.ink)
    top = foot - tall * 0.98
    span = tall * 0.42
    c.pie(figure_x, top + span * 0.28, span, (180, 360), p.ink if v % 2 else p.accent)
    for rib in (0.33, 0.72):
        c.ring_half(figure_x, top + span * 0.28, span * rib, span, p.deep)
    c.line([(figure_x, top - span * 0.8), (figure_x, top + span * 0.9)], 0.005, p.ink)
    c.ellipse(figure_x, foot, tall * 0.3, tall * 0.035, p.ink, 0.75)
    for _ in range(210):
        x, y, length = c.rng.uniform(-0.1, c.w + 0.2), c.rng.uniform(-0.1, c.h), c.rng.uniform(0.05, 0.2)
        c.line([(x, y), (x - length * 0.16, y + length)], 0.0022, p.light, c.rng.uniform(0.08, 0.36))
    for _ in range(26):
        x, y = c.rng.uniform(0, c.w), c.rng.uniform(ground + 0.05, c.h)
        c.ellipse(x, y, 0.035, 0.006, p.light, 0.2)
