"""How the demo services find titles by words: accents, case and punctuation do not count."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence


def words_of(text: str) -> tuple[str, ...]:
    """Words without accents and case; script is kept, so Japanese or Arabic words stay what they are."""
    decomposed = unicodedata.normalize("NFKD", text.casefold())
    plain = "".join(char for char in decomposed if not unicodedata.combining(char))
    return tuple("".join(char if char.isalnum() else " " for char in plain.replace("'", "")).split())


def match_tier(words: tuple[str, ...], names: Sequence[tuple[str, ...]]) -> int | None:
    """0 exact title, 1 exact other name, 2 a name begins so, 3 all words occur, ``None`` no match.

    The first two *names* are title and original title.
    """
    joined = "".join(words)
    best: int | None = None
    for index, name in enumerate(names):
        whole = "".join(name)
        if whole == joined:
            tier = 0 if index < 2 else 1
        elif whole.startswith(joined):
            tier = 2
        elif all(word in name for word in words[:-1]) and any(part.startswith(words[-1]) for part in name):
            tier = 3
        else:
            continue
        best = tier if best is None else min(best, tier)
    return best
