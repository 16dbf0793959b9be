"""How sure we are that a search result is the work looked for: 0-100, with its parts in words.

One scale for all providers. 100 only if an id matched; a title can never prove more than 99.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from rapidfuzz.distance import Levenshtein

from metarr_desktop.domain.entity import ExternalIds
from metarr_desktop.domain.query import Reading
from metarr_desktop.domain.search import ConfidenceParts, ProviderHit, SearchResult
from metarr_desktop.domain.titles import normalise_title, title_numbers

TITLE_POINTS = 60
YEAR_POINTS = {0: 25, 1: 15, 2: 5}
YEAR_UNKNOWN = 10
AGREEMENT_POINTS = 5
RUNTIME_PENALTY = -15
HIGHEST_WITHOUT_ID = 99

_NO_TITLE_BELOW = 0.6
_OTHER_NUMBERS_CAP = 0.70
_WORDS = ("No", "One", "Two", "Three", "Four", "Five", "Six", "Seven", "Eight", "Nine")
_PLACES = ("", "First", "Second", "Third", "Fourth", "Fifth", "Sixth", "Seventh", "Eighth", "Ninth", "Tenth")


@dataclass(frozen=True, slots=True)
class Expectation:
    """What the user or the file says about the work.

    Attributes:
        readings: ways to read the typed text; the best one counts. Empty when only ids were given.
        ids: ids in the query.
        runtime_min: running time of the file in minutes.
        edition: named edition, which excuses another running time.
    """

    readings: tuple[Reading, ...]
    ids: ExternalIds = field(default_factory=ExternalIds)
    runtime_min: int | None = None
    edition: str = ""


def title_similarity(wanted: str, names: Iterable[str]) -> float:
    """Return 0..1: the best normalised Levenshtein similarity of *wanted* to any of *names*.

    Titles that differ in their numbers are different works, however alike they look: at most 0.70.
    """
    return max((_similarity(normalise_title(wanted), normalise_title(name)) for name in names), default=0.0)


def _similarity(wanted: str, name: str) -> float:
    if not wanted or not name:
        return 0.0
    if wanted == name or wanted.replace(" ", "") == name.replace(" ", ""):  # WALL·E, Wall E, WALLE
        return 1.0
    alike = float(Levenshtein.normalized_similarity(wanted, name))
    return alike if title_numbers(wanted) == title_numbers(name) else min(alike, _OTHER_NUMBERS_CAP)


def title_points(similarity: float) -> int:
    """0-60; nothing at or below a similarity of 0.6."""
    return round(TITLE_POINTS * max(0.0, (similarity - _NO_TITLE_BELOW) / (1 - _NO_TITLE_BELOW)))


def year_points(wanted: int | None, found: int | None) -> int:
    """25 if equal, 15 and 5 for one and two years apart, else 0; 10 if either is unknown."""
    if wanted is None or found is None:
        return YEAR_UNKNOWN
    return YEAR_POINTS.get(abs(wanted - found), 0)


def rank_points(best_rank: int) -> int:
    """10 for the first in a provider's own order, 9 for the second … 0 from the eleventh on."""
    return min(10, max(0, 11 - best_rank))


def contradicts_runtime(wanted: int | None, found: int | None, *, edition: str = "") -> bool:
    """Tell whether running times (minutes) differ by over 15 min and over 15 % of the work's own."""
    if not wanted or not found or edition:
        return False
    return abs(wanted - found) > max(15.0, 0.15 * found)


def confidence_of(
    hits: Sequence[ProviderHit], expectation: Expectation, provider_titles: Mapping[str, str]
) -> tuple[int, ConfidenceParts]:
    """Return confidence and parts of one work found as *hits* (one per provider).

    ``reasons`` has one sentence per part in the order title, year, rank, agreement, running time; for an id
    match it has the single sentence that names the id.
    """
    if any(hit.is_id_match for hit in hits):
        return 100, ConfidenceParts(0, 0, 0, 0, 0, is_id_match=True, reasons=(_id_reason(hits, expectation),))
    names = list(dict.fromkeys(name for hit in hits for name in _names(hit)))
    year = next((hit.year for hit in hits if hit.year), None)
    runtime = next((hit.runtime_min for hit in hits if hit.runtime_min), None)
    alike, reading = max(
        ((title_similarity(reading.title, names), reading) for reading in expectation.readings),
        key=lambda pair: title_points(pair[0]) + year_points(pair[1].year, year),
        default=(0.0, Reading("")),
    )
    best = min(hits, key=lambda hit: hit.rank)
    contradicted = contradicts_runtime(expectation.runtime_min, runtime, edition=expectation.edition)
    providers = len({hit.provider for hit in hits})
    parts = ConfidenceParts(
        title=title_points(alike),
        year=year_points(reading.year, year),
        rank=rank_points(best.rank),
        agreement=AGREEMENT_POINTS if providers > 1 else 0,
        runtime=RUNTIME_PENALTY if contradicted else 0,
        reasons=(
            _title_reason(alike),
            _year_reason(reading.year, year),
            _rank_reason(best, provider_titles),
            f"{_count(providers)} providers agree" if providers > 1 else "One provider found it",
            _runtime_reason(expectation, runtime, contradicted=contradicted),
        ),
    )
    points = parts.title + parts.year + parts.rank + parts.agreement + parts.runtime
    return min(HIGHEST_WITHOUT_ID, max(0, points)), parts


def margin_of(results: Sequence[SearchResult]) -> int | None:
    """Return the distance of the best to the best other work, its own confidence if it is alone."""
    if not results:
        return None
    return results[0].confidence - (results[1].confidence if len(results) > 1 else 0)


def _names(hit: ProviderHit) -> tuple[str, ...]:
    names = tuple(name for name in (hit.title, hit.original_title, *hit.alternative_titles) if name)
    if hit.artist:  # albums are typed with their artist as often as without
        names += tuple(f"{hit.artist} {name}" for name in names)
    return names


def _count(number: int) -> str:
    return _WORDS[number] if number < len(_WORDS) else str(number)


def _id_reason(hits: Sequence[ProviderHit], expectation: Expectation) -> str:
    for hit in hits:
        for kind, value in expectation.ids.items():
            if hit.external_ids.get(kind) == value:
                return f"Same id: {value if kind == 'imdb' else f'{kind} {value}'}"
    return "Found by its id"


def _title_reason(similarity: float) -> str:
    if similarity == 1.0:
        return "Title, same as file"
    if title_points(similarity) == 0:
        return "Title, another one"
    return f"Title, {int(similarity * 100)} % alike"


def _year_reason(wanted: int | None, found: int | None) -> str:
    if wanted is None or found is None:
        return "Year not given" if wanted is None else "Year of release unknown"
    return f"Year {wanted} {'=' if wanted == found else '≠'} {found}"


def _rank_reason(hit: ProviderHit, provider_titles: Mapping[str, str]) -> str:
    place = _PLACES[hit.rank] if 0 < hit.rank < len(_PLACES) else f"Number {hit.rank}"
    return f"{place} at {provider_titles.get(hit.provider, hit.provider)}"


def _runtime_reason(expectation: Expectation, runtime: int | None, *, contradicted: bool) -> str:
    if not expectation.runtime_min or not runtime:
        return "Running time not compared"
    sign = "=" if expectation.runtime_min == runtime else "≠" if contradicted else "≈"
    return f"Running time {expectation.runtime_min} {sign} {runtime} min"
