from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from metarr_desktop.domain.fetch import Priority
from metarr_desktop.orchestration.retry import RETRIES, RetryPolicy

POLICY = RetryPolicy(retries=5)


def test_a_user_waits_for_two_retries_and_the_background_for_five() -> None:
    assert (RETRIES[Priority.USER].retries, RETRIES[Priority.AUTOMATION].retries) == (2, 5)


@pytest.mark.parametrize(("attempt", "wait_s"), [(1, 1), (2, 2), (3, 4), (5, 16), (6, 30), (60, 30)])
def test_waits_double_up_to_thirty_seconds(attempt: int, wait_s: float) -> None:
    assert POLICY.wait_s(attempt, retry_after_s=None, random=lambda: 0.5) == pytest.approx(wait_s)


@given(st.integers(1, 40), st.floats(0, 1, exclude_max=True))
def test_waits_are_spread_by_a_fifth_at_most(attempt: int, share: float) -> None:
    plain = POLICY.wait_s(attempt, retry_after_s=None, random=lambda: 0.5)
    spread = POLICY.wait_s(attempt, retry_after_s=None, random=lambda: share)

    assert 0.8 * plain - 1e-9 <= spread <= 1.2 * plain + 1e-9


def test_the_wait_a_provider_names_rules() -> None:
    assert POLICY.wait_s(1, retry_after_s=17.0, random=lambda: 0.9) == 17.0


@pytest.mark.parametrize("nonsense", [0.0, -5.0])
def test_a_wait_of_zero_or_less_counts_as_not_named(nonsense: float) -> None:
    assert POLICY.wait_s(1, retry_after_s=nonsense, random=lambda: 0.5) == pytest.approx(1.0)
