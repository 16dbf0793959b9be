"""What a job did, as groups of lines that can be opened; no widgets."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from metarr_desktop.domain.asset import ASSET_SHAPES, AssetType
from metarr_desktop.domain.entity import EntityKey
from metarr_desktop.domain.jobs import Job, JobKind, JobState
from ui.activity.wording import Names, key_in
from ui.pill import Tone
from ui.text import count_text

ProviderTitle = Callable[[str], str]


@dataclass(frozen=True, slots=True)
class ReportItem:
    """One line: a title and what happened to it, at length in *hint*; without a *key* it cannot be opened."""

    title: str
    text: str = ""
    key: EntityKey | None = None
    hint: str = ""


@dataclass(frozen=True, slots=True)
class ReportGroup:
    """Lines of one outcome; ``more`` are titles that the report does not name, ``pictures`` what was chosen."""

    name: str
    icon: str
    tone: Tone
    items: tuple[ReportItem, ...] = ()
    more: int = 0
    pictures: int = 0

    @property
    def count(self) -> int:
        return len(self.items) + self.more

    @property
    def count_words(self) -> str:
        """How many titles; where each may have several, how many pictures in how many titles."""
        if self.pictures > self.count:
            return f"{self.pictures:,} in {count_text(self.count, 'title')}"
        return f"{self.count:,}"


@dataclass(frozen=True, slots=True)
class Report:
    """What a job that ended did. ``failed`` and ``proposed`` say what a person can go on with."""

    groups: tuple[ReportGroup, ...] = ()
    failed: int = 0
    proposed: int = 0


def report_of(
    job: Job, names: Names, provider_title: ProviderTitle, followed_by: Sequence[Job] = ()
) -> Report:
    """Return the report of *job*; empty for one that has none, or none of a known shape.

    Args:
        followed_by: the jobs that enrich what an update brought, as far as they are known.
    """
    if job.kind in (JobKind.ENRICH, JobKind.ENRICH_TITLES):
        return _enriched(job, provider_title)
    if job.kind == JobKind.UPDATE:
        return _updated(job.report, provider_title, followed_by)
    if job.kind == JobKind.WEBHOOK:
        return _followed(job.result, names)
    return Report()


def followers_of(job: Job) -> list[int]:
    """Return the numbers of the jobs that enrich what an update brought."""
    numbers = job.report.get("enrichment_jobs") if job.kind == JobKind.UPDATE else None
    return [each for each in numbers if isinstance(each, int)] if isinstance(numbers, list) else []


def may_retry(job: Job, report: Report) -> bool:
    """Whether there is anything left to do of a job that ended."""
    if job.state.is_live:
        return False
    return job.state is not JobState.DONE or report.failed > 0


# -- enrichment ----------------------------------------------------------------------------------------------


def _enriched(job: Job, provider_title: ProviderTitle) -> Report:
    result = job.result
    raw = result.get("titles")
    titles = [each for each in raw if isinstance(each, Mapping)] if isinstance(raw, list) else []
    if not titles and result.get("outcome"):
        titles = [result]
    failed = [_failed(each) for each in titles if each.get("outcome") == "failed"]
    groups = [
        ReportGroup("Failed", "error", Tone.BAD, tuple(failed), _more(result, "failed", len(failed))),
        _chosen("Proposed", "review", Tone.BUSY, titles, "proposed", provider_title),
        _chosen("Selected", "check", Tone.GOOD, titles, "selected", provider_title),
        _chosen("Would have changed, but is locked", "lock", Tone.WARN, titles, "would_have_changed", provider_title),
    ]  # fmt: skip
    skipped = [
        _item(each, [_words(each.get("message"))]) for each in titles if each.get("outcome") == "skipped"
    ]
    groups.append(
        ReportGroup("Left alone", "skip", Tone.MUTED, tuple(skipped), _more(result, "skipped", len(skipped)))
    )
    told = [each for each in titles if each.get("outcome") == "done" and not _has_choice(each)]
    changed = sum(1 for each in titles if each.get("outcome") == "done" and _has_choice(each))
    items = tuple(_item(each, [_words(each.get("message"))]) for each in told)
    more = max(0, _number(result, "done") - changed - len(told))
    groups.append(ReportGroup("Nothing to change", "check", Tone.MUTED, items, more))
    proposed = _number(result, "proposed") or sum(len(_choices(each, "proposed")) for each in titles)
    return Report(
        tuple(group for group in groups if group.count), max(len(failed), _number(result, "failed")), proposed
    )


def _failed(title: Mapping[str, Any]) -> ReportItem:
    """Return the line of a title that failed: the first cause, for the line is short; the hint has all."""
    raw, message = title.get("failures"), _words(title.get("message"))
    causes = [str(each) for each in raw] if isinstance(raw, list) else []
    return replace(
        _item(title, causes[:1] or [message]), hint="\n".join([message, *causes] if causes else ())
    )


def _has_choice(title: Mapping[str, Any]) -> bool:
    return any(_choices(title, name) for name in ("proposed", "selected", "would_have_changed"))


def _chosen(
    name: str, icon: str, tone: Tone, titles: Sequence[Mapping[str, Any]], field: str, provider_title: ProviderTitle
) -> ReportGroup:  # fmt: skip
    items = [
        _chosen_in(each, _choices(each, field), provider_title) for each in titles if _choices(each, field)
    ]
    pictures = sum(len(_choices(each, field)) for each in titles)
    return ReportGroup(name, icon, tone, tuple(items), pictures=pictures)


def _chosen_in(
    title: Mapping[str, Any], choices: Sequence[Mapping[str, Any]], provider_title: ProviderTitle
) -> ReportItem:
    """Return the line of a title: why its one picture, or which of its slots; at length in the hint."""
    sentences = [_choice(choice, provider_title) for choice in choices]
    if len(choices) == 1:
        return _item(title, sentences)
    slots = Counter(map(_slot, choices))
    names = [f"{name} × {number}" if number > 1 else name for name, number in slots.items()]
    return replace(_item(title, [", ".join(names).capitalize()]), hint="\n".join(sentences))


def _choices(title: Mapping[str, Any], field: str) -> list[Mapping[str, Any]]:
    found = title.get(field)
    return [each for each in found if isinstance(each, Mapping)] if isinstance(found, list | tuple) else []


def _choice(choice: Mapping[str, Any], provider_title: ProviderTitle) -> str:
    reason = _words(choice.get("reason")).rstrip(".")
    words = f"{_slot(choice)} from {provider_title(str(choice.get('provider', '')))}"
    return f"{words}: {reason}" if reason else words


def _slot(choice: Mapping[str, Any]) -> str:
    kind, season = str(choice.get("asset_type", "")), choice.get("season_number")
    name = ASSET_SHAPES[AssetType(kind)].title if kind in set(AssetType) else kind.capitalize()
    if season is None:
        return name
    return f"{name} of season {season}" if season else f"{name} of the specials"


def _item(title: Mapping[str, Any], words: Iterable[str]) -> ReportItem:
    key = key_in(title.get("key"))
    return ReportItem(
        _words(title.get("title")) or str(key or "A title"), " · ".join(filter(None, words)), key
    )


def _more(result: Mapping[str, Any], name: str, told: int) -> int:
    return max(0, _number(result, name) - told)


# -- weekly updates and webhooks -----------------------------------------------------------------------------

_TROUBLED = (
    ("failed", "could not be refreshed", "error", Tone.BAD),
    ("partly_failed", "refreshed in part", "warning", Tone.WARN),
    ("left_by_budget", "left for another day", "wait", Tone.WARN),
)
_UPDATED = (
    ("refreshed", "refreshed", "check", Tone.GOOD),
    ("left", "left: no provider could be asked", "skip", Tone.MUTED),
    ("fresh", "were fresh already", "check", Tone.MUTED),
    ("gone", "no longer in the library", "remove", Tone.MUTED),
)


def _updated(result: Mapping[str, Any], provider_title: ProviderTitle, followed_by: Sequence[Job]) -> Report:
    raw = result.get("named")
    named = [each for each in raw if isinstance(each, Mapping)] if isinstance(raw, list) else []
    enriched = [_enriched(job, provider_title) for job in followed_by if not job.state.is_live]
    groups = [
        *(group for each in _TROUBLED for group in _refreshed(result, named, *each)),
        *(
            replace(group, name=f"Artwork: {group.name[:1].lower()}{group.name[1:]}")
            for report in enriched
            for group in report.groups
            if group.tone is not Tone.MUTED
        ),
        *(group for each in _UPDATED for group in _refreshed(result, named, *each)),
        *_facts(result, provider_title),
    ]
    coming = _number(result, "enriched_next")
    if coming and (not followed_by or len(enriched) < len(followed_by)):
        words = f"{count_text(coming, 'title')} with new pictures: artwork is looked for"
        groups.append(ReportGroup(words, "enrich", Tone.BUSY))
    return Report(tuple(groups), proposed=sum(report.proposed for report in enriched))


def _refreshed(
    result: Mapping[str, Any], named: Sequence[Mapping[str, Any]], outcome: str, words: str, icon: str, tone: Tone
) -> list[ReportGroup]:  # fmt: skip
    items = [_refreshed_item(each) for each in named if each.get("outcome") == outcome]
    if items:
        name = f"{words[:1].upper()}{words[1:]}"
        return [ReportGroup(name, icon, tone, tuple(items), _more(result, outcome, len(items)))]
    number = _number(result, outcome)
    return [ReportGroup(f"{count_text(number, 'title')} {words}", icon, tone)] if number else []


def _refreshed_item(title: Mapping[str, Any]) -> ReportItem:
    """Return the line of a title: the first cause, for the line is short, and how many pictures are new."""
    raw, pictures = title.get("failures"), _number(title, "new_pictures")
    causes = [str(each) for each in raw] if isinstance(raw, list) else []
    news = count_text(pictures, "new picture") if pictures else "" if causes else "nothing new"
    return replace(
        _item(title, [*causes[:1], news]), hint="\n".join([*causes, news] if causes else ()).strip()
    )


def _facts(result: Mapping[str, Any], provider_title: ProviderTitle) -> list[ReportGroup]:
    pictures, without, changed = _number(result, "new_pictures"), result.get("without"), result.get("changed")
    facts = [ReportGroup(count_text(pictures, "new picture"), "image", Tone.GOOD)] if pictures else []
    facts += [
        ReportGroup(f"{provider_title(str(name))} left out: requests of the day used up", "wait", Tone.WARN)
        for name in (without if isinstance(without, list) else ())
    ]
    if isinstance(changed, Mapping):
        facts += [
            ReportGroup(
                f"{provider_title(str(name))} announced changes of {count_text(_number(changed, name), 'title')}",
                "info", Tone.MUTED,
            )
            for name in changed if _number(changed, name)
        ]  # fmt: skip
    return facts


def _followed(result: Mapping[str, Any], names: Names) -> Report:
    titles = result.get("titles")
    keys = [key_in(each) for each in titles] if isinstance(titles, list) else []
    items = tuple(ReportItem(names(key) or str(key), "", key) for key in keys if key is not None)
    name = "Added to the library" if result.get("is_new") else "About"
    return Report((ReportGroup(name, "film", Tone.NEUTRAL, items),) if items else ())


def _number(values: Mapping[str, Any], name: str) -> int:
    value = values.get(name)
    return value if isinstance(value, int) and not isinstance(value, bool) else 0


def _words(value: object) -> str:
    return value.strip() if isinstance(value, str) else ""
