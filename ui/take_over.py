"""The offer to bring titles added in the demo into the library that was opened with the first key."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable

from PySide6.QtCore import QSettings

from ui.message_bar import MessageBar, Severity
from ui.text import count_text

_KEY, _DECLINED = "take-over", "library/declined_take_over"


def offer_take_over(
    messages: MessageBar, settings: QSettings, paths: Iterable[str], on_accepted: Callable[[], object]
) -> bool:
    """Offer to take over the titles at *paths*; those once declined are not offered again.

    Returns:
        True when the offer is shown.
    """
    known = sorted(paths)
    mark = hashlib.sha256("\n".join(known).encode()).hexdigest()
    if not known or settings.value(_DECLINED) == mark:
        return False
    count = len(known)
    is_one = count == 1
    messages.post(
        f"{count_text(count, 'title')} from folders you added in the demo {'is' if is_one else 'are'} not in this "
        f"library. Taken over, {'it waits' if is_one else 'they wait'} to be identified; no file is touched.",
        action="Take over",
        on_action=on_accepted,
        key=_KEY,
    )
    # Closing it is the answer; a restart after another key was saved is none.
    messages.line(_KEY).closed.connect(lambda: settings.setValue(_DECLINED, mark))
    return True


def tell_taken_over(messages: MessageBar, count: int) -> None:
    """Say how many titles came in."""
    words = "is" if count == 1 else "are"
    messages.post(f"{count_text(count, 'title')} {words} in this library now.", Severity.GOOD, key=_KEY)
