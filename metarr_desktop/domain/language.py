"""Languages of artwork: one spelling, ladders of preference, words for people."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

NO_TEXT_WORD = "No text"
"""How a picture without any lettering is called on screen; in values it is ``None``."""

NEVER_STATED = ""
"""Stands on screen for the language of a picture whose services tell of none, as those of music do: it may well
have lettering, so "No text" would be wrong, and there is nothing to filter by."""

_TEXTLESS = frozenset({"", "00", "xx", "null", "zxx", "none"})

LANGUAGE_NAMES: Mapping[str, str] = {
    "aa": "Afar", "ab": "Abkhazian", "ae": "Avestan", "af": "Afrikaans", "ak": "Akan", "am": "Amharic",
    "an": "Aragonese", "ar": "Arabic", "as": "Assamese", "av": "Avaric", "ay": "Aymara", "az": "Azerbaijani",
    "ba": "Bashkir", "be": "Belarusian", "bg": "Bulgarian", "bi": "Bislama", "bm": "Bambara", "bn": "Bengali",
    "bo": "Tibetan", "br": "Breton", "bs": "Bosnian", "ca": "Catalan", "ce": "Chechen", "ch": "Chamorro",
    "cn": "Cantonese", "co": "Corsican", "cr": "Cree", "cs": "Czech", "cu": "Church Slavonic",
    "cv": "Chuvash", "cy": "Welsh", "da": "Danish", "de": "German", "dv": "Divehi", "dz": "Dzongkha",
    "ee": "Ewe", "el": "Greek", "en": "English", "eo": "Esperanto", "es": "Spanish", "et": "Estonian",
    "eu": "Basque", "fa": "Persian", "ff": "Fulah", "fi": "Finnish", "fj": "Fijian", "fo": "Faroese",
    "fr": "French", "fy": "Western Frisian", "ga": "Irish", "gd": "Scottish Gaelic", "gl": "Galician",
    "gn": "Guarani", "gu": "Gujarati", "gv": "Manx", "ha": "Hausa", "he": "Hebrew", "hi": "Hindi",
    "ho": "Hiri Motu", "hr": "Croatian", "ht": "Haitian Creole", "hu": "Hungarian", "hy": "Armenian",
    "hz": "Herero", "ia": "Interlingua", "id": "Indonesian", "ie": "Interlingue", "ig": "Igbo",
    "ii": "Sichuan Yi", "ik": "Inupiaq", "io": "Ido", "is": "Icelandic", "it": "Italian", "iu": "Inuktitut",
    "ja": "Japanese", "jv": "Javanese", "ka": "Georgian", "kg": "Kongo", "ki": "Kikuyu", "kj": "Kuanyama",
    "kk": "Kazakh", "kl": "Greenlandic", "km": "Khmer", "kn": "Kannada", "ko": "Korean", "kr": "Kanuri",
    "ks": "Kashmiri", "ku": "Kurdish", "kv": "Komi", "kw": "Cornish", "ky": "Kyrgyz", "la": "Latin",
    "lb": "Luxembourgish", "lg": "Ganda", "li": "Limburgish", "ln": "Lingala", "lo": "Lao",
    "lt": "Lithuanian", "lu": "Luba-Katanga", "lv": "Latvian", "mg": "Malagasy", "mh": "Marshallese",
    "mi": "Maori", "mk": "Macedonian", "ml": "Malayalam", "mn": "Mongolian", "mr": "Marathi", "ms": "Malay",
    "mt": "Maltese", "my": "Burmese", "na": "Nauru", "nb": "Norwegian Bokmål", "nd": "North Ndebele",
    "ne": "Nepali", "ng": "Ndonga", "nl": "Dutch", "nn": "Norwegian Nynorsk", "no": "Norwegian",
    "nr": "South Ndebele", "nv": "Navajo", "ny": "Chichewa", "oc": "Occitan", "oj": "Ojibwa", "om": "Oromo",
    "or": "Odia", "os": "Ossetian", "pa": "Punjabi", "pi": "Pali", "pl": "Polish", "ps": "Pashto",
    "pt": "Portuguese", "qu": "Quechua", "rm": "Romansh", "rn": "Rundi", "ro": "Romanian", "ru": "Russian",
    "rw": "Kinyarwanda", "sa": "Sanskrit", "sc": "Sardinian", "sd": "Sindhi", "se": "Northern Sami",
    "sg": "Sango", "sh": "Serbo-Croatian", "si": "Sinhala", "sk": "Slovak", "sl": "Slovenian", "sm": "Samoan",
    "sn": "Shona", "so": "Somali", "sq": "Albanian", "sr": "Serbian", "ss": "Swati", "st": "Southern Sotho",
    "su": "Sundanese", "sv": "Swedish", "sw": "Swahili", "ta": "Tamil", "te": "Telugu", "tg": "Tajik",
    "th": "Thai", "ti": "Tigrinya", "tk": "Turkmen", "tl": "Tagalog", "tn": "Tswana", "to": "Tonga",
    "tr": "Turkish", "ts": "Tsonga", "tt": "Tatar", "tw": "Twi", "ty": "Tahitian", "ug": "Uyghur",
    "uk": "Ukrainian", "und": "Language not stated", "ur": "Urdu", "uz": "Uzbek", "ve": "Venda",
    "vi": "Vietnamese", "vo": "Volapük", "wa": "Walloon", "wo": "Wolof", "xh": "Xhosa", "yi": "Yiddish",
    "yo": "Yoruba", "za": "Zhuang", "zh": "Chinese", "zu": "Zulu",
}  # fmt: skip
"""English names of all of ISO 639-1, and of ``cn`` and ``sh``, which TMDB uses besides; ``und`` is for artwork
whose lettering is in a language nobody stated."""


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
    """Return the English name of *code*, the code itself if unknown, "No text" for ``None``.

    What is `NEVER_STATED` has no name: the text is empty.
    """
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
