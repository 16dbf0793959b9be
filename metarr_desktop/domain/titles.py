"""One spelling of a title, so that two services and a file name can be compared.

Everything here is linear in the length of the text, which is cut at :data:`MAX_TITLE` characters.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

from metarr_desktop.domain.entity import Entity, EntityType

MAX_TITLE = 255
"""Longest title that is looked at; file systems allow no longer names either."""

# Articles that are also common first words of English titles (die, as, den, do, o, i) are not among them:
# "Hard" is not "Die Hard".
_ARTICLES = frozenset(
    ("the", "a", "an", "der", "das", "ein", "eine", "le", "la", "les", "l", "un", "une", "el", "los", "las",
     "una", "il", "lo", "gli", "um", "uma", "het", "een", "det", "ett")
)  # fmt: skip
_PART_WORDS = frozenset(
    ("part", "pt", "vol", "volume", "chapter", "chap", "episode", "teil", "kapitel", "partie", "parte",
     "tome", "tomo", "capitulo", "chapitre")
)  # fmt: skip
_NUMBER_WORDS = {
    "one": "1", "two": "2", "three": "3", "four": "4", "five": "5", "six": "6", "seven": "7", "eight": "8",
    "nine": "9", "ten": "10", "eleven": "11", "twelve": "12", "thirteen": "13", "fourteen": "14",
    "fifteen": "15", "sixteen": "16", "seventeen": "17", "eighteen": "18", "nineteen": "19", "twenty": "20",
}  # fmt: skip
_ROMAN = re.compile(r"(x{0,3})(ix|iv|v?i{0,3})")
_ROMAN_VALUES = {"i": 1, "v": 5, "x": 10}
# Letters that Unicode does not take apart although everybody types them without their stroke or tail.
_PLAIN_LETTERS = str.maketrans(
    {"ø": "o", "ł": "l", "đ": "d", "ð": "d", "æ": "ae", "œ": "oe", "þ": "th", "ı": "i", "ħ": "h"}
)
_APOSTROPHES = str.maketrans(dict.fromkeys("'’‘ʼ`´", ""))
_SPACED_DECOMPOSITIONS = ("<super>", "<sub>", "<fraction>")


@lru_cache(maxsize=16_384)
def normalise_title(title: str) -> str:
    """Return *title* without anything two spellings of one title may differ in.

    Case, diacritics, punctuation, "&" for "and", a leading (or comma-trailing) article of several languages;
    roman numbers, number words and "part/vol/chapter N" become N. Never empty unless *title* is blank: a
    title of nothing but marks ("!!!") is kept as it is.
    """
    text = _apart(_article_first(title[:MAX_TITLE].casefold())).replace("&", " and ")
    text = _without_marks(text).translate(_PLAIN_LETTERS).translate(_APOSTROPHES)
    words = _with_arabic_numbers(_words(text))
    if len(words) > 1 and words[0] in _ARTICLES:
        words = words[1:]
    return " ".join(words) or " ".join(title[:MAX_TITLE].casefold().split())


@lru_cache(maxsize=16_384)
def title_numbers(normalised: str) -> tuple[int, ...]:
    """Return the numbers in a normalised title, sorted; sequels differ in nothing else."""
    return tuple(sorted(int(word) for word in normalised.split() if word.isdecimal()))


def search_text(entity: Entity) -> str:
    """Return what to search for to identify *entity*: its title, after the artist if that of an album is known.

    ``Nirvana - Nevermind`` finds one album where ``Nevermind`` finds hundreds. The year is not in it: a search takes
    it apart.
    """
    artist = entity.metadata.artist.strip() if entity.key.entity_type is EntityType.MUSIC else ""
    return f"{artist} - {entity.title}" if artist else entity.title


def _article_first(text: str) -> str:
    """Turn the sort form "Thing, The" around."""
    head, comma, tail = text.rpartition(",")
    return f"{tail.strip()} {head}" if comma and tail.strip() in _ARTICLES else text


def _apart(text: str) -> str:
    """Put a space before superscripts and fractions, which would melt into their neighbours: Alien³, 33⅓."""
    if text.isascii():
        return text
    return "".join(
        f" {char}" if unicodedata.decomposition(char).startswith(_SPACED_DECOMPOSITIONS) else char
        for char in text
    )


def _without_marks(text: str) -> str:
    """Compatibility-decompose, drop the accents of European scripts and Arabic vowel signs, compose again.

    Marks of other scripts stay: in Hindi or Thai they are vowels; without them titles would fall together.
    """
    if text.isascii():
        return text
    bare = "".join(
        char
        for char in unicodedata.normalize("NFKD", text)
        if not ("\u0300" <= char <= "\u036f" or "\u064b" <= char <= "\u065f")
    )
    return unicodedata.normalize("NFC", bare)


def _words(text: str) -> list[str]:
    return "".join(char if unicodedata.category(char)[0] in "LMN" else " " for char in text).split()


def _with_arabic_numbers(words: list[str]) -> list[str]:
    numbered = [
        _arabic(
            word,
            follows_part_word=index > 0 and words[index - 1] in _PART_WORDS,
            is_first=index == 0,
            is_last=index == len(words) - 1,
        )
        for index, word in enumerate(words)
    ]
    # "Kill Bill 2" is "Kill Bill: Vol. 2": the number says it all.
    return [
        word
        for index, word in enumerate(numbered)
        if not (word in _PART_WORDS and index + 1 < len(numbered) and numbered[index + 1].isdecimal())
    ]


def _arabic(word: str, *, follows_part_word: bool, is_first: bool, is_last: bool) -> str:
    if word.isdecimal():
        return str(int(word))  # "Part 02" is "Part 2"; digits of any script
    if word in _NUMBER_WORDS:
        return _NUMBER_WORDS[word]
    if is_first or not _ROMAN.fullmatch(word):  # "XXX" and "V for Vendetta" begin with no number
        return word
    if len(word) == 1 and not (follows_part_word or (is_last and word != "i")):
        return word  # "I" and the X of "X-Men" are words
    values = [_ROMAN_VALUES[letter] for letter in word]
    return str(
        sum(
            -value if any(later > value for later in values[place + 1 : place + 2]) else value
            for place, value in enumerate(values)
        )
    )
