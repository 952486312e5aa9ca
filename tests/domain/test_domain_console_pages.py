"""Links to the AWS console: the right host of each partition, and no other page passes the filter."""

from __future__ import annotations

import pytest

from tests.jobs.fakes import zone
from xalias_tui.domain.console_pages import page_of_arn, page_of_zone
from xalias_tui.domain.pasted import Pasted
from xalias_tui.domain.text import linked, printable, shown

ALB = "arn:aws:elasticloadbalancing:eu-west-1:222222222222:loadbalancer/app/web/1"


def test_zones_and_resources_have_a_page() -> None:
    assert page_of_zone(zone("Z1")) == "https://console.aws.amazon.com/route53/v2/hostedzones#ListRecordSets/Z1"
    assert page_of_arn(ALB) == f"https://console.aws.amazon.com/go/view?arn={ALB}"
    assert page_of_arn(ALB.replace("aws", "aws-cn", 1)).startswith(
        "https://console.amazonaws.cn/go/view?arn=arn:aws-cn:"
    )
    assert page_of_arn(ALB.replace("aws", "aws-us-gov", 1)).startswith("https://console.amazonaws-us-gov.com/")
    assert Pasted.read(page_of_arn(ALB)).meant == ALB


@pytest.mark.parametrize("arn", ["", "web", "arn:aws-iso:s3:::b", "https://evil.test"])
def test_what_has_none_has_none(arn: str) -> None:
    assert page_of_arn(arn) == ""


def test_an_arn_can_not_leave_its_link() -> None:
    page = page_of_arn("arn:aws:s3:::b\x1b\\\x07 &x=y#z")
    assert page == "https://console.aws.amazon.com/go/view?arn=arn:aws:s3:::b%1B%5C%07%20%26x%3Dy%23z"


def test_only_links_of_ours_reach_a_terminal() -> None:
    ours = linked(shown("Z1"), page_of_zone(zone("Z1")))
    assert printable(ours) == ours
    assert linked(shown("Z1"), "") == "Z1"
    for url in ("https://evil.test/", "https://console.aws.amazon.com.evil.test/", "http://console.aws.amazon.com/"):
        assert "\x1b" not in printable(linked(shown("Z1"), url)).replace("\x1b]8;;\x1b\\", "")
