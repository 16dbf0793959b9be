"""What names of folders say of an album: artist, title, year, edition. The ways of Picard, Lidarr, beets and people."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from metarr_desktop.domain.entity import ExternalIds
from metarr_desktop.domain.query import clean_text, take_ids
from metarr_desktop.domain.titles import MAX_TITLE, normalise_title

AUDIO_ENDINGS = frozenset(
    (".flac", ".mp3", ".m4a", ".aac", ".alac", ".ogg", ".oga", ".opus", ".wav", ".aif", ".aiff", ".wma", ".ape",
     ".wv", ".dsf", ".dff", ".mka", ".mpc", ".tta")
)  # fmt: skip

VARIOUS_ARTISTS = "Various Artists"
"""Who MusicBrainz credits with an album of many artists."""

_VARIOUS = frozenset(
    {"various artists", "various", "va", "v a", "verschiedene interpreten", "varios artistas"}
)
_KIND_FOLDERS = frozenset(
    ("albums", "album", "studio albums", "studio", "eps", "ep", "singles", "singles and eps", "live", "live albums",
     "compilations", "discography", "diskografie", "bootlegs", "demos", "remixes", "other", "flac", "mp3", "lossless",
     "lossy", "cds", "cd", "vinyl", "hi res", "hires", "soundtracks", "soundtrack", "ost", "sampler", "music", "musik")
)  # fmt: skip
_DISC_FOLDER = re.compile(
    r"(?:cd|disc|disk|dvd|lp|vinyl|side)[\s._-]{0,2}(?:[0-9]{1,3}|[a-h]|one|two|three|four)(?:[\s._:-].{0,200}|[\s]?[(\[].{0,200})?"
    r"|(?:bonus|extra)(?:[\s._-](?:cd|disc|disk|tracks?))?",
    re.IGNORECASE,
)
_DISC_TAIL = re.compile(
    r"[\s._,-]{0,3}[(\[]?(?<![^\W_])(?:cd|disc|disk)[\s._-]{0,2}[0-9]{1,2}(?:\s?(?:of|/)\s?[0-9]{1,2})?[)\]]?$",
    re.IGNORECASE,
)
_BETWEEN = re.compile(r"\s+[-–—]\s+")
_YEAR = r"(?P<year>(?:19|20)[0-9]{2})(?:[-.](?:0[0-9]|1[0-2])(?:[-.][0-3][0-9])?)?"
_YEAR_ONLY = re.compile(_YEAR)
_GROUPS = re.compile(r"\(([^()]{0,120})\)|\[([^\[\]]{0,120})\]|\{([^{}]{0,120})\}")
_TECHNICAL = re.compile(
    r"(?:flac|mp3|aac|alac|ogg|opus|wav|wma|ape|dsd(?:64|128)?|sacd|m4a|web|cd|[2-9]cd|cdda|cd-?rip|vinyl|lp|[2-9]lp|dvd|dvd-?a|"
    r"rip|hi-?res|lossless|eac|log|cue|scans|covers?|v[0-9]|vbr|cbr|kbps|kbit|khz|bit|[0-9]{2,3}k|[0-9]{1,3}(?:\.[0-9])?(?:kbps|khz|bit|b)?|"
    r"24bit|16bit|stereo|promo|retail|official|[0-9]{2}-[0-9]{2,3}(?:\.[0-9])?)",
    re.IGNORECASE,
)
_EDITION = re.compile(
    r"(?<![^\W_])(?:re-?master(?:ed)?|deluxe|edition|anniversary|expanded|re-?issue|version|bonus|limited|special|mono|"
    r"collector'?s?|legacy|remix(?:ed)?|import|pressing|box ?set|mfsl|mofi|half-?speed)(?![^\W_])",
    re.IGNORECASE,
)
_SCENE = re.compile(
    r"(?P<artist>[^\s-]{1,80})-(?P<title>[^\s]{1,150}?)-(?:[^\s-]{1,30}-){0,6}?(?P<year>(?:19|20)[0-9]{2})-[A-Za-z0-9_]{1,30}"
)
_SCENE_WORDS = re.compile(
    r"-(?:\([^()]*\)|[2-9]?cd[asrm]?|cds|cdep|ep|web|flac|vinyl|[2-9]?lp|retail|promo|remastered|reissue)(?=-|$)",
    re.I,
)
_SORT_FORM = re.compile(
    r"(?P<name>.{1,120}), (?P<article>the|a|an|die|der|das|les?|la|los|las)", re.IGNORECASE
)
_REMARK = re.compile(r"(?<=\S)\s\([^()]*\)$|\s?\[[^\[\]]*\]$|\s?\{[^{}]*\}$")
_EDGES = " \t-–—._:,;|+"


@dataclass(frozen=True, slots=True)
class AlbumName:
    """What a name says; ``artist`` is empty and ``year`` ``None`` if it does not say them."""

    title: str
    artist: str = ""
    year: int | None = None
    edition: str = ""
    ids: ExternalIds = field(default_factory=ExternalIds)


def parse_album_name(name: str, artist: str = "") -> AlbumName:
    """Return what the name of an album's folder, or a typed one, says; the title is never empty unless *name* is.

    Args:
        artist: of the album, if the folder around it is theirs; it is cut off where the name repeats it.
    """
    name = _clean(name)
    ids, text = take_ids(name)
    ids = ExternalIds(musicbrainz=ids.musicbrainz)
    text = without_disc(text or name)
    # Names of files have an underscore for a slash or a blank, and neither title nor search has any use for it.
    if scene := _SCENE.fullmatch(text):
        title = _SCENE_WORDS.sub("", scene["title"])
        credit = _spaced(scene["artist"])
        return AlbumName(_spaced(title), as_artist(credit) or artist, int(scene["year"]), "", ids)
    text, year, editions = _without_groups(_spaced(text) or text)
    parts = [part for part in _BETWEEN.split(text) if part.strip(_EDGES)]
    parts, year = _without_year(parts, year, has_artist=bool(artist))
    if len(parts) > 1 and artist and _is_one(parts[0], artist):
        parts = parts[1:]
    elif len(parts) > 1 and not artist:
        artist, parts = as_artist(parts[0]), parts[1:]
    title = " - ".join(part.strip() for part in parts).strip(" \t-–—:,;|") or text.strip() or name
    return AlbumName(title, artist, year, ", ".join(dict.fromkeys(editions))[:MAX_TITLE], ids)


def as_artist(name: str) -> str:
    """Return the artist a folder is named after: ids, remarks in brackets and the sort form ("Beatles, The") undone."""
    _, text = take_ids(_clean(name))
    bare = _REMARK.sub("", _spaced(text)).strip() or text
    if bare.casefold().strip(" .").replace(".", " ") in _VARIOUS:
        return VARIOUS_ARTISTS
    if sort_form := _SORT_FORM.fullmatch(bare):
        return f"{sort_form['article']} {sort_form['name']}"
    return bare


def is_disc_folder(name: str) -> bool:
    """Tell whether a folder of this name is one disc of the album around it."""
    return _DISC_FOLDER.fullmatch(name.strip()) is not None


def is_kind_folder(name: str) -> bool:
    """Tell whether a folder sorts albums ("Live", "FLAC", "A-F") and names no artist."""
    word = normalise_title(name)
    return (
        word in _KIND_FOLDERS
        or re.fullmatch(r"\W?|[0-9a-z]|[0-9a-z]\s?-\s?[0-9a-z]|(?:19|20)[0-9]{2}s?", name.casefold())
        is not None
    )


def is_compilation_folder(name: str) -> bool:
    """Tell whether a folder of this name holds albums of many artists each, as iTunes keeps them."""
    return normalise_title(name) in ("compilations", "sampler", "samplers")


def without_disc(name: str) -> str:
    """Return *name* without a number of a disc at its end ("The Wall (Disc 2)")."""
    shorter = _DISC_TAIL.sub("", name)
    return shorter if shorter.strip(_EDGES) else name


def _without_groups(text: str) -> tuple[str, int | None, list[str]]:
    """Take the brackets apart: returns what is left of *text*, the year and the editions named."""
    year: int | None = None
    editions: list[str] = []

    def take(match: re.Match[str]) -> str:
        nonlocal year
        inner = next(group for group in match.groups() if group is not None).strip()
        if found := _YEAR_ONLY.fullmatch(inner):
            year = year or int(found["year"])
            return " "
        if not inner or all(_TECHNICAL.fullmatch(word) for word in re.split(r"[\s,/_+]+", inner)):
            return " "
        if match[0][0] == "{" or _EDITION.search(inner):
            editions.append(inner)
            return " "
        if match[0][0] == "[" and any(char.isdigit() for char in inner):
            return " "  # a number of a catalogue
        return match[0]

    left = " ".join(_GROUPS.sub(take, text).split())
    return (left, year, editions) if left.strip(_EDGES) else (text, year, editions)


def _without_year(parts: list[str], year: int | None, *, has_artist: bool) -> tuple[list[str], int | None]:
    """Take a year that stands between dashes out of *parts*; one that must be the title ("Artist - 1989") stays."""
    for place, part in enumerate(parts):
        alone = _YEAR_ONLY.fullmatch(part.strip())
        leaves_a_title = len(parts) > 2 or (len(parts) == 2 and (place == 0 or has_artist))
        if alone and leaves_a_title and year in (None, int(alone["year"])):
            return parts[:place] + parts[place + 1 :], int(alone["year"])
    return parts, year


def _is_one(part: str, artist: str) -> bool:
    return normalise_title(as_artist(part)) == normalise_title(artist)


def _spaced(text: str) -> str:
    return " ".join(text.replace("_", " ").split())


def _clean(name: str) -> str:
    return " ".join(clean_text(name[:MAX_TITLE]).split())
