"""Verdicts and sentences of the identification window; no widget here."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from itertools import zip_longest

from metarr_desktop.domain.country import country_name
from metarr_desktop.domain.entity import IDS_OF_OTHERS, Entity, EntityType, ExternalIds, IdentityState
from metarr_desktop.domain.language import language_name
from metarr_desktop.domain.search import SearchReport, SearchResult
from ui.text import ELLIPSIS, count_text, join_words

SAFE_CONFIDENCE, SAFE_GAP, POSSIBLE_CONFIDENCE = 85, 15, 60
"""The limits of automatic identification, so that "Safe" here is what would be accepted there."""

ID_LABELS = {
    "tmdb": "TMDB",
    "imdb": "IMDb",
    "tvdb": "TheTVDB",
    "musicbrainz": "MusicBrainz",
    "musicbrainz_artist": "MusicBrainz artist",
}
_LONGEST_WORD = 24
SAME_MINUTES = 3
_LONG_ID_WORDS = {"musicbrainz": "Album", "musicbrainz_artist": "Artist"}
"""Whose id it is, where the id says by its form which service it is from, and fills the line."""
_LONG_WORD = re.compile(rf"\S{{{_LONGEST_WORD},}}")
_PARTS = ("Title", "Year", "Place in the results", "Agreement", "Running time")


class Verdict(StrEnum):
    """What a confidence means, in a word; the value is also the role of its colour."""

    SAFE = "good"
    POSSIBLE = "warn"
    UNLIKELY = "bad"

    @property
    def word(self) -> str:
        """The word on screen: colour alone says nothing to some."""
        return self.name.capitalize()


def verdict_of(confidence: int, gap: int) -> Verdict:
    """Judge a result by its confidence (0-100) and its distance to the best other one."""
    if confidence >= SAFE_CONFIDENCE and gap >= SAFE_GAP:
        return Verdict.SAFE
    return Verdict.POSSIBLE if confidence >= POSSIBLE_CONFIDENCE else Verdict.UNLIKELY


def gaps_of(report: SearchReport) -> tuple[int, ...]:
    """Return per result its distance to the best *other* one; its own confidence when it is alone."""
    confidences = [result.confidence for result in report.results]
    gaps = []
    for at, own in enumerate(confidences):
        others = confidences[:at] + confidences[at + 1 :]
        gaps.append(own - max(others) if others else own)
    if gaps and report.margin is not None:
        gaps[0] = report.margin  # it also counts works that were cut off by the limit
    return tuple(gaps)


def origins_of(result: SearchResult, titles: Mapping[str, str]) -> str:
    """Return who found it and whose ids are known: ``TMDB · IMDb``."""
    names = [titles.get(provider, provider) for provider in result.providers]
    names += [ID_LABELS.get(kind, kind) for kind in result.external_ids if kind not in IDS_OF_OTHERS]
    return " · ".join(dict.fromkeys(names))


def id_lines(ids: ExternalIds) -> tuple[str, ...]:
    """Return the ids as people write them: ``tmdb 593``, ``tt0069293``, ``Album 1b022e01-…``."""
    order = [kind for kind in ID_LABELS if kind in ids] + [kind for kind in ids if kind not in ID_LABELS]
    return tuple(_id_line(kind, ids[kind]) for kind in order)


def minutes_text(minutes: int | None) -> str:
    """Return a running time, empty when unknown."""
    return f"{minutes}\u00a0min" if minutes else ""


def length_of(result: SearchResult) -> str:
    """Return how long a film is, or an episode of a series."""
    minutes = minutes_text(result.runtime_min)
    return f"{minutes} an episode" if minutes and result.entity_type is EntityType.TV else minutes


def facts_of(result: SearchResult) -> str:
    """Return what stands behind the title: ``(1972) · Solyaris · 167 min``, ``Nirvana (1991)``."""
    year = f"({result.year})" if result.year else "(year unknown)"
    head = f"{result.artist} {year}" if result.artist else year
    return " · ".join(part for part in (head, _other_title(result), length_of(result)) if part)


def subtitle_of(result: SearchResult) -> str:
    """Return artist, original title, year and minutes in one line."""
    parts = (result.artist, _other_title(result), str(result.year or ""), length_of(result))
    return " · ".join(part for part in parts if part)


def description_of(result: SearchResult) -> str:
    """Return what a row says of a work; services have no words for albums, so there its genres stand."""
    if result.overview or result.entity_type is not EntityType.MUSIC:
        return result.overview or "No description."
    return ", ".join(result.genres)


def row_sentence(result: SearchResult, verdict: Verdict, origins: str) -> str:
    """Return what a screen reader says of a row."""
    year = str(result.year) if result.year else "year unknown"
    parts = (result.title, result.artist, year, length_of(result))
    head = ", ".join(part for part in parts if part)
    return f"{head}. Confidence {result.confidence}, {verdict.word.lower()}. {origins}"


@dataclass(frozen=True, slots=True)
class WhyLine:
    """One line of "Why 95": a reason in words and what it counts."""

    words: str
    value: str


def why_lines(result: SearchResult, gap: int, entity: Entity | None) -> tuple[WhyLine, ...]:
    """Return how the confidence came about, and the gap to the next result."""
    parts, verdict = result.confidence_parts, verdict_of(result.confidence, gap)
    safe = ", safe" if verdict is Verdict.SAFE else ", close" if gap < SAFE_GAP else ""
    last = WhyLine(
        "Gap to the next" if gap >= 0 else "Behind the best", f"{abs(gap)}{safe if gap >= 0 else ''}"
    )
    if parts.is_id_match:
        reason = parts.reasons[0] if parts.reasons else "Found by its id"
        return WhyLine(reason, "100"), last
    values = (
        f"{parts.title} / 60",
        f"{parts.year} / 25",
        f"{parts.rank} / 10",
        f"+{parts.agreement}",
        _runtime_value(result, entity),
    )
    words = zip_longest(parts.reasons[: len(_PARTS)], _PARTS)
    lines = (
        WhyLine(reason or name or "", value) for (reason, name), value in zip(words, values, strict=True)
    )
    # Only films have one length that a file can be compared with.
    has_length = result.entity_type is EntityType.MOVIE or bool(parts.runtime)
    return (*(tuple(lines)[: None if has_length else -1]), last)


def changes_identity(entity: Entity | None, result: SearchResult) -> bool:
    """Tell whether accepting makes an identified title another work, which drops its chosen artwork."""
    if entity is None or entity.state is not IdentityState.IDENTIFIED:
        return False
    own, found = entity.external_ids, result.external_ids
    return not own.shares_any_with(found) or bool(own.conflicts_with(found))


def summary_of(report: SearchReport, titles: Mapping[str, str]) -> str:
    """Return the line below the results: ``13 results from 2 providers, merged to 4``."""
    finders = [outcome.provider for outcome in report.outcomes if outcome.item_count]
    hits = sum(outcome.item_count for outcome in report.outcomes)
    shown = len(report.results)
    if report.pending:
        names = join_words(titles.get(name, name) for name in report.pending)
        return f"{count_text(shown, 'result')} so far · {names} still searching"
    if hits <= shown or len(finders) < 2:
        where = f" from {titles.get(finders[0], finders[0])}" if len(finders) == 1 else ""
        return f"{count_text(shown, 'result')}{where}"
    return f"{count_text(hits, 'result')} from {count_text(len(finders), 'provider')}, merged to {shown}"


def breakable(text: str, *, longest: int = 400) -> str:
    """Return *text* so that a label can wrap it: very long words may break, endless ones end."""
    if len(text) > longest:
        text = text[:longest] + ELLIPSIS
    return _LONG_WORD.sub(lambda word: "\u200b".join(_pieces(word[0])), text)


def quoted(text: str, longest: int = 40) -> str:
    """Return *text* in quotation marks, cut for a button, its writing direction kept inside the marks."""
    short = text if len(text) <= longest else text[: longest - 1] + ELLIPSIS
    return f"“\u2068{short}\u2069”"


def origin_of(result: SearchResult) -> str:
    """Return countries and language in one line, genres in the next."""
    language = language_name(result.original_language) if result.original_language else ""
    first = " · ".join(part for part in (", ".join(map(country_name, result.countries)), language) if part)
    return "\n".join(line for line in (first, ", ".join(result.genres)) if line)


def state_words(entity: Entity) -> str:
    """Return whether it is known what *entity* is."""
    return {
        IdentityState.UNIDENTIFIED: "Not identified yet",
        IdentityState.IDENTIFIED: "Identified",
        IdentityState.IN_NO_PROVIDER: "Marked as in no provider",
    }[entity.state]


def _pieces(word: str) -> list[str]:
    return [word[at : at + _LONGEST_WORD] for at in range(0, len(word), _LONGEST_WORD)]


def _other_title(result: SearchResult) -> str:
    other = result.original_title
    return other if other and other.casefold() != result.title.casefold() else ""


def _runtime_value(result: SearchResult, entity: Entity | None) -> str:
    if result.confidence_parts.runtime:
        return f"−{abs(result.confidence_parts.runtime)}"
    if entity is None or not entity.runtime_min or not result.runtime_min:
        return "–"
    return "agrees" if abs(entity.runtime_min - result.runtime_min) <= SAME_MINUTES else "no penalty"


def _id_line(kind: str, value: str) -> str:
    if kind == "imdb":
        return value
    return f"{_LONG_ID_WORDS.get(kind, kind)} {value}"
