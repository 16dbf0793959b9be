"""Records of films, series and episodes as metadata of the domain.  Pure functions."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date

from metarr_desktop.domain.country import normalise_countries
from metarr_desktop.domain.entity import EntityMetadata
from metarr_desktop.domain.partial_date import PartialDate
from metarr_desktop.providers import json_fields as fields
from metarr_desktop.providers.json_fields import JsonObject
from metarr_desktop.providers.tvdb import languages
from metarr_desktop.providers.tvdb.id_mapping import official_site
from metarr_desktop.providers.tvdb.image_addresses import picture_address, thumb_address

_CAST_SHOWN = 10
_FIRST_YEAR, _LAST_YEAR = 1850, 2200
# The country whose age rating a speaker of the language expects, in the service's codes
_COUNTRIES = {
    "en": "usa", "de": "deu", "fr": "fra", "es": "esp", "it": "ita", "nl": "nld", "pt": "bra", "sv": "swe",
    "da": "dnk", "fi": "fin", "no": "nor", "ja": "jpn", "ko": "kor", "ru": "rus", "pl": "pol", "tr": "tur",
}  # fmt: skip


def map_metadata(record: JsonObject, wanted: Sequence[str], *, base_url: str) -> EntityMetadata:
    """Return what an extended record says, each text in the first of the languages *wanted* that has it."""
    codes = languages.ladder(wanted)
    original_title = fields.text(record.get("name"), max_length=500)
    title = translated(record, "name", codes) or original_title
    poster = picture_address(record.get("image"), base_url=base_url)
    return EntityMetadata(
        title=title,
        original_title=original_title,
        original_language=languages.to_domain(record.get("originalLanguage")),
        release_date=map_date(record),
        overview=translated(record, "overview", codes) or fields.text(record.get("overview")),
        tagline=translated(record, "tagline", codes),
        runtime_min=map_runtime(record),
        genres=fields.texts(record.get("genres"), "name"),
        countries=map_countries(record),
        certification=map_certification(record, wanted),
        directors=_people(record, "Director"),
        cast=_people(record, "Actor")[:_CAST_SHOWN],
        keywords=fields.texts(record.get("tagOptions") or record.get("tags"), "name", limit=50),
        collection=_collection(record),
        alternative_titles=map_alternative_titles(record, known=(title, original_title)),
        status=fields.text(fields.part(record.get("status")).get("name"), max_length=50),
        homepage=official_site(record.get("remoteIds")),
        poster_url=None if poster is None else thumb_address(poster, None, base_url=base_url),
    )


def translated(record: JsonObject, key: str, codes: Sequence[str]) -> str:
    """Return ``name``, ``overview`` or ``tagline`` in the first of *codes* that has it.

    The record's own name is in its original language; without translations its overview has no stated
    language and is left to the caller.
    """
    original = fields.text(record.get("originalLanguage")).lower()
    for code in codes:
        for entry in _translations(record, key):
            if fields.text(entry.get("language")).lower() == code and entry.get("isAlias") is not True:
                found = fields.text(entry.get(key))
                if found:
                    return found
        if key == "name" and code == original:
            return fields.text(record.get("name"), max_length=500)
    return ""


def _translations(record: JsonObject, key: str) -> Iterator[JsonObject]:
    translations = fields.part(record.get("translations"))
    lists = ["overviewTranslations"] if key == "overview" else ["nameTranslations", "overviewTranslations"]
    for name in lists:
        yield from fields.objects(translations.get(name))[0]


def map_alternative_titles(record: JsonObject, *, known: Sequence[str] = ()) -> tuple[str, ...]:
    """Return aliases and translated names without those in *known*."""
    translations = fields.part(record.get("translations"))
    found = (
        fields.text(record.get("name"), max_length=500),
        *fields.texts(record.get("aliases"), "name"),
        *fields.texts(translations.get("nameTranslations"), "name"),
    )
    return tuple(title for title in dict.fromkeys(found) if title and title not in known)


def map_date(record: JsonObject) -> date | None:
    """Return the day of the first release or broadcast, or its year where no more is known."""
    first = fields.part(record.get("first_release"))
    releases = [fields.day(item.get("date")) for item in fields.objects(record.get("releases"))[0]]
    dated = [
        fields.day(record.get("firstAired")),
        fields.day(record.get("aired")),
        fields.day(first.get("date") or first.get("Date")),
        min((day for day in releases if day is not None), default=None),
    ]
    return next((day for day in dated if day is not None), None) or year_alone(record.get("year"))


def year_alone(value: object) -> date | None:
    """Return a year that comes as text or number: records of old works have no more."""
    year = fields.positive(value)
    return PartialDate(year) if year is not None and _FIRST_YEAR <= year <= _LAST_YEAR else None


def map_runtime(record: JsonObject) -> int | None:
    """Return the minutes of a film, or of a usual episode."""
    return fields.positive(record.get("runtime")) or fields.positive(record.get("averageRuntime"))


def map_countries(record: JsonObject) -> tuple[str, ...]:
    """Return the codes of the countries of production, else of the country of origin."""
    items, _ = fields.objects(record.get("production_countries"))
    produced = [fields.text(item.get("country")) or fields.text(item.get("name")) for item in items]
    origin = fields.text(record.get("originalCountry") or record.get("country"), max_length=100)
    return normalise_countries(produced) or normalise_countries([origin])


def map_certification(record: JsonObject, wanted: Sequence[str]) -> str:
    """Return the age rating of the first language's country, else of the United States, else ``""``."""
    ratings, _ = fields.objects(record.get("contentRatings"))
    first = wanted[0].replace("_", "-").split("-")[0].lower() if wanted else "en"
    for country in (_COUNTRIES.get(first, first), "usa"):
        for rating in ratings:
            if fields.text(rating.get("country")).lower() == country and (
                name := fields.text(rating.get("name"), max_length=40)
            ):
                return name
    return ""


def _people(record: JsonObject, role: str) -> tuple[str, ...]:
    items, _ = fields.objects(record.get("characters"))
    ordered = sorted(items, key=lambda item: place if (place := fields.integer(item.get("sort"))) else 0)
    return fields.texts([item for item in ordered if item.get("peopleType") == role], "personName")


def _collection(record: JsonObject) -> str:
    """Return the first official list; lists of users say nothing about the work."""
    lists, _ = fields.objects(record.get("lists"))
    return next((fields.text(item.get("name")) for item in lists if item.get("isOfficial") is True), "")
