from __future__ import annotations

from xalias_tui.domain.lookups import Unscanned
from xalias_tui.domain.missed import missed_together

REGIONS = ("eu-west-1", "eu-central-1", "us-east-1", "us-west-2", "ap-south-1")


def test_failures_that_differ_only_in_their_region_are_one_line() -> None:
    items = [Unscanned("1", "legacy", region, "alb", "AccessDenied", "long", "elb:D") for region in ("b-1", "a-1")]
    other = Unscanned("1", "legacy", "", "zones", "timeout", "no answer")
    forbidden = Unscanned("1", "legacy", "c-1", "alb", "AccessDenied", "with an explicit deny in a policy", "elb:D")
    assert missed_together([*items, forbidden, other]) == (
        "legacy alb in a-1, b-1: AccessDenied: needs the permission elb:D",
        "legacy alb in c-1: AccessDenied: a policy explicitly denies elb:D",
        "legacy zones: timeout: no answer",
    )


def test_one_cause_in_many_places_is_one_line() -> None:
    portal = [
        Unscanned("1" * 12, profile, region, kind, "invalid-answer", "HTTP 302, text/html")
        for profile in ("shop", "media")
        for region in REGIONS
        for kind in ("alb", "nlb", "clb", "amplify", "appsync")
    ]
    assert missed_together(portal) == (
        "5 kinds of look-up in 5 regions of 2 accounts: invalid-answer: HTTP 302, text/html",
    )
    assert missed_together(portal[:1]) == ("shop alb in eu-west-1: invalid-answer: HTTP 302, text/html",)


def test_sentences_that_differ_in_region_and_account_only_have_one_cause() -> None:
    silent = [
        Unscanned(account, account, region, "alb", "timeout", f"elb.{region}.amazonaws.com of {account} is silent.")
        for account in ("1" * 12, "2" * 12)
        for region in REGIONS[:2]
    ]
    assert missed_together(silent) == (
        f"alb in 2 regions of 2 accounts: timeout: elb.eu-west-1.amazonaws.com of {'1' * 12} is silent.",
    )
    assert missed_together([Unscanned("", "a", "", "zones", "x", "y"), Unscanned("", "b", "", "zones", "x", "y")]) == (
        "zones in 2 accounts: x: y",
    )


def test_what_others_wrote_is_filtered() -> None:
    assert missed_together([Unscanned("", "a", "", "zones", "x", "\x1b[31m")]) == ("a zones: x: \u241b[31m",)
