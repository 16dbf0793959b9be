"""What to say where no title is shown: why, and what can be done about it; no Qt."""

from __future__ import annotations

from dataclasses import dataclass

from ui.library.arrangement import Arrangement, Worklist
from ui.library.wording import isolated


@dataclass(frozen=True, slots=True)
class Emptiness:
    """``offers`` are (act, words, key); acts: folder, title, clear, all. ``query`` is what would be added."""

    icon: str
    title: str
    text: str
    offers: tuple[tuple[str, str, str], ...] = ()
    query: str = ""


_DONE = {
    Worklist.UNIDENTIFIED: (
        "Every film is identified",
        "New films appear here until you say which they are.",
    ),
    Worklist.IN_NO_PROVIDER: ("No film is marked as being in no provider", ""),
    Worklist.MISSING_POSTER: ("Every film has a poster", "Films without a selected poster appear here."),
    Worklist.NEW: ("Nothing new", "Films appear here when a refresh brings artwork you have not seen."),
    Worklist.FAILED: ("No fetch failed", "Films appear here when a provider could not be asked."),
}


def emptiness_of(total: int, arrangement: Arrangement) -> Emptiness:
    """Return what to say when none of *total* titles is shown under *arrangement*."""
    if arrangement.text:
        return _not_found(arrangement)
    if not total:
        return Emptiness(
            "film",
            "Your library is empty",
            "Add a folder with films: their names are read, nothing in it is changed. Or add a single title.",
            (("folder", "Add folder…", "Ctrl+Shift+O"), ("title", "Add title…", "Ctrl+N")),
        )
    title, text = _DONE[arrangement.worklist]
    return Emptiness("good", title, text, (("all", "Show all films", ""),))


def _not_found(arrangement: Arrangement) -> Emptiness:
    text = arrangement.text if len(arrangement.text) <= 60 else f"{arrangement.text[:59]}…"
    clear = ("clear", "Clear the filter", "Esc")
    if arrangement.ids:
        kind, value = next(iter(arrangement.ids.items()))
        name = value if kind == "imdb" else f"{kind} {value}"
        return Emptiness(
            "link",
            f"{name} is not in your library",
            "It can be added: its title is looked up at the providers.",
            (("title", f"Add {name}", "Enter"), clear),
            arrangement.text,
        )
    where = "" if arrangement.worklist is Worklist.ALL else " in this list"
    return Emptiness(
        "search",
        f"No film{where} matches “{isolated(text)}”",
        "The providers may know it.",
        (("title", f"Search providers for “{isolated(text)}”", "Enter"), clear),
        arrangement.text,
    )
