"""What the library says; no Qt."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping, Sequence
from datetime import datetime

from metarr_desktop.domain.asset import ASSET_SHAPES, AssetType
from metarr_desktop.domain.entity import Entity, EntityType, IdentityState
from metarr_desktop.domain.fetch import FetchResult, Outcome, ProviderOutcome
from metarr_desktop.domain.library import AddReport, EntityDetails, LibraryRow, SlotSummary
from ui.kinds import count_of, kind_of_all, words_of
from ui.text import age_text, count_text, duration_text, first_sentence, for_people, join_words

_LEFT_OUT = ("paused", "paused_by_user", "resting", "refused")
_IDENTITY = {
    IdentityState.IDENTIFIED: "Identified",
    IdentityState.UNIDENTIFIED: "Not identified",
    IdentityState.IN_NO_PROVIDER: "In no provider",
}


def isolated(text: str) -> str:
    """Return *text* so that right-to-left script in it leaves the words around it in place."""
    if any(unicodedata.bidirectional(letter) in ("R", "AL", "AN") for letter in text):
        return f"\u2068{text}\u2069"
    return text


def label_of(entity: Entity) -> str:
    """Return title, year and edition, of an album the artist first, safe inside a sentence."""
    if not entity.title:
        return entity.label
    before, title, after = entity.label.partition(entity.title)
    return (isolated(before) if before else "") + isolated(title) + after


def identity_text(state: IdentityState) -> str:
    """Return the state of an identification in words."""
    return _IDENTITY[state]


def row_sentence(row: LibraryRow) -> str:
    """Return a title as a screen reader says it: ``Inception (2010), artwork 3 of 8 chosen, 2 new``."""
    words = [label_of(row.entity)]
    if row.entity.state is not IdentityState.IDENTIFIED:
        words.append(identity_text(row.entity.state).lower())
    elif row.fetched_at is None:
        words.append("artwork never fetched")
    else:
        words.append(f"artwork {row.chosen} of {row.wanted} chosen")
    if row.new_count:
        words.append(f"{row.new_count} new")
    if row.has_failed_fetch:
        words.append("last fetch failed")
    return ", ".join(words)


def counts_text(
    total: int, shown: int, selected: int, entity_type: EntityType | None = EntityType.MOVIE
) -> str:
    """Return the left end of the status bar: ``24 films · 3 shown · 1 selected``."""
    parts = [count_of(total, entity_type)]
    if shown != total:
        parts.append(f"{shown:,} shown")
    if selected:
        parts.append(f"{selected:,} selected")
    return " · ".join(parts)


def subtitle_of(entity: Entity) -> str:
    """Return the line under a title.

    ``2010 · 148 min · Science Fiction``, ``2017 · 3 seasons · 26 episodes · Drama``, ``Nirvana · 1991 · Grunge``.
    """
    metadata, entity_type = entity.metadata, entity.key.entity_type
    runtime = metadata.runtime_min or entity.runtime_min
    parts = [isolated(metadata.artist)] if entity_type is EntityType.MUSIC else []
    parts += [str(entity.year or ""), entity.edition]
    if entity_type is EntityType.MOVIE:
        parts.append(f"{runtime} min" if runtime else "")
    elif entity_type is EntityType.TV:
        seasons, episodes = seasons_of(entity), episodes_of(entity)
        parts.append(count_text(seasons, "season") if seasons else "")
        parts.append(count_text(episodes, "episode") if episodes else "")
    parts.append(", ".join(genre[:1].upper() + genre[1:] for genre in metadata.genres[:3]))
    return " · ".join(part for part in parts if part)


def seasons_of(entity: Entity) -> int:
    """Return how many seasons a series has, the specials not counted; 0 if unknown."""
    return sum(season.number > 0 for season in entity.metadata.seasons)


def episodes_of(entity: Entity) -> int:
    """Return how many episodes these seasons have; 0 if any of them is unknown."""
    counts = [season.episodes for season in entity.metadata.seasons if season.number > 0]
    known = [count for count in counts if count is not None]
    return sum(known) if len(known) == len(counts) else 0


def cache_text(details: EntityDetails, now: datetime) -> str:
    """Return how old the data is at *now* and when it is looked at again."""
    age = details.row.age_days(now)
    if age is None:
        return "never fetched"
    old = f"{_days(age)} old" if age * 24 * 60 >= 2 else "just fetched"
    if details.next_fetch_at is None:
        return old
    days_ahead = (details.next_fetch_at - now).total_seconds() / 86400
    ahead = _days(days_ahead) if days_ahead > 0 else ""
    return f"{old} · next look in {ahead}" if ahead else f"{old} · next look due"


def _days(days: float) -> str:
    if days < 1:
        return duration_text(max(60.0, days * 86400 // 60 * 60)).split(" min ")[0]
    return "1 day" if round(days, 1) == 1 else f"{days:.1f} days".replace(".0 ", " ")


def artwork_text(row: LibraryRow) -> str:
    """Return ``3 of 8 chosen``."""
    return f"{row.chosen} of {row.wanted} chosen"


def selection_facts(rows: Sequence[LibraryRow], now: datetime) -> list[str]:
    """Return what several titles have in common, in lines; ages are those at *now*."""
    identified = [row for row in rows if row.entity.state is IdentityState.IDENTIFIED]
    unidentified = sum(row.entity.state is IdentityState.UNIDENTIFIED for row in rows)
    unknown = len(rows) - len(identified) - unidentified
    counts = ((len(identified), "identified"), (unidentified, "not identified"), (unknown, "in no provider"))
    lines = [" · ".join(f"{count:,} {words}" for count, words in counts if count)]
    if identified:
        chosen, wanted = sum(row.chosen for row in identified), sum(row.wanted for row in identified)
        lines.append(f"Artwork: {chosen:,} of {wanted:,} chosen")
    ages = [age for row in identified if (age := row.age_days(now)) is not None]
    if ages:
        lines.append(f"Oldest data: {age_text(max(ages))}")
    failed = sum(row.has_failed_fetch for row in identified)
    if failed:
        lines.append(f"The last fetch failed for {failed:,}")
    return lines


def union_lines(details: Sequence[EntityDetails]) -> list[tuple[str, str]]:
    """Return per type of artwork what several titles have of it: ``("Poster", "5 set, 2 missing, 1 locked")``.

    Of season types the seasons are counted: ``("Season poster", "3 of 14 chosen")``.
    """
    slots: dict[AssetType, list[SlotSummary]] = {}
    for each in details:
        for slot in each.slots:
            slots.setdefault(slot.asset_type, []).append(slot)
    lines = []
    for kind, found in slots.items():
        if seasons := sum(slot.seasons for slot in found):
            chosen = sum(slot.seasons_chosen for slot in found)
            lines.append((ASSET_SHAPES[kind].title, f"{chosen:,} of {seasons:,} chosen"))
            continue
        is_set = sum(slot.selected is not None for slot in found)
        locked = sum(slot.is_locked for slot in found)
        counts = ((is_set, "set"), (len(found) - is_set, "missing"), (locked, "locked"))
        words = ", ".join(f"{count:,} {word}" for count, word in counts if count)
        lines.append((ASSET_SHAPES[kind].title, words))
    return lines


def artwork_cell(row: LibraryRow) -> str:
    """Return ``3 of 8``, a dash where nothing can be chosen yet."""
    is_open = row.wanted and row.entity.state is IdentityState.IDENTIFIED
    return f"{row.chosen} of {row.wanted}" if is_open else "–"


def seasons_text(slot: SlotSummary) -> str:
    """Return what is chosen of a season type: ``3 of 8 chosen``."""
    return f"{slot.seasons_chosen:,} of {slot.seasons:,} chosen" if slot.seasons else "none known"


def slot_label(slot: SlotSummary) -> str:
    """Return the words on an empty slot: ``Clearart · 4``."""
    title = ASSET_SHAPES[slot.asset_type].title
    return f"{title} · {slot.candidates:,}" if slot.candidates else title


def slot_sentence(slot: SlotSummary, provider_title: str) -> str:
    """Return what a slot holds, for tool tip and screen reader."""
    title = ASSET_SHAPES[slot.asset_type].title
    lock = " Locked." if slot.is_locked else ""
    choices = count_text(slot.candidates, "candidate") if slot.candidates else "no candidates"
    if slot.selected is not None:
        return f"{title}: one of {provider_title} is selected, {choices}.{lock}"
    return f"{title}: nothing selected, {choices}.{lock}"


def added_sentence(report: AddReport, entity_type: EntityType = EntityType.MOVIE) -> str:
    """Return what adding did: ``Added 12 films; 3 were already here; 1 folder could not be read: …``.

    *entity_type* is what was looked for; what was found says itself what it is.
    """
    added, known = len(report.added), report.known
    if not added and not known and not report.skipped:
        return f"No {words_of(entity_type).one} was found there, so nothing was added."
    found = count_of(added, kind_of_all(report.added))
    parts = [f"Added {found}" if added else "Nothing new was added"]
    if known:
        parts.append(f"{known:,} {'was' if known == 1 else 'were'} already here")
    if report.skipped:
        parts.append(_skipped(report.skipped))
    return f"{'; '.join(parts).rstrip('.')}."


def _skipped(skipped: Mapping[str, str]) -> str:
    shown = [f"{name} ({reason.rstrip('.')})" for name, reason in list(skipped.items())[:3]]
    more = len(skipped) - len(shown)
    names = join_words([*shown, *([f"{more:,} more"] if more > 0 else [])])
    return f"{len(skipped):,} could not be read: {names}"


def changes_of(results: Sequence[FetchResult]) -> str:
    """Return what fetches brought: ``**2 new** posters and **1 new** disc, none vanished``."""
    fresh: dict[AssetType, int] = {}
    gone = 0
    for result in results:
        for kind, ids in result.changes.new_asset_ids.items():
            fresh[kind] = fresh.get(kind, 0) + len(ids)
        gone += sum(result.changes.vanished.values())
    parts = []
    for kind, count in fresh.items():
        shape = ASSET_SHAPES[kind]
        if count:
            singular = (
                f"{shape.title.lower()} picture" if shape.plural.endswith("pictures") else shape.title.lower()
            )
            parts.append(f"**{count:,} new** {singular if count == 1 else shape.plural}")
    if len(parts) > 4:
        rest = sum(fresh.values()) - sum(list(fresh.values())[:3])
        parts = [*parts[:3], f"{rest:,} other new pictures"]
    vanished = f"{gone:,} vanished" if gone else "none vanished"
    return f"{join_words(parts) or 'nothing new'}, {vanished}"


def failures_text(result: FetchResult, titles: Mapping[str, str]) -> str:
    """Return one sentence per provider that failed; empty when all went well."""
    sentences = []
    for outcome in result.metadata.outcomes:
        title = titles.get(outcome.provider, outcome.provider)
        if outcome.outcome is Outcome.TIMED_OUT:
            sentences.append(f"{title} did not answer in time; what it gave before is kept.")
        elif outcome.outcome is Outcome.FAILED:
            what = first_sentence(for_people(outcome.message)) or f"{title} could not be asked"
            sentences.append(f"{what}; what it gave before is kept.")
        elif is_left_out(outcome):
            what = first_sentence(for_people(outcome.message)) or f"{title} is not asked at the moment"
            sentences.append(f"{what}, so it was not asked; what it gave before is kept.")
    if not result.is_saved:
        sentences.append("The answers could not be saved, so they will be asked for again.")
    return " ".join(sentences)


def is_left_out(outcome: ProviderOutcome) -> bool:
    """Tell whether a provider that is wanted was not asked because of how it fares."""
    return outcome.outcome is Outcome.SKIPPED and outcome.error_kind in _LEFT_OUT


def has_answer(results: Sequence[FetchResult]) -> bool:
    """Tell whether any provider answered for any title, or had answered lately enough."""
    ends = [outcome for result in results for outcome in result.metadata.outcomes]
    return not ends or any(each.outcome.is_success for each in ends)


def failures_of_several(results: Sequence[FetchResult], titles: Mapping[str, str]) -> str:
    """Return one sentence per provider that failed for some of several titles; empty when all went well."""
    failed: dict[str, int] = {}
    for result in results:
        for outcome in result.metadata.outcomes:
            if outcome.outcome in (Outcome.TIMED_OUT, Outcome.FAILED) or is_left_out(outcome):
                failed[outcome.provider] = failed.get(outcome.provider, 0) + 1
    sentences = []
    for provider, count in failed.items():
        whom = "any of them" if count == len(results) else f"{count:,} of them"
        sentences.append(
            f"{titles.get(provider, provider)} gave no answer for {whom}; what it gave before is kept."
        )
    if not all(result.is_saved for result in results):
        sentences.append("Some answers could not be saved, so they will be asked for again.")
    return " ".join(sentences)
