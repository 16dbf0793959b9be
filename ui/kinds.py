"""The kinds of titles, in words and shapes; no Qt."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from metarr_desktop.domain.asset import ASSET_SHAPES, AssetType
from metarr_desktop.domain.entity import Entity, EntityType
from ui.text import count_text

KINDS = (EntityType.MOVIE, EntityType.TV, EntityType.MUSIC)
"""The kinds a library holds, in the order of the rail."""


@dataclass(frozen=True, slots=True)
class KindWords:
    """How a kind of title is called, and what its tile shows.

    Attributes:
        one, many: nouns inside a sentence; ``title`` heads lists.
        picture: the noun of what stands on a tile; ``cover`` its type.
        folder: what the folders added are called ("film folder").
        place: what holds one title on disk.
        icon: where there is no picture to show.
    """

    one: str
    many: str
    title: str
    picture: str = "poster"
    cover: AssetType = AssetType.POSTER
    folder: str = "folder"
    place: str = "File"
    icon: str = "film"

    @property
    def ratio(self) -> float:
        """Width divided by height of the picture on a tile."""
        return ASSET_SHAPES[self.cover].ratio

    @property
    def a_picture(self) -> str:
        return f"a {self.picture}"

    @property
    def a_new(self) -> str:
        """What is looked for beyond the library: ``a new film``."""
        return f"a new {self.one}"


_WORDS = {
    EntityType.MOVIE: KindWords("film", "films", "Films", folder="film folder"),
    EntityType.TV: KindWords("series", "series", "Series", folder="series folder", place="Folder", icon="tv"),
    EntityType.MUSIC: KindWords(
        "album", "albums", "Albums", "cover", AssetType.COVER, "music folder", "Folder", "album"
    ),
    EntityType.COLLECTION: KindWords("collection", "collections", "Collections", icon="stack"),
    EntityType.EPISODE: KindWords("episode", "episodes", "Episodes", "picture", AssetType.THUMB, icon="tv"),
}
_ANY = KindWords("title", "titles", "Titles", "picture")


def words_of(entity_type: EntityType | None) -> KindWords:
    """Return the words of a kind; those of a title in general for None."""
    return _ANY if entity_type is None else _WORDS[entity_type]


def kind_of_all(entities: Iterable[Entity]) -> EntityType | None:
    """Return the kind *entities* have in common, None where they differ or there are none."""
    kinds = {entity.key.entity_type for entity in entities}
    return kinds.pop() if len(kinds) == 1 else None


def count_of(count: int, entity_type: EntityType | None) -> str:
    """Return *count* with its noun: ``24 films``, ``1 series``, ``9 albums``."""
    words = words_of(entity_type)
    return count_text(count, words.one, words.many)
