"""Faults as values: what makes no sense is refused, what makes sense survives JSON."""

from __future__ import annotations

import json

import pytest

from metarr_desktop.demo.faults import FAULT_WORDS, Failure, Fault


@pytest.mark.parametrize(
    "wrong",
    [
        {"failure": "no_such_failure"},
        {"failure": 7},
        {"latency_s": -1},
        {"latency_s": "1"},
        {"requests": 0},
        {"requests": True},
        {"status": 200},
        {"colour": "red"},
    ],
)
def test_a_fault_that_makes_no_sense_is_refused(wrong: dict[str, object]) -> None:
    with pytest.raises(ValueError, match=r".+"):
        Fault.from_json(wrong)


@pytest.mark.parametrize("failure", list(Failure))
def test_a_fault_survives_the_way_through_json(failure: Failure) -> None:
    fault = Fault(failure, latency_s=0.5, requests=3)
    assert Fault.from_json(json.loads(json.dumps(fault.to_json()))) == fault


def test_every_failure_has_words_of_its_own() -> None:
    assert set(FAULT_WORDS) == set(Failure)
    assert len(set(FAULT_WORDS.values())) == len(Failure)
