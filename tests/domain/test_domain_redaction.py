"""Two nets for secrets: what keys are called, and what values look like."""

from __future__ import annotations

import pytest

from xalias_tui.domain.log_lines import line
from xalias_tui.domain.redaction import HIDDEN, counted, outlined, scrubbed

SECRET_KEY = "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY"


@pytest.mark.parametrize(
    "secret",
    [
        "AKIAIOSFODNN7EXAMPLE",
        "ASIAY34FZKBOKMUTVV7A",
        SECRET_KEY,
        "IQoJb3JpZ2luX2VjEGMaCXVzLWVhc3QtMSJHMEUCIQDZ8zL0v1QW3F+4Q5/nZx0y7C1XbG8b9RrYq2Tz6A==",
        "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxMjM0NTY3ODkwIn0.dozjgNryP4J3jVmNHl0w5N_XgL0n3I9PlFUP0THsR8U",
        "-----BEGIN RSA PRIVATE KEY-----\nMIIEow\n-----END RSA PRIVATE KEY-----",
    ],
)
@pytest.mark.parametrize("around", ["{}", "the key {} is wrong", "token={}", "'{}'"])
def test_what_looks_like_a_secret_is_not_written(secret: str, around: str) -> None:
    assert secret not in scrubbed(around.format(secret))
    assert HIDDEN in scrubbed(around.format(secret))
    assert secret not in line("call", {"message": around.format(secret)})


def test_addresses_lose_passwords_and_signatures() -> None:
    text = scrubbed("http://me:hidden@proxy:8080/x?X-Amz-Signature=abc&X-Amz-Security-Token=def&y=1")
    assert not {"hidden", "abc", "def"} & set(text.replace("=", " ").replace(":", " ").replace("@", " ").split())
    assert "proxy:8080" in text


@pytest.mark.parametrize(
    "harmless",
    [
        "arn:aws:elasticloadbalancing:eu-west-1:222222222222:loadbalancer/app/shop-web/8e35a2efff864021",
        "dualstack.shop-web-6926206466.eu-west-1.elb.amazonaws.com.",
        "/2013-04-01/hostedzone/Z08EXAMPLECOMPUBLIC0/rrset",
        "request=eaf3ee42-81f4-4053-acdf-daefa009a2c9",
    ],
)
def test_what_is_needed_for_a_diagnosis_stays(harmless: str) -> None:
    assert scrubbed(harmless) == harmless


def test_values_of_keys_that_sound_secret_are_not_written() -> None:
    values = {
        "SessionToken": "short", "ExternalId": "ours", "TokenCode": "123456", "SerialNumber": "arn:mfa", "Name": "x",
        "NextToken": "page", "Password": "p", "clientSecret": "s", "Policy": "{}", "MaxItems": 100, "Token": None,
    }  # fmt: skip
    assert {key for key, value in outlined(values).items() if value == HIDDEN} == values.keys() - {
        "Name", "MaxItems", "Token",
    }  # fmt: skip


def test_what_is_inside_is_counted_not_shown() -> None:
    assert outlined({"Names": list("abcdefg"), "Batch": {"Changes": [1]}, "Rows": [{"a": "b"}]}) == {
        "Names": "a, b, c, d, e and 2 more",
        "Batch": "1 inside",
        "Rows": "1 inside",
    }
    assert counted({"Zones": [{}, {}], "IsTruncated": True, "Marker": "x", "Credentials": {"a": "b"}}) == {
        "Zones": "2",
        "IsTruncated": True,
    }


def test_a_line_stays_one_line() -> None:
    assert line("dns", {"name": "a\nb", "none": None, "with space": "x y", "quote": '"'}) == (
        'dns name=a␊b with space="x y" quote="\\""'
    )
