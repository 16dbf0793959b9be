"""Which font a letter needs, and Arabic letters in their joined forms.

Pillow can do this with Raqm and FriBidi, but their presence differs between machines and with it the picture;
the few words of the catalogue need only what is here.
"""

from __future__ import annotations

import unicodedata
from typing import Literal

Script = Literal["latin", "greek", "cyrillic", "cjk", "korean", "arabic"]

_ALONE_AND_LAST_ONLY = "اأإآدذرزوؤةىژ"
_LAM_ALEF = {"\u0627": "\ufefb"}


def script_of(letter: str) -> Script:
    """The script that decides the font; digits and punctuation count as Latin."""
    code = ord(letter)
    if 0x370 <= code < 0x400 or 0x1F00 <= code < 0x2000:
        return "greek"
    if 0x400 <= code < 0x530:
        return "cyrillic"
    if 0x600 <= code < 0x700 or 0xFB50 <= code < 0xFE00 or 0xFE70 <= code < 0xFF00:
        return "arabic"
    if 0xAC00 <= code < 0xD7B0 or 0x1100 <= code < 0x1200:
        return "korean"
    if 0x2E80 <= code < 0xA000 or 0xF900 <= code < 0xFB00 or 0xFF00 <= code < 0xFFF0:
        return "cjk"
    return "latin"


def main_script(text: str) -> Script:
    """The script of most letters of the text."""
    scripts = [script_of(letter) for letter in text if letter.isalpha()]
    return max(set(scripts), key=lambda name: (scripts.count(name), name)) if scripts else "latin"


def capitals(text: str) -> str:
    """Upper case as a printer sets it: Greek capitals carry no accent."""
    upper = text.upper()
    if main_script(text) != "greek":
        return upper
    bare = unicodedata.normalize("NFD", upper).replace("\u0301", "")
    return unicodedata.normalize("NFC", bare)


def visual_order(text: str) -> str:
    """Arabic words joined and put in the order in which they are drawn from left to right."""
    if main_script(text) != "arabic":
        return text
    return " ".join(_joined(word)[::-1] for word in reversed(text.split(" ")))


def _joined(word: str) -> str:
    shaped: list[str] = []
    index = 0
    while index < len(word):
        letter = word[index]
        before = index > 0 and _joins_forward(word[index - 1])
        if letter == "\u0644" and word[index + 1 : index + 2] in _LAM_ALEF:
            ligature = _LAM_ALEF[word[index + 1]]
            shaped.append(chr(ord(ligature) + 1) if before else ligature)
            index += 2
            continue
        after = index + 1 < len(word) and _joins_forward(letter) and script_of(word[index + 1]) == "arabic"
        shaped.append(_form(letter, before, after))
        index += 1
    return "".join(shaped)


def _joins_forward(letter: str) -> bool:
    return script_of(letter) == "arabic" and letter not in _ALONE_AND_LAST_ONLY and letter != "ء"


def _form(letter: str, before: bool, after: bool) -> str:
    """The presentation form, found by its compatibility decomposition in the Unicode database."""
    wanted = "medial" if before and after else "final" if before else "initial" if after else "isolated"
    return _FORMS.get((letter, wanted), letter)


def _presentation_forms() -> dict[tuple[str, str], str]:
    forms: dict[tuple[str, str], str] = {}
    for code in (*range(0xFB50, 0xFC00), *range(0xFE80, 0xFEFD)):
        parts = unicodedata.decomposition(chr(code)).split()
        if len(parts) == 2 and parts[0].startswith("<"):
            forms.setdefault((chr(int(parts[1], 16)), parts[0].strip("<>")), chr(code))
    return forms


_FORMS = _presentation_forms()
