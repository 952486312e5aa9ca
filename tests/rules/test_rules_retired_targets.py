from __future__ import annotations

import pytest

from tests.rules.examples import CDN, CDN_ZONE, INFO, ZONE, Example, Quiet, Raises, alias, case, check, label, plain

SERVED = alias("www.example.com.", target=CDN, zone_id=CDN_ZONE)
SERVED_IPV6 = alias("www.example.com.", "AAAA", target=CDN, zone_id=CDN_ZONE)
ELSEWHERE = alias("www.example.com.")
RULE = "cloudfront-remove-order"
RETIRE = "retire-order"

EXAMPLES: tuple[Example, ...] = (
    Raises(RULE, INFO, "record of www.example.com before the alternate name", case(deleted=[SERVED, SERVED_IPV6])),
    Raises(RULE, INFO, "www.example.com", case(ELSEWHERE, deleted=[SERVED])),
    Quiet(RULE, case(deleted=[SERVED], standing=[SERVED_IPV6])),
    Quiet(RULE, case(SERVED, deleted=[ELSEWHERE])),
    Quiet(RULE, case(deleted=[ELSEWHERE])),
    Raises(RETIRE, INFO, "www.example.com from memory for up to 60 seconds", case(deleted=[ELSEWHERE])),
    Raises(RETIRE, INFO, "www.example.com", case(deleted=[SERVED, SERVED_IPV6])),
    Quiet(RETIRE, case(SERVED, deleted=[ELSEWHERE])),
    Quiet(RETIRE, case(plain("www.example.com.", "CNAME", "a.example.net."), deleted=[ELSEWHERE])),
    Quiet(RETIRE, case(deleted=[alias("www.example.com.", target="a.example.com.", zone_id=ZONE.id)])),
    Quiet(RETIRE, case(deleted=[plain("www.example.com.")])),
)


@pytest.mark.parametrize("example", EXAMPLES, ids=label)
def test_retiring(example: Example) -> None:
    check(example)
