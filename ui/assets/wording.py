"""What the asset browser says; no Qt."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping, Sequence
from datetime import datetime

from metarr_desktop.domain.asset import ASSET_SHAPES, AssetType, CachedAsset
from metarr_desktop.domain.entity import Entity, EntityType
from metarr_desktop.domain.fetch import FetchChanges, FetchResult, Outcome, ProviderOutcome
from metarr_desktop.domain.language import language_name
from ui.assets.asset_filter import NO_TEXT, votes_of
from ui.assets.seasons import SEASON_TYPES
from ui.assets.several import holds_several
from ui.text import age_text, count_text, join_words

_PARENTHESES = re.compile(r" \([^)]*\)")
_FAILURES = (Outcome.FAILED, Outcome.TIMED_OUT)

REJECTED, PROPOSED = "✗ Rejected", "✦ Proposed"
NO_LONGER_OFFERED, PROVIDER_OFF = "No longer offered", "Provider off"
_SHORT_MARKS = {NO_LONGER_OFFERED: "Gone", PROVIDER_OFF: "Off"}


def isolated(text: str) -> str:
    """Return *text* so that right-to-left script in it leaves the words around it in place."""
    if any(unicodedata.bidirectional(letter) in ("R", "AL", "AN") for letter in text):
        return f"\u2068{text}\u2069"
    return text


def label_of(entity: Entity) -> str:
    """Return title, year and edition, that of an album after its artist; safe inside a sentence."""
    artist = entity.metadata.artist if entity.key.entity_type is EntityType.MUSIC else ""
    by = f"{isolated(artist)} - " if artist else ""
    year = f" ({entity.year})" if entity.year else ""
    edition = f" - {entity.edition}" if entity.edition else ""
    return f"{by}{isolated(entity.title)}{year}{edition}"


def count_of(count: int, asset_type: AssetType) -> str:
    """Return a number of candidates: ``1 poster``, ``54 posters``."""
    shape = ASSET_SHAPES[asset_type]
    return count_text(count, noun_of(asset_type), shape.plural)


def noun_of(asset_type: AssetType) -> str:
    """Return the word for one: ``poster``, ``fanart picture``."""
    shape = ASSET_SHAPES[asset_type]
    return f"{shape.title.lower()} picture" if shape.plural.endswith("pictures") else shape.title.lower()


def pixels_text(asset: CachedAsset) -> str:
    """Return width and height, or that they are unknown."""
    if not asset.width or not asset.height:
        return "size unknown"
    return f"{asset.width}×{asset.height}"


def votes_text(asset: CachedAsset) -> str:
    """Return ``★ 5.7 (38)``, ``♥ 12`` for likes, empty when nothing is known."""
    average, count = votes_of(asset)
    if "likes" in asset.provider_metadata:
        return f"♥ {count:,}"
    return "" if average is None else f"★ {average:.1f} ({count:,})"


def votes_sentence(asset: CachedAsset) -> str:
    """Return the votes in words."""
    average, count = votes_of(asset)
    if "likes" in asset.provider_metadata:
        return count_text(count, "like")
    return "No votes yet" if average is None else f"{average:.1f} from {count_text(count, 'vote')}"


def language_text(key: str) -> str:
    """Return the name of a language key of the filters."""
    return language_name(None if key == NO_TEXT else key)


def short_language(asset: CachedAsset) -> str:
    """Return the language for a narrow caption: the code, No text, or nothing where none is ever stated."""
    return language_name(None) if asset.language is None else asset.language


def selected_text(asset: CachedAsset) -> str:
    """Return the mark of a selected picture; with its place where a type holds several: ``✓ Selected · 2``."""
    if holds_several(asset.asset_type) and asset.selection_order is not None:
        return f"✓ Selected · {asset.selection_order + 1}"
    return "✓ Selected"


def state_words(asset: CachedAsset, *, is_proposed: bool = False, is_off: bool = False) -> tuple[str, str]:
    """Return what a picture is among its kind, and the role of the label that says so; empty for none of it."""
    if asset.is_selected:
        return selected_text(asset), "good"
    if asset.is_rejected:
        return REJECTED, "muted"
    if asset.missing_since is not None:
        return NO_LONGER_OFFERED, "warn"
    if is_off:
        return PROVIDER_OFF, "muted"
    return (PROPOSED, "accent") if is_proposed else ("", "muted")


def short_mark(mark: str) -> str:
    """Return *mark* for a tile that has no room for it: its sign where it has one, else one short word."""
    if mark in _SHORT_MARKS:
        return _SHORT_MARKS[mark]
    sign, _, rest = mark.partition(" ")
    return f"{sign} {rest.partition(' · ')[2]}".strip() if rest else sign


def use_words(asset: CachedAsset) -> str:
    """Return what using a picture is called: ``Use this poster``, ``Use for season 2``."""
    if asset.asset_type in SEASON_TYPES and asset.season_number is not None:
        season = "the specials" if asset.season_number == 0 else f"season {asset.season_number}"
        return f"Use for {season}"
    return f"Use this {ASSET_SHAPES[asset.asset_type].title.lower()}"


def tile_sentence(
    asset: CachedAsset,
    position: int,
    total: int,
    provider: str,
    *,
    season: str = "",
    is_new: bool = False,
    is_off: bool = False,
    score: int | None = None,
    parts: str = "",
    is_proposed: bool = False,
) -> str:
    """Return a tile as a screen reader says it; *score* under the weights in force, *parts* when unfolded.

    ``Poster 3 of 54, score 91, TMDB, German, 2000 by 3000, new``
    """
    words = [f"{ASSET_SHAPES[asset.asset_type].title} {position} of {total}"]
    if asset.asset_type is AssetType.TRAILER:
        words.append(trailer_name(asset))
    if score is not None:
        words.append(f"score {score}{f' ({parts})' if parts else ''}")
    words += [word for word in (provider, language_name(asset.language)) if word]
    if asset.width and asset.height:
        words.append(f"{asset.width} by {asset.height}")
    if season:
        words.append(season[0].lower() + season[1:])
    flags = (
        (asset.is_selected, selected_text(asset).removeprefix("✓ ").replace(" · ", " number ").lower()),
        (asset.is_rejected, "rejected"),
        (asset.missing_since is not None, "no longer offered"),
        (is_new, "new"),
        (is_off, "provider off"),
        (is_proposed, "proposed by automation"),
    )
    return ", ".join([*words, *(word for is_set, word in flags if is_set)])


def trailer_name(asset: CachedAsset) -> str:
    """Return what the provider calls a trailer, or that it is one."""
    name = asset.provider_metadata.get("name")
    return name if isinstance(name, str) and name.strip() else "Trailer"


def trailer_line(asset: CachedAsset) -> str:
    """Return where a trailer is and how large: ``YouTube · 1080p · official``."""
    values = asset.provider_metadata
    size = values.get("size") or asset.height
    words = [str(values["site"])] if values.get("site") else []
    if isinstance(size, int) and size:
        words.append(f"{size}p")
    if values.get("is_official"):
        words.append("official")
    return " · ".join(words)


def kept_rows_text(rows: Sequence[CachedAsset], now: datetime) -> str:
    """Return what is still shown of a provider that failed: ``showing 3 from 9 days ago``."""
    if not rows:
        return ""
    return f"showing {len(rows)} from {_age_of(rows, now)}"


def reason_text(outcome: ProviderOutcome, title: str) -> str:
    """Return why a provider failed in a few words that follow its name: ``cannot be reached``.

    The core's sentences begin with the name, name the request in parentheses, and go on with advice, which
    one line about several providers has no room for; tool tips have them whole.
    """
    if outcome.outcome is Outcome.TIMED_OUT:
        return "did not answer in time"
    first = _PARENTHESES.sub("", outcome.message.split(". ")[0]).split(":")[0].rstrip(".")
    return first.removeprefix(title).strip() if first.startswith(title) else "could not be asked"


def failures_text(
    failures: Sequence[ProviderOutcome],
    titles: Mapping[str, str],
    rows: Mapping[str, Sequence[CachedAsset]],
    now: datetime,
) -> str:
    """Return what happened to each provider and how old what is still shown of it is.

    Those that share a common reason share a sentence.
    """
    groups: dict[str, list[str]] = {}
    for failure in failures:
        reason = reason_text(failure, titles.get(failure.provider, failure.provider))
        # Other reasons have a verb that does not fit two names.
        key = reason if reason in ("cannot be reached", "did not answer in time") else failure.provider
        groups.setdefault(key, []).append(failure.provider)
    reasons = {
        each.provider: reason_text(each, titles.get(each.provider, each.provider)) for each in failures
    }
    sentences = []
    for names in groups.values():
        kept = [row for name in names for row in rows.get(name, ())]
        who = join_words(titles.get(name, name) for name in names)
        sentences.append(f"{who} {reasons[names[0]]}{_kept_clause(kept, len(names), now)}.")
    return " ".join(sentences)


def _kept_clause(kept: Sequence[CachedAsset], providers: int, now: datetime) -> str:
    if not kept:
        return ""
    whose = "its" if providers == 1 else "their"
    rows = "one row is" if len(kept) == 1 else f"{len(kept):,} rows are"
    return f"; {whose} {rows} from {_age_of(kept, now)}"


def changes_text(changes: FetchChanges, current: AssetType) -> str:
    """Return what is new and what vanished: ``**2 new** posters, none vanished``; the current type first.

    Without any change: ``nothing new, nothing vanished``.
    """
    types = [current, *(kind for kind in changes.new_asset_ids if kind is not current)]
    fresh = []
    for kind in types:
        count = len(changes.new_asset_ids.get(kind, ()))
        if count:
            noun = noun_of(kind) if count == 1 else ASSET_SHAPES[kind].plural
            fresh.append(f"**{count:,} new** {noun}")
    gone = sum(changes.vanished.values())
    none = "none" if fresh else "nothing"
    return f"{join_words(fresh) or 'nothing new'}, {f'{gone:,}' if gone else none} vanished"


def failures_of(result: FetchResult) -> tuple[ProviderOutcome, ...]:
    """Return the providers that were asked and failed."""
    return tuple(each for each in result.metadata.outcomes if each.outcome in _FAILURES)


def refresh_sentence(
    result: FetchResult,
    current: AssetType,
    rows: Mapping[str, Sequence[CachedAsset]],
    titles: Mapping[str, str],
    now: datetime,
    *,
    label: str = "",
) -> str:
    """Return the line after a refresh: what is new, what vanished, who failed and how old its rows are.

    Args:
        rows: the candidates of the current type, by provider.
        titles: provider names as people know them.
        label: of the title, when another one is on screen by now.
    """
    failures = failures_of(result)
    asked = [each for each in result.metadata.outcomes if each.was_asked]
    if failures and len(failures) == len(asked):
        sentences = [f"Nothing was refreshed{f' of {label}' if label else ''}."]
    else:
        start = f"Refreshed {label}" if label else "Refreshed"
        sentences = [f"{start}: {changes_text(result.changes, current)}."]
    sentences.append(failures_text(failures, titles, rows, now))
    if not result.is_saved:
        sentences.append("The answers could not be saved, so they will be asked for again.")
    return " ".join(sentence for sentence in sentences if sentence)


def _age_of(rows: Sequence[CachedAsset], now: datetime) -> str:
    oldest = min(row.fetched_at for row in rows)
    return age_text((now - oldest).total_seconds() / 86400)
