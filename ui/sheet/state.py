"""What stands in the place of the sheet when there is none, and why; no Qt."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

from metarr_desktop.domain.asset import ASSET_SHAPES, AssetType
from metarr_desktop.domain.contact_sheet import ContactSheet
from metarr_desktop.domain.entity import Entity, EntityType, IdentityState


class SheetAction(Enum):
    """What can be done about it; the value is the word on the button."""

    IDENTIFY = "Identify…"
    FETCH = "Fetch now"
    BROWSE = "Browse artwork"
    READ_AGAIN = "Read again"


@dataclass(frozen=True, slots=True)
class SheetState:
    """Words in place of the sheet."""

    icon: str
    title: str
    text: str
    actions: tuple[SheetAction, ...] = ()


def problem_state(sentence: str) -> SheetState:
    """Return what is shown when the store cannot be read."""
    return SheetState("error", "The sheet cannot be shown", sentence, (SheetAction.READ_AGAIN,))


def no_set_state(entity: Entity) -> SheetState:
    """Return what is shown for a title that has neither seasons nor a collection."""
    text = "A contact sheet is for the seasons of a series and for the films of a collection."
    return SheetState("album", f"{entity.title} is no part of a set", text, (SheetAction.BROWSE,))


def sheet_state(
    sheet: ContactSheet, entity: Entity, kind: AssetType, *, was_fetched: bool
) -> SheetState | None:
    """Return what keeps *sheet* from being shown, None when there is something to lay out.

    Args:
        entity: the title it was asked for.
        was_fetched: of every title on it.
    """
    plural, has_any = ASSET_SHAPES[kind].plural, any(row.candidates for row in sheet.rows)
    is_series = entity.key.entity_type is EntityType.TV
    if entity.state is IdentityState.UNIDENTIFIED and not has_any:
        text = (
            f"Which {'seasons it has' if is_series else 'collection it belongs to'} shows once it is known."
        )
        return SheetState("identify", f"{entity.title} is not identified yet", text, (SheetAction.IDENTIFY,))
    if not is_series and len(sheet.rows) < 2:
        return _alone(entity, was_fetched=was_fetched)
    if has_any:
        return None
    whose = "its seasons" if is_series else "these films"
    if not was_fetched:
        text = f"Nothing was fetched of {whose} yet, so there are no {plural} to compare."
        return SheetState("refresh", "Nothing fetched yet", text, (SheetAction.FETCH,))
    text = f"The providers have no {plural} of {whose}. Choose another type above, or ask them again."
    return SheetState("image", f"No {plural}", text, (SheetAction.FETCH,))


def _alone(entity: Entity, *, was_fetched: bool) -> SheetState:
    collection = entity.metadata.collection
    if collection:
        title = f"{entity.title} is alone"
        text = f"No other film of the {collection} in your library is identified and fetched."
        return SheetState("film", title, text, (SheetAction.BROWSE,))
    if not was_fetched:
        text = "Whether it belongs to a collection shows once it was fetched."
        return SheetState("refresh", "Nothing fetched yet", text, (SheetAction.FETCH,))
    text = "The providers know of no collection it belongs to, so there is nothing to lay beside it."
    return SheetState("film", f"{entity.title} stands by itself", text, (SheetAction.BROWSE,))
