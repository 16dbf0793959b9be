"""A catalogue that changes as the real services do: people add pictures, and now and then one is withdrawn.

A refresh that never brings anything would hide what the program does with news. What a film offers depends only on
how often its pictures were asked for, and that is remembered between runs.
"""

from __future__ import annotations

import contextlib
import json
import os
from collections.abc import Mapping
from pathlib import Path
from typing import Final

from metarr_desktop.demo.catalogue import Catalogue, DemoFilm
from metarr_desktop.demo.images import DemoImage, Service

_ADDED: Final[Mapping[str, Mapping[int, int]]] = {
    # kind -> place in the service's own list -> the visit from which on it is there
    "posters": {2: 2, 5: 2, 8: 3, 11: 4},
    "backdrops": {1: 2, 4: 3},
    "logos": {1: 3},
    "movieposter": {1: 3},
    "hdmovielogo": {1: 2},
}
_WITHDRAWN: Final[Mapping[str, int]] = {"posters": 3}
"""Kind -> the visit from which on its last picture is gone."""

_FEWEST: Final = 6
"""Shorter lists never change: a film with three logos should not come down to one."""


class LivingCatalogue(Catalogue):
    """The films of *catalogue*, their pictures coming and going; *memory* is a small file of visits.

    A memory that cannot be read or written costs the news, nothing else.
    """

    def __init__(self, catalogue: Catalogue, memory: Path) -> None:
        super().__init__(catalogue.films)
        self._memory = memory
        self._visits = _read(memory)

    def visited(self, film: DemoFilm, service: Service) -> None:
        """Count one request for the pictures of *film*."""
        name = f"{service} {film.tmdb_id}"
        self._visits[name] = self._visits.get(name, 0) + 1
        partial = self._memory.with_suffix(f".{os.getpid()}.part")
        with contextlib.suppress(OSError):
            self._memory.parent.mkdir(parents=True, exist_ok=True)
            partial.write_text(json.dumps(self._visits), "utf-8")
            os.replace(partial, self._memory)

    def images(self, film: DemoFilm, service: Service) -> tuple[DemoImage, ...]:
        """The pictures offered at this visit, in the order in which the service would list them."""
        visits = self._visits.get(f"{service} {film.tmdb_id}", 1)
        everything = super().images(film, service)
        by_kind: dict[str, list[DemoImage]] = {}
        for image in everything:
            by_kind.setdefault(image.kind, []).append(image)
        absent = {image.path for kind, images in by_kind.items() for image in _absent(kind, images, visits)}
        return tuple(image for image in everything if image.path not in absent)


def _absent(kind: str, images: list[DemoImage], visits: int) -> list[DemoImage]:
    if len(images) < _FEWEST:
        return []
    absent = [image for place, image in enumerate(images) if visits < _ADDED.get(kind, {}).get(place, 0)]
    if kind in _WITHDRAWN and visits >= _WITHDRAWN[kind]:
        absent.append(images[-1])
    return absent


def _read(memory: Path) -> dict[str, int]:
    try:
        stored = json.loads(memory.read_text("utf-8"))
    except (OSError, ValueError):
        return {}
    if not isinstance(stored, dict):
        return {}
    return {name: visits for name, visits in stored.items() if isinstance(visits, int)}
