"""Who hears of something."""

from __future__ import annotations

import pytest

from metarr_desktop.domain.listeners import Listeners


def test_listeners_are_called_in_the_order_they_came() -> None:
    heard: list[str] = []
    listeners: Listeners[[str]] = Listeners()
    listeners.add(lambda word: heard.append(f"first {word}"))
    listeners.add(lambda word: heard.append(f"second {word}"))
    for listener in listeners:
        listener("news")
    assert heard == ["first news", "second news"]


def test_who_has_left_hears_nothing_and_may_leave_again() -> None:
    heard: list[str] = []
    listeners: Listeners[[]] = Listeners()
    leave = listeners.add(lambda: heard.append("gone"))
    listeners.add(lambda: heard.append("here"))
    leave()
    leave()
    for listener in listeners:
        listener()
    assert heard == ["here"]


def test_one_that_leaves_while_called_keeps_nobody_from_hearing() -> None:
    heard: list[str] = []
    listeners: Listeners[[]] = Listeners()
    leave = listeners.add(lambda: leave())
    listeners.add(lambda: heard.append("here"))
    for listener in listeners:
        listener()
    assert heard == ["here"]


def test_one_that_breaks_hides_the_news_from_nobody(caplog: pytest.LogCaptureFixture) -> None:
    heard: list[str] = []
    listeners: Listeners[[str]] = Listeners()
    listeners.add(lambda word: heard.append(word[99]))
    listeners.add(heard.append)
    listeners.tell("news")
    assert (heard, caplog.records[0].exc_info is not None) == (["news"], True)


def test_after_clearing_nobody_is_there() -> None:
    listeners: Listeners[[]] = Listeners()
    listeners.add(lambda: None)
    listeners.clear()
    assert not listeners
