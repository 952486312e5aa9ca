from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from tests.rules.examples import ERROR, INFO, WARNING, Example, Quiet, Raises, alias, case, check, label, plain, target
from xalias_tui.domain.plans import Case
from xalias_tui.domain.targets import CardOrigin

NOW = datetime(2026, 3, 9, 12, tzinfo=UTC)
WWW = alias("www.example.com.")


def carded(age: timedelta, *, edited: bool = False) -> Case:
    return case(WWW, to=target(card=CardOrigin(made_at=NOW - age, opened_at=NOW, edited=edited)))


HOUR, WEEK, LONG = timedelta(hours=1), timedelta(days=7), timedelta(days=8)
ASKED, REMOVAL = case(WWW, to=target()), case(plain("www.example.com."))

EXAMPLES: tuple[Example, ...] = (
    Raises("target-card-edited", ERROR, "dualstack.shop", carded(HOUR, edited=True)),
    Quiet("target-card-edited", carded(HOUR)),
    Quiet("target-card-edited", ASKED),
    Raises(
        "target-card-aged",
        WARNING,
        "8 days old: its card was written on 2026-03-01 12:00 UTC",
        carded(LONG),
    ),
    Quiet("target-card-aged", carded(WEEK)),
    Quiet("target-card-aged", ASKED),
    Raises("target-from-card", INFO, "2026-03-09 11:00 UTC", carded(HOUR)),
    Raises("target-from-card", INFO, "its account was not read now", carded(WEEK)),
    Quiet("target-from-card", carded(LONG)),
    Quiet("target-from-card", ASKED),
    Quiet("target-from-card", REMOVAL),
)


@pytest.mark.parametrize("example", EXAMPLES, ids=label)
def test_target_cards(example: Example) -> None:
    check(example)
