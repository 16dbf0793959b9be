"""The only home of peewee: what is kept of titles, provider data, choices, history and numbers.

Rows never leave it, the values of ``metarr_desktop.domain`` do.
"""

from metarr_desktop.store.answers import AnswerToSave, SaveReport
from metarr_desktop.store.choices import ChoiceState, Lock
from metarr_desktop.store.offers import address_of, image_of, video_of, with_notes_scored
from metarr_desktop.store.score_pages import StoredPicture, StoredScore
from metarr_desktop.store.store import Store

__all__ = [
    "AnswerToSave",
    "ChoiceState",
    "Lock",
    "SaveReport",
    "Store",
    "StoredPicture",
    "StoredScore",
    "address_of",
    "image_of",
    "video_of",
    "with_notes_scored",
]
