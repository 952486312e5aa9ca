from __future__ import annotations

import pytest

from tests.rules.examples import ERROR, WARNING, Example, Quiet, Raises, alias, case, check, found, label, plain, zone
from xalias_tui.domain.records import RecordSet

POINTED_TO = zone(guardrails=frozenset({"ALIAS_TARGET_CHECK"}))
OCCLUDING = zone(guardrails=frozenset({"NS_OCCLUSION_CHECK"}))
ASKED = zone(guardrails=frozenset({"ACTIVE_RECORD_CHECK", "ACTIVE_DELEGATION_CHECK"}))
ALWAYS_ON = zone(guardrails=frozenset({"NS_FORMAT_CHECK", "NS_DELEGATION_AUTHORITY_CHECK"}))
WWW = alias("www.example.com.")
NS = plain("sub.example.com.", "NS", "ns-1.example.org.")
BELOW = alias("www.sub.example.com.")


def pointer(at: str = "shop.example.com.", type_: str = "A") -> RecordSet:
    return alias(at, type_, target="www.example.com.", zone_id=POINTED_TO.id)


EXAMPLES: tuple[Example, ...] = (
    Raises(
        "change-guardrail",
        ERROR,
        "ALIAS_TARGET_CHECK refuses the whole change: shop.example.com. A would point at www.example.com A",
        case(deleted=[WWW], standing=[pointer()], in_zone=POINTED_TO),
    ),
    Quiet("change-guardrail", case(deleted=[WWW], standing=[pointer()], in_zone=ALWAYS_ON)),
    Quiet("change-guardrail", case(deleted=[WWW], standing=[pointer(type_="AAAA")], in_zone=POINTED_TO)),
    Quiet("change-guardrail", case(deleted=[WWW, pointer()], in_zone=POINTED_TO)),
    Quiet("change-guardrail", case(plain("www.example.com."), deleted=[WWW], standing=[pointer()], in_zone=POINTED_TO)),
    Quiet("same-zone-alias-chain-broken", case(deleted=[WWW], standing=[pointer()], in_zone=POINTED_TO)),
    Raises("change-guardrail", ERROR, "sub.example.com is delegated", case(BELOW, standing=[NS], in_zone=OCCLUDING)),
    Raises(
        "change-guardrail",
        ERROR,
        "NS_OCCLUSION_CHECK",
        case([BELOW, alias("www.sub.example.com.", "AAAA")], standing=[NS], in_zone=OCCLUDING),
    ),
    Quiet("change-guardrail", case(BELOW, deleted=[NS], in_zone=OCCLUDING)),
    Quiet("change-guardrail", case(WWW, standing=[NS], in_zone=OCCLUDING)),
    Quiet("change-guardrail", case(BELOW, standing=[NS], in_zone=ALWAYS_ON)),
    Raises(
        "change-guardrail", WARNING, "while www.example.com A is still asked for", case(deleted=[WWW], in_zone=ASKED)
    ),
    Raises("change-guardrail", WARNING, "ACTIVE_DELEGATION_CHECK is on", case(deleted=[NS], in_zone=ASKED)),
    Raises(
        "change-guardrail",
        WARNING,
        "www.example.com CNAME",
        case(WWW, deleted=[plain("www.example.com.", "CNAME", "a.example.org.")], in_zone=ASKED),
    ),
    Quiet("change-guardrail", case(plain("www.example.com."), deleted=[WWW], in_zone=ASKED)),
    Quiet(
        "change-guardrail",
        case(
            deleted=[alias("www.example.com.", SetIdentifier="a", Weight=1)],
            standing=[alias("www.example.com.", SetIdentifier="b", Weight=1)],
            in_zone=ASKED,
        ),
    ),
    Quiet("change-guardrail", case(deleted=[WWW])),
)


@pytest.mark.parametrize("example", EXAMPLES, ids=label)
def test_example(example: Example) -> None:
    check(example)


def test_a_member_of_a_group_that_goes_with_the_others_is_named_once() -> None:
    members = [alias("www.example.com.", SetIdentifier=id_, Weight=1) for id_ in ("a", "b")]
    assert len(found("change-guardrail", case(deleted=members, in_zone=ASKED))) == 1
