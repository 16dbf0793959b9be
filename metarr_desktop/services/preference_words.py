"""What a change of preferences means, in one or two sentences for a person."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from metarr_desktop.domain.asset import ASSET_SHAPES
from metarr_desktop.domain.language import language_name, normalise_language
from metarr_desktop.domain.preferences import Preferences
from metarr_desktop.services.automation_rules import automation_consequences


def consequences(
    before: Preferences,
    after: Preferences,
    titles: Mapping[str, str],
    *,
    rescored: int | None,
    texts_to_ask: int,
) -> str:
    """Return what the change from *before* to *after* did.

    Args:
        titles: slug of every provider to how people call it.
        rescored: pictures with another score; ``None`` while that is still going on.
        texts_to_ask: titles whose descriptions or trailers are there in another language than is wanted now.
    """
    sentences = [
        *_switched(before, after, titles),
        *_paused(before, after, titles),
        *_ordered(before, after, titles),
        *_languages(before, after, texts_to_ask),
        *_slots(before, after),
        *automation_consequences(before, after),
    ]
    if affects_scores(before, after):
        sentences.append(_scored(rescored, is_about_texts=before.languages != after.languages))
    return " ".join(sentences)


def affects_scores(before: Preferences, after: Preferences) -> bool:
    """Tell whether pictures have other scores under *after*: ladders, the order, languages that ladders start with."""
    return (before.order, before.languages, before.ladders) != (after.order, after.languages, after.ladders)


def _switched(before: Preferences, after: Preferences, titles: Mapping[str, str]) -> list[str]:
    sentences = []
    if off := _named(after.disabled - before.disabled, after.order, titles):
        whose = "Its" if len(off) == 1 else "Their"
        sentences.append(f"{_are(off)} switched off. {whose} pictures stay and are marked.")
    if on := _named(before.disabled - after.disabled, after.order, titles):
        who = "It is" if len(on) == 1 else "They are"
        sentences.append(f"{_are(on)} switched on. {who} asked with the next refresh of a title.")
    return sentences


def _paused(before: Preferences, after: Preferences, titles: Mapping[str, str]) -> list[str]:
    sentences = []
    if paused := _named(after.paused - before.paused, after.order, titles):
        it = "it" if len(paused) == 1 else "them"
        sentences.append(f"{_are(paused)} paused: nobody asks {it} until you resume {it}.")
    if resumed := _named(before.paused - after.paused, after.order, titles):
        sentences.append(f"{_are(resumed)} asked again.")
    return sentences


def _ordered(before: Preferences, after: Preferences, titles: Mapping[str, str]) -> list[str]:
    if before.order == after.order:
        return []
    names = [titles.get(name, name) for name in after.order]
    return [f"{names[0]} comes first now, then {_listed(names[1:])}."] if len(names) > 1 else []


def _languages(before: Preferences, after: Preferences, texts_to_ask: int) -> list[str]:
    if before.languages == after.languages:
        return []
    if before.languages[:1] == after.languages[:1]:
        return ["Descriptions and trailers fetched from now on follow this order of languages."]
    wanted = after.languages[0]
    name = language_name(normalise_language(wanted) or wanted)
    if not texts_to_ask:
        return [f"Descriptions and trailers are asked for in {name} from now on."]
    whose = "1 title" if texts_to_ask == 1 else f"{texts_to_ask:,} titles"
    return [f"Descriptions and trailers of {whose} will be asked for again in {name}."]


def _slots(before: Preferences, after: Preferences) -> list[str]:
    sentences = []
    if before.weights != after.weights:
        sentences.append("Candidates are ranked by the new weights.")
    for asset_type in sorted(after.several - before.several):
        sentences.append(f"Several {ASSET_SHAPES[asset_type].plural} can be selected for a title.")
    for asset_type in sorted(before.several - after.several):
        plural = ASSET_SHAPES[asset_type].plural
        sentences.append(
            f"One of the {plural} is selected for a title; what is selected now stays until you choose."
        )
    return sentences


def _scored(rescored: int | None, *, is_about_texts: bool) -> str:
    if rescored is None:
        return "The pictures are being scored anew in the background; none is fetched."
    if not rescored:
        return "No picture has another score." if is_about_texts else "No score changed; nothing was fetched."
    counted = "1 picture was" if rescored == 1 else f"{rescored:,} pictures were"
    return f"{counted} scored anew" + ("." if is_about_texts else "; nothing was fetched.")


def _named(names: Iterable[str], order: Sequence[str], titles: Mapping[str, str]) -> list[str]:
    chosen = frozenset(names)
    return [titles.get(name, name) for name in order if name in chosen]


def _are(names: Sequence[str]) -> str:
    return f"{_listed(names)} {'is' if len(names) == 1 else 'are'}"


def _listed(names: Sequence[str]) -> str:
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]}"
