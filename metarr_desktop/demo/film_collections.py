"""The collections that films of the catalogue belong to."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from metarr_desktop.demo.catalogue import DemoFilm, Translation
from metarr_desktop.demo.title_search import match_tier, words_of


@dataclass(frozen=True)
class DemoCollection:
    """One collection; its art follows its first film, as far as the art direction asks.

    ``films`` are those of the catalogue, the oldest first.
    """

    tmdb_id: int
    name: str
    films: tuple[DemoFilm, ...]

    @property
    def first(self) -> DemoFilm:
        return self.films[0]

    @property
    def genres(self) -> tuple[str, ...]:
        return self.first.genres

    @property
    def original_language(self) -> str:
        return self.first.original_language

    @property
    def translations(self) -> tuple[Translation, ...]:
        return ()

    @property
    def tagline(self) -> str:
        return ""

    @property
    def directors(self) -> tuple[str, ...]:
        return ()

    @property
    def year(self) -> int:
        return self.first.year

    @property
    def art(self) -> Mapping[str, Any]:
        return self.first.art

    def title_in(self, language: str) -> str:
        del language  # the demo knows collections by one name
        return self.name


class Collections:
    """All collections, looked up by id and by words."""

    def __init__(self, films: Iterable[DemoFilm]) -> None:
        members: dict[int, list[DemoFilm]] = {}
        names: dict[int, str] = {}
        for film in films:
            if film.collection is not None:
                members.setdefault(film.collection.id, []).append(film)
                names[film.collection.id] = film.collection.name
        self._by_id = {
            number: DemoCollection(
                number, names[number], tuple(sorted(parts, key=lambda film: film.release_date))
            )
            for number, parts in members.items()
        }

    def by_id(self, tmdb_id: int) -> DemoCollection | None:
        return self._by_id.get(tmdb_id)

    def search(self, query: str) -> list[DemoCollection]:
        """Collections whose name has every word of the query, best first (see the catalogue of films)."""
        words = words_of(query)
        if not words:
            return []
        ranked = [
            (tier, one.tmdb_id, one)
            for one in self._by_id.values()
            if (tier := match_tier(words, [words_of(one.name)])) is not None
        ]
        return [one for *_, one in sorted(ranked, key=lambda entry: entry[:2])]
