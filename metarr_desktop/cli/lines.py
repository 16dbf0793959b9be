"""Answers of the command line for people: plain lines, no colour, nothing a script should parse."""

from __future__ import annotations

from collections.abc import Sequence

from metarr_desktop.domain.asset import WITHOUT_LANGUAGE, CachedAsset
from metarr_desktop.domain.entity import EntityKey, EntityType
from metarr_desktop.domain.fetch import FetchResult, ProviderOutcome, ProviderProgress
from metarr_desktop.domain.language import language_name
from metarr_desktop.domain.provider import ProviderInfo
from metarr_desktop.domain.search import SearchReport, SearchResult
from metarr_desktop.domain.status import CacheStatistics, ProviderNumbers, ProviderReport


def search(report: SearchReport) -> str:
    """One line a result, best first, then one a provider that has something to say."""
    lines = [
        f"{result.confidence:>3}  {_credited(result)} ({result.year or 'year unknown'})  "
        + " ".join(f"{kind}:{value}" for kind, value in result.external_ids.items())
        for result in report.results
    ]
    if not lines:
        lines.append("Nothing found.")
    return "\n".join([*lines, *_outcomes(report.outcomes), *report.notes])


def fetch(key: EntityKey, result: FetchResult) -> str:
    """What came, from whom, and how old it is."""
    lines = [f"{key}: {_how_it_came(key, result)}"]
    for provider, data in result.providers.items():
        counts = [f"{len(images)} {asset_type}" for asset_type, images in data.images.items() if images]
        counts += [f"{len(videos)} {asset_type}" for asset_type, videos in data.videos.items() if videos]
        stale = " (kept from an earlier fetch)" if data.is_stale else ""
        lines.append(f"  {provider}: {', '.join(counts) or 'nothing'}{stale}")
    if not result.is_saved:
        lines.append("  The cache could not be written; what is shown is fresh but not kept.")
    return "\n".join([*lines, *_outcomes(result.metadata.outcomes), *result.metadata.notes])


def _how_it_came(key: EntityKey, result: FetchResult) -> str:
    if result.cached:
        age = "never fetched" if result.cache_age is None else f"{result.cache_age:.1f} days old"
        return f"from the cache, {age}"
    outcomes = result.metadata.outcomes
    if any(outcome.was_asked for outcome in outcomes):
        return "fetched"
    if not outcomes:
        return "nobody was asked, for no provider that is switched on has anything for it"
    if any(outcome.error_kind != "no_id" for outcome in outcomes):
        return "nobody was asked"
    example = "--musicbrainz UUID" if key.entity_type is EntityType.MUSIC else "--tmdb NUMBER"
    return f"nobody was asked, for no id of it is known. Give one, such as {example}."


def assets(found: Sequence[CachedAsset], entity_type: EntityType) -> str:
    """One line a picture: number, score, provider, language, size, season, what was decided."""
    if not found:
        return "Nothing is cached. Use `fetch` to ask the providers."
    has_language = entity_type not in WITHOUT_LANGUAGE
    return "\n".join(_asset(asset, language_name(asset.language) if has_language else "") for asset in found)


def statistics(numbers: CacheStatistics) -> str:
    """The measures with their names; a dash where there is no data."""
    reliability = ", ".join(f"{name} {_share(share)}" for name, share in numbers.reliability.items()) or "-"
    seconds = numbers.average_fetch_seconds
    asked = numbers.hits + numbers.misses
    return "\n".join(
        [
            f"Titles            {numbers.entities}",
            f"Pictures          {numbers.assets}",
            f"Cache hits        {numbers.hits} of {asked} ({_share(numbers.hit_rate)})",
            f"Forced, joined    {numbers.forced}, {numbers.joined}",
            f"Average fetch     {'-' if seconds is None else f'{seconds:.2f} s'}",
            f"Reliability       {reliability}",
            f"Refetches with something new  {_share(numbers.ttl_effectiveness)}",
        ]
    )


def providers(listed: Sequence[tuple[ProviderInfo, ProviderReport, ProviderNumbers]]) -> str:
    """Two lines a provider: its state and key, then its limit and what was asked of it today."""
    lines = []
    for info, report, today in listed:
        lines.append(" ".join(filter(None, (f"{info.title}:", report.status.sentence, report.key_sentence))))
        seconds = "" if today.median_s is None else f", usually {today.median_s:.2f} s"
        asked = f"{today.requests} request{'' if today.requests == 1 else 's'} today"
        lines.append(
            f"  {asked}, {today.answered} fetches answered, {today.failed} failed{seconds}; {report.limit_sentence}"
        )
    return "\n".join(lines)


def progress(step: ProviderProgress) -> str:
    """One step of one provider, for ``--verbose``."""
    tries = f" {step.attempt} of {step.attempts}" if step.attempt > 1 else ""
    wait = f", {step.wait_s:.0f} s" if step.wait_s else ""
    return f"{step.provider}: {step.state}{tries}{wait} {step.message}".rstrip()


def _credited(result: SearchResult) -> str:
    return f"{result.artist} - {result.title}" if result.artist else result.title


def _asset(asset: CachedAsset, language: str) -> str:
    size = f"{asset.width}x{asset.height}" if asset.width and asset.height else "size unknown"
    words = [] if asset.season_number is None else [_season(asset.season_number)]
    words += [
        name for name, is_so in (("selected", asset.is_selected), ("rejected", asset.is_rejected)) if is_so
    ]
    score = "-" if asset.score is None else asset.score
    words = [f"{asset.provider_name:<12}", *([f"{language:<12}"] if language else []), f"{size:<12}", *words]
    return f"{asset.id:>7}  {score:>3}  {' '.join(words)}".rstrip()


def _season(number: int) -> str:
    return f"season {number}" if number else "specials"


def _outcomes(outcomes: Sequence[ProviderOutcome]) -> list[str]:
    return [f"{outcome.provider}: {outcome.message}" for outcome in outcomes if outcome.message]


def _share(share: float | None) -> str:
    return "-" if share is None else f"{share:.0%}"
