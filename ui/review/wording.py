"""What the review of proposals says; no Qt."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence

from metarr_desktop.domain.asset import ASSET_SHAPES, AssetType, CachedAsset
from metarr_desktop.domain.automation_ports import AutomationState
from metarr_desktop.domain.enrichment import Proposal
from metarr_desktop.domain.language import language_name
from ui.text import count_text

EMPTY_TITLE = "Nothing waits for your decision"
EMPTY_TEXT = (
    "Enriching fetches what is missing of a title, looks at the pictures that could be chosen, and proposes the "
    "best one for each empty slot. Nothing is selected until you say so, here or in the artwork browser."
)


def noun_of(asset_type: AssetType) -> str:
    """Return the word for one: ``poster``, ``fanart picture``."""
    shape = ASSET_SHAPES[asset_type]
    return f"{shape.title.lower()} picture" if shape.plural.endswith("pictures") else shape.title.lower()


def slot_text(asset: CachedAsset) -> str:
    """Return what the picture would be: ``Poster``, ``Season poster, season 2``."""
    title = ASSET_SHAPES[asset.asset_type].title
    if asset.season_number is None:
        return title
    season = "specials" if asset.season_number == 0 else f"season {asset.season_number}"
    return f"{title}, {season}"


def pixels_text(asset: CachedAsset) -> str:
    """Return width and height, or that they are unknown."""
    if not asset.width or not asset.height:
        return "size unknown"
    return f"{asset.width}×{asset.height}"


def facts_text(asset: CachedAsset, provider: str) -> str:
    """Return provider, language and size."""
    words = [provider, language_name(asset.language) if asset.language else "", pixels_text(asset)]
    return " · ".join(word for word in words if word)


def score_text(asset: CachedAsset) -> str:
    return "not scored" if asset.score is None else f"score {asset.score}"


def place_text(proposal: Proposal, *, others: int = 0) -> str:
    """Return what is in the slot now, for the place where that picture would be; *others* would stay beside it."""
    if proposal.replaces is not None:
        return "Now"
    return f"Beside {others}" if others else "Empty"


def spoken(proposal: Proposal, provider: str, *, place: int, total: int) -> str:
    """Return a proposal as a sentence for those who listen."""
    asset = proposal.asset
    now = "in place of what automation selected" if proposal.replaces is not None else "for an empty place"
    return (
        f"{slot_text(asset)} of {proposal.title}, {place} of {total}, {now}, {facts_text(asset, provider)}, "
        f"{score_text(asset)}. {proposal.reason}"
    )


def use_words(proposals: Sequence[Proposal]) -> str:
    """Return what a click does: ``Use this poster``, ``Use 12 pictures``."""
    if len(proposals) == 1:
        return f"Use this {noun_of(proposals[0].asset.asset_type)}"
    return f"Use {count_text(len(proposals), 'picture')}"


def count_line(proposals: int, titles: int) -> str:
    """Return how much waits."""
    return f"{count_text(proposals, 'proposal')} for {count_text(titles, 'title')}"


def marked_text(proposals: Sequence[Proposal]) -> str:
    """Return how many are selected at once, and of how many titles."""
    titles = len({each.key for each in proposals})
    return f"{count_text(len(proposals), 'proposal')} of {count_text(titles, 'title')} marked"


def kinds_in(proposals: Sequence[Proposal]) -> Mapping[AssetType, int]:
    """Return how many there are of each type, in the order of the types."""
    counts = Counter(each.asset.asset_type for each in proposals)
    return {kind: counts[kind] for kind in AssetType if counts[kind]}


def running_text(state: AutomationState) -> str:
    """Return what to know of who would enrich, empty where this program does at once."""
    if state.is_paused:
        return "Automation is paused: it begins when you let it go on, in the activity window."
    return "" if state.is_here else state.sentence
