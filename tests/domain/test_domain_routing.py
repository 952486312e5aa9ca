from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from xalias_tui.domain.errors import UsageError
from xalias_tui.domain.routing import HOW_TO_WRITE, POLICIES, ROUTING_FIELDS, Policy, Routing, read_routing, value_text


@pytest.mark.parametrize(
    ("policy", "text", "value", "written"),
    [
        ("weighted", " 90 ", 90, "90"),
        ("weighted", "-1", -1, "-1"),
        ("latency", "eu-west-1", "eu-west-1", "eu-west-1"),
        ("failover", "primary", "PRIMARY", "PRIMARY"),
        ("geolocation", "de", {"CountryCode": "DE"}, "DE"),
        ("geolocation", "us : ca", {"CountryCode": "US", "SubdivisionCode": "CA"}, "US:CA"),
        ("geolocation", "Continent:eu", {"ContinentCode": "EU"}, "continent:EU"),
        ("geolocation", "*", {"CountryCode": "*"}, "*"),
        ("geoproximity", "eu-west-1", {"AWSRegion": "eu-west-1"}, "eu-west-1"),
        ("geoproximity", "eu-west-1 BIAS -7", {"AWSRegion": "eu-west-1", "Bias": -7}, "eu-west-1 bias -7"),
        (
            "geoproximity",
            "52.52, 13.40 bias 3",
            {"Coordinates": {"Latitude": "52.52", "Longitude": "13.40"}, "Bias": 3},
            "52.52,13.40 bias 3",
        ),
        (
            "geoproximity",
            "local-zone:us-west-2-den-1",
            {"LocalZoneGroup": "us-west-2-den-1"},
            "local-zone:us-west-2-den-1",
        ),
        ("multivalue", "whatever", True, ""),
        ("cidr", "office/berlin", {"CollectionId": "office", "LocationName": "berlin"}, "office/berlin"),
        ("cidr", "office", {"CollectionId": "office", "LocationName": "*"}, "office/*"),
        ("cidr", "office/", {"CollectionId": "office", "LocationName": "*"}, "office/*"),
    ],
)
def test_a_value_is_read_and_written(policy: Policy, text: str, value: Any, written: str) -> None:
    routing = read_routing(policy, text)
    assert (routing, value_text(routing)) == (Routing(policy, value), written)
    assert read_routing(policy, written) == routing


@pytest.mark.parametrize(
    ("policy", "text"),
    [
        ("weighted", "many"),
        ("weighted", "²"),
        ("weighted", ""),
        ("failover", "third"),
        ("latency", " "),
        ("geoproximity", " bias 3"),
    ],
)
def test_what_is_no_value_is_refused_with_how_to_write_one(policy: Policy, text: str) -> None:
    with pytest.raises(UsageError) as caught:
        read_routing(policy, text)
    assert (caught.value.code, HOW_TO_WRITE[policy] in caught.value.remedy) == ("routing-value", True)


@given(st.sampled_from([policy for policy in POLICIES if policy != "multivalue"]), st.text(max_size=12))
def test_any_text_is_a_value_or_a_usage_error(policy: Policy, text: str) -> None:
    try:
        routing = read_routing(policy, text)
    except UsageError:
        return
    assert isinstance(value_text(routing), str)


def test_a_value_of_unknown_form_is_shown_as_it_is() -> None:
    assert str(Routing("geolocation", {"PlanetCode": "3"})) == 'geolocation {"PlanetCode": "3"}'
    assert set(ROUTING_FIELDS.values()) == set(POLICIES) == set(HOW_TO_WRITE)
