"""Details of a TMDB film, series or collection as metadata and ids of the domain.  Pure functions."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import date

from metarr_desktop.domain.country import normalise_countries
from metarr_desktop.domain.entity import EntityMetadata, EntityType, ExternalIds
from metarr_desktop.domain.language import normalise_language
from metarr_desktop.providers import json_fields as fields
from metarr_desktop.providers.json_fields import JsonObject, UnexpectedShape
from metarr_desktop.providers.tmdb.image_addresses import ImageAddresses

_CAST_SHOWN = 10
_DIRECTORS_SHOWN = 10
_ANSWER_LANGUAGE = "en"  # without a language parameter the service answers in American English
_WIKIDATA = re.compile(r"Q[0-9]{1,12}")
# Regions whose code is not the language's own in capitals
_REGIONS = {
    "en": "US", "ja": "JP", "ko": "KR", "zh": "CN", "sv": "SE", "da": "DK", "cs": "CZ", "el": "GR",
    "uk": "UA", "he": "IL", "hi": "IN", "et": "EE", "sl": "SI", "sr": "RS", "vi": "VN", "fa": "IR",
    "ar": "AE",
}  # fmt: skip
_RELEASE_TYPES = (3, 2, 1, 4, 5, 6)  # in cinemas first: that is the certificate people know


def entry_id(details: JsonObject) -> str:
    """Return the service's own number of the entry.

    Raises:
        UnexpectedShape: there is none.
    """
    number = fields.positive(details.get("id"))
    if number is None:
        raise UnexpectedShape("the entry has no id")
    return str(number)


def map_external_ids(details: JsonObject, entity_type: EntityType = EntityType.MOVIE) -> ExternalIds:
    """Return the ids that stand for exactly this work; TheTVDB's of series only, it numbers films apart.

    Pages at Facebook, Instagram and the like are left out: a whole series of films may share one, and
    works are merged by their ids.
    """
    linked = fields.part(details.get("external_ids"))
    imdb = fields.imdb_title(details.get("imdb_id")) or fields.imdb_title(linked.get("imdb_id"))
    wikidata = linked.get("wikidata_id")
    return ExternalIds(
        tmdb=entry_id(details),
        imdb=imdb,
        tvdb=fields.positive(linked.get("tvdb_id")) if entity_type is EntityType.TV else None,
        wikidata=wikidata if isinstance(wikidata, str) and _WIKIDATA.fullmatch(wikidata) else None,
    )


def map_metadata(details: JsonObject, languages: Sequence[str], addresses: ImageAddresses) -> EntityMetadata:
    """Return what is said of a film, series or collection, each text in the first of *languages* that has it."""
    original_title = fields.text(details.get("original_title") or details.get("original_name"))
    vote_count = fields.integer(details.get("vote_count"))
    title = localised(details, "title", languages) or original_title
    return EntityMetadata(
        title=title,
        original_title=original_title,
        original_language=normalise_language(details.get("original_language")),
        release_date=map_release_date(details),
        overview=localised(details, "overview", languages),
        tagline=localised(details, "tagline", languages),
        runtime_min=map_runtime(details),
        genres=fields.texts(details.get("genres"), "name"),
        countries=map_countries(details),
        certification=map_certification(details, languages),
        directors=map_directors(details),
        cast=map_cast(details),
        keywords=fields.texts(_listed(details, "keywords", "keywords"), "name"),
        collection=fields.text(fields.part(details.get("belongs_to_collection")).get("name")),
        alternative_titles=map_alternative_titles(details, known=(title, original_title)),
        status=fields.text(details.get("status"), max_length=50),
        homepage=_homepage(localised(details, "homepage", languages)),
        vote_average=fields.decimal(details.get("vote_average")) if vote_count else None,
        vote_count=vote_count,
        popularity=fields.decimal(details.get("popularity")),
        poster_url=addresses.thumb("poster", details.get("poster_path")),
    )


def localised(details: JsonObject, key: str, languages: Sequence[str]) -> str:
    """Return ``title``, ``overview`` … in the first of *languages* that has it.

    An empty translated title means "as in the original" and is no translation.
    """
    plain = fields.text(details.get(key) or (details.get("name") if key == "title" else None))
    original_language = normalise_language(details.get("original_language"))
    for language in languages:
        code = normalise_language(language)
        for data in _translations(details, language):
            found = fields.text(data.get(key) or (data.get("name") if key == "title" else None))
            if found:
                return found
        if code == _ANSWER_LANGUAGE and plain:
            return plain
        if key == "title" and code is not None and code == original_language:
            original = fields.text(details.get("original_title") or details.get("original_name"))
            if original:
                return original
    return plain


def _translations(details: JsonObject, language: str) -> Iterator[JsonObject]:
    """Yield the texts of the translations into *language*, those of its region first."""
    code = normalise_language(language)
    region = _named_region(language) or _REGIONS.get(code or "", (code or "").upper())
    items, _ = fields.objects(fields.part(details.get("translations")).get("translations"))
    matching = [item for item in items if code and normalise_language(item.get("iso_639_1")) == code]
    for item in sorted(matching, key=lambda item: item.get("iso_3166_1") != region):
        yield fields.part(item.get("data"))


def _named_region(language: str) -> str:
    _, _, region = language.replace("_", "-").partition("-")
    return region.upper()


def map_alternative_titles(details: JsonObject, *, known: Sequence[str] = ()) -> tuple[str, ...]:
    """Return other titles of the work, translated ones included, without those in *known*."""
    listed = fields.texts(_listed(details, "alternative_titles", "titles"), "title")
    items, _ = fields.objects(fields.part(details.get("translations")).get("translations"))
    data = [fields.part(item.get("data")) for item in items]
    plain = fields.text(details.get("title") or details.get("name"))
    found = (plain, *listed, *fields.texts(data, "title"), *fields.texts(data, "name"))
    return tuple(title for title in dict.fromkeys(found) if title and title not in known)


def map_countries(details: JsonObject) -> tuple[str, ...]:
    """Return the codes of the countries of production, of those of origin where none are given."""
    items, _ = fields.objects(details.get("production_countries"))
    produced = [fields.text(item.get("iso_3166_1")) or fields.text(item.get("name")) for item in items]
    codes = details.get("origin_country")
    origin = map(fields.text, codes) if isinstance(codes, list) else ()
    return normalise_countries(produced) or normalise_countries(origin)


def map_release_date(details: JsonObject) -> date | None:
    """Return the day of the first release, of a series that of its first episode."""
    return fields.day(details.get("release_date")) or fields.day(details.get("first_air_date"))


def map_runtime(details: JsonObject) -> int | None:
    """Return the minutes of a film, or of a usual episode; for most series the service knows none."""
    minutes = details.get("episode_run_time")
    usual = minutes if isinstance(minutes, list) else []
    return next(filter(None, map(fields.positive, (details.get("runtime"), *usual))), None)


def map_certification(details: JsonObject, languages: Sequence[str]) -> str:
    """Return the age rating in the region of the first language, else of the United States, else ``""``."""
    first = languages[0] if languages else _ANSWER_LANGUAGE
    code = normalise_language(first) or _ANSWER_LANGUAGE
    for region in (_named_region(first) or _REGIONS.get(code, code.upper()), "US"):
        if found := _certificate_of_film(details, region) or _rating_of_series(details, region):
            return found
    return ""


def _certificate_of_film(details: JsonObject, region: str) -> str:
    items, _ = fields.objects(fields.part(details.get("release_dates")).get("results"))
    releases = [
        release
        for item in items
        if item.get("iso_3166_1") == region
        for release in fields.objects(item.get("release_dates"))[0]
    ]
    for kind in _RELEASE_TYPES:
        for release in releases:
            if release.get("type") == kind and (found := fields.text(release.get("certification"))):
                return found
    return ""


def _rating_of_series(details: JsonObject, region: str) -> str:
    items, _ = fields.objects(fields.part(details.get("content_ratings")).get("results"))
    found = (fields.text(item.get("rating")) for item in items if item.get("iso_3166_1") == region)
    return next(filter(None, found), "")


def map_directors(details: JsonObject) -> tuple[str, ...]:
    """Return who directed it, of a series those of most episodes first."""
    crew, _ = fields.objects(_credits(details).get("crew"))
    counted = [(person, _directed_episodes(person)) for person in crew]
    ordered = sorted((each for each in counted if each[1]), key=lambda each: -each[1])
    return fields.texts([person for person, _ in ordered], "name", limit=_DIRECTORS_SHOWN)


def _directed_episodes(person: JsonObject) -> int:
    if person.get("job") == "Director":  # films and single episodes
        return 1
    jobs, _ = fields.objects(person.get("jobs"))
    return sum(fields.count(job.get("episode_count")) or 1 for job in jobs if job.get("job") == "Director")


def map_cast(details: JsonObject) -> tuple[str, ...]:
    """Return the first names of the cast as billed."""
    people, _ = fields.objects(_credits(details).get("cast"))
    billed = sorted(
        people,
        key=lambda person: order if (order := fields.integer(person.get("order"))) is not None else 9999,
    )
    return fields.texts(billed, "name", limit=_CAST_SHOWN)


def _credits(details: JsonObject) -> JsonObject:
    """Return the people; those of a whole series rather than those of its last season."""
    return fields.part(details.get("aggregate_credits")) or fields.part(details.get("credits"))


def _listed(details: JsonObject, name: str, film_key: str) -> object:
    """Return the list in the part *name*, which series keep under another key than films."""
    found = fields.part(details.get(name))
    return found.get(film_key) or found.get("results")


def _homepage(address: str) -> str:
    return address if re.match(r"https?://[^\s@]+$", address) else ""
