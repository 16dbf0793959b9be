"""Languages of artwork: one spelling, ladders of preference, words for people."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

NO_TEXT_WORD = "No text"
"""How a picture without any lettering is called on screen; in values it is ``None``."""

_TEXTLESS = frozenset({"", "00", "xx", "null", "zxx", "none"})

LANGUAGE_NAMES: Mapping[str, str] = {
    "ar": "Arabic", "bg": "Bulgarian", "cn": "Cantonese", "cs": "Czech", "da": "Danish", "de": "German",
    "el": "Greek", "en": "English", "es": "Spanish", "et": "Estonian", "fa": "Persian", "fi": "Finnish",
    "fr": "French", "he": "Hebrew", "hi": "Hindi", "hr": "Croatian", "hu": "Hungarian", "id": "Indonesian",
    "it": "Italian", "ja": "Japanese", "ko": "Korean", "lt": "Lithuanian", "lv": "Latvian", "nl": "Dutch",
    "no": "Norwegian", "pl": "Polish", "pt": "Portuguese", "ro": "Romanian", "ru": "Russian", "sk": "Slovak",
    "sl": "Slovenian", "sr": "Serbian", "sv": "Swedish", "th": "Thai", "tr": "Turkish", "uk": "Ukrainian",
    "und": "Language not stated",
    "vi": "Vietnamese", "zh": "Chinese",
}  # fmt: skip


def normalise_language(text: object) -> str | None:
    """Return a lower-case code of two or three letters, ``None`` for every spelling of textless.

    A region is cut off (``pt-BR`` -> ``pt``); anything that is no code counts as textless-unknown, ``None``.
    """
    if not isinstance(text, str):
        return None
    code = text.strip().lower().replace("_", "-").split("-", 1)[0]
    if code in _TEXTLESS or not (2 <= len(code) <= 3 and code.isalpha()):
        return None
    return code


def language_name(code: str | None) -> str:
    """Return the English name of *code*, the code itself if unknown, "No text" for ``None``."""
    return NO_TEXT_WORD if code is None else LANGUAGE_NAMES.get(code, code)


@dataclass(frozen=True, slots=True)
class LanguageLadder:
    """Languages in order of preference; ``None`` is a rung too ("no text").

    ``original`` in a rung list stands for the work's own language and is filled in by :meth:`rungs_for`.
    """

    rungs: tuple[str | None, ...]

    ORIGINAL = "original"

    def rungs_for(self, original_language: str | None) -> tuple[str | None, ...]:
        """Return the ladder with "original" replaced and repeated rungs left out."""
        filled = [original_language if rung == self.ORIGINAL else rung for rung in self.rungs]
        if original_language is None:  # unknown original language: that rung is absent, not "no text"
            filled = [rung for rung in self.rungs if rung != self.ORIGINAL]
        return tuple(dict.fromkeys(filled))


def default_ladder(user_languages: tuple[str, ...], *, prefers_textless: bool) -> LanguageLadder:
    """The user's languages, original, no text, English; fanart and keyart put no text first."""
    rungs: tuple[str | None, ...] = (*user_languages, LanguageLadder.ORIGINAL, None, "en")
    return LanguageLadder(tuple(dict.fromkeys((None, *rungs) if prefers_textless else rungs)))
