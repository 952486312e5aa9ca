"""Shares become weights, and the others keep their proportion."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from xalias_tui.domain.errors import UsageError
from xalias_tui.domain.weights import read_percent, shifted

HALF = Fraction(1, 2)


@pytest.mark.parametrize(
    ("weights", "share", "made"),
    [
        ({"blue": 90, "green": 10}, "25", {"blue": 75, "green": 25}),
        ({"blue": 1, "green": 1}, "10%", {"blue": 90, "green": 10}),
        ({"blue": 255, "red": 85, "green": 0}, "20", {"blue": 60, "red": 20, "green": 20}),
        ({"blue": 2, "red": 1, "green": 0}, "10", {"blue": 60, "red": 30, "green": 10}),
        ({"a": 9, "b": 9, "c": 9, "green": 0}, "20", {"a": 4, "b": 4, "c": 4, "green": 3}),
        ({"blue": 90, "green": 10}, "100", {"blue": 0, "green": 100}),
        ({"blue": 90, "green": 10}, "0", {"blue": 100, "green": 0}),
        ({"blue": 0, "green": 100}, "50", {"blue": 50, "green": 50}),
        ({"blue": 0, "red": 0, "green": 0}, "50", {"blue": 25, "red": 25, "green": 50}),
        ({"blue": 1, "green": 0}, "0.5", {"blue": 199, "green": 1}),
    ],
)
def test_a_member_gets_its_share(weights: dict[str, int], share: str, made: dict[str, int]) -> None:
    assert shifted(weights, {"green": read_percent(share)}) == made


def test_several_members_get_theirs() -> None:
    weights = {"blue": 80, "red": 20, "green": 0}
    assert shifted(weights, {"green": Fraction(1, 4), "red": Fraction(1, 4)}) == {"blue": 50, "red": 25, "green": 25}


@pytest.mark.parametrize(
    ("weights", "shares", "said"),
    [
        ({"blue": 1, "green": 1}, {"blue": HALF, "green": Fraction(3, 4)}, "more than 100"),
        ({"green": 1}, {"green": HALF}, "no other member to have it"),
        ({"blue": 0, "red": 0, "green": 9}, {"green": HALF}, "blue, red have the weight 0"),
        ({"blue": 1, "green": 1}, {"blue": Fraction(1, 10_000)}, "No weights from 0 to 255"),
    ],
)
def test_shares_that_do_not_fit_are_refused(weights: dict[str, int], shares: dict[str, Fraction], said: str) -> None:
    with pytest.raises(UsageError, match=said):
        shifted(weights, shares)


@pytest.mark.parametrize("text", ["", "ten", "-1", "101", "1e1", "10,5", "99.99999"])
def test_what_is_no_share_is_refused(text: str) -> None:
    with pytest.raises(UsageError):
        read_percent(text)


@settings(max_examples=25)
@given(st.lists(st.integers(1, 255), min_size=1, max_size=5), st.integers(1, 99))
def test_shares_are_met_as_closely_as_weights_allow(others: list[int], percent: int) -> None:
    weights = {str(at): weight for at, weight in enumerate(others)} | {"new": 0}
    share = Fraction(percent, 100)
    try:
        made = shifted(weights, {"new": share})
    except UsageError:
        shares = [share, *((1 - share) * weight / sum(others) for weight in others)]
        assert min(shares) / max(shares) < Fraction(1, 100)  # only what 1 to 255 can hardly hold is refused
        return
    assert all(0 < weight <= 255 for weight in made.values())
    total = sum(made.values())
    assert abs(Fraction(made["new"], total) - share) <= Fraction(1, 50)
