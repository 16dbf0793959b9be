"""What to say where no title is shown: why, and what can be done about it; no Qt."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from metarr_desktop.domain.entity import EntityType
from ui.kinds import words_of
from ui.library.arrangement import Arrangement, Worklist, id_text
from ui.library.wording import isolated


@dataclass(frozen=True, slots=True)
class Emptiness:
    """``offers`` are (act, words, key); acts: folder, title, clear, all, or the kind to go to.

    ``query`` is what would be added.
    """

    icon: str
    title: str
    text: str
    offers: tuple[tuple[str, str, str], ...] = ()
    query: str = ""


_DONE = {
    Worklist.UNIDENTIFIED: (
        "Every {one} is identified",
        "New {many} appear here until you say which they are.",
    ),
    Worklist.IN_NO_PROVIDER: ("No {one} is marked as being in no provider", ""),
    Worklist.MISSING_POSTER: (
        "Every {one} has {a_picture}",
        "{title} without a selected {picture} appear here.",
    ),
    Worklist.NEW: ("Nothing new", "{title} appear here when a refresh brings artwork you have not seen."),
    Worklist.FAILED: ("No fetch failed", "{title} appear here when a provider could not be asked."),
}
_FIRST = {
    EntityType.MOVIE: "Add a folder with films: their names are read, nothing in it is changed.",
    EntityType.TV: "Add the folder your series lie in, each with its seasons: names are read, nothing is changed.",
    EntityType.MUSIC: "Add the folder your albums lie in, by artist or not: names are read, nothing is changed.",
}


def emptiness_of(
    total: int,
    arrangement: Arrangement,
    entity_type: EntityType = EntityType.MOVIE,
    *,
    elsewhere: Mapping[EntityType, int] | None = None,
    others: int = 0,
) -> Emptiness:
    """Return what to say when none of *total* titles of a kind is shown under *arrangement*.

    Args:
        elsewhere: how many titles of each other kind the typed words find.
        others: how many titles the library has of other kinds.
    """
    words = words_of(entity_type)
    if arrangement.wanted.text:
        return _not_found(arrangement, entity_type, {k: n for k, n in (elsewhere or {}).items() if n})
    if not total:
        title = f"No {words.many} yet" if others else "Your library is empty"
        offers = (("folder", f"Add {words.folder}…", "Ctrl+Shift+O"), ("title", "Add title…", "Ctrl+N"))
        return Emptiness(words.icon, title, f"{_FIRST[entity_type]} Or add a single title.", offers)
    title, text = (
        each.format(
            one=words.one,
            many=words.many,
            title=words.title,
            picture=words.picture,
            a_picture=words.a_picture,
        )
        for each in _DONE[arrangement.worklist]
    )
    return Emptiness("good", title, text, (("all", f"Show all {words.many}", ""),))


def _not_found(
    arrangement: Arrangement, entity_type: EntityType, elsewhere: Mapping[EntityType, int]
) -> Emptiness:
    wanted = arrangement.wanted
    text = wanted.text if len(wanted.text) <= 60 else f"{wanted.text[:59]}…"
    clear = ("clear", "Clear the filter", "Esc")
    there = [(kind.value, f"{count:,} in {words_of(kind).title}", "") for kind, count in elsewhere.items()]
    if there:
        there[0] = (*there[0][:2], "Enter")
    if wanted.ids:
        kind, value = next(iter(wanted.ids.items()))
        name = id_text(kind, value)
        if there:
            where = " and ".join(words_of(each).title for each in elsewhere)
            return Emptiness("link", f"{name} is in {where}", "", (*there, clear), wanted.text)
        return Emptiness(
            "link",
            f"{name} is not in your library",
            "It can be added: its title is looked up at the providers.",
            (("title", f"Add {name}", "Enter"), clear),
            wanted.text,
        )
    where = "" if arrangement.worklist is Worklist.ALL else " in this list"
    search = ("title", f"Search providers for “{isolated(text)}”", "" if there else "Enter")
    return Emptiness(
        "search",
        f"No {words_of(entity_type).one}{where} matches “{isolated(text)}”",
        "It is found among the other kinds." if there else "The providers may know it.",
        (*there, search, clear),
        wanted.text,
    )
