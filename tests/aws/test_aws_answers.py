"""An answer that can't be read is a failed look-up, whoever sent it and in whatever form."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from typing import Any, Final

import pytest
from botocore.awsrequest import AWSResponse
from botocore.compat import HTTPHeaders
from botocore.exceptions import ClientError

from tests.aws.fakes import made_up_session
from xalias_tui.aws.paging import MOST_PAGES, Listing, listing_of
from xalias_tui.domain.lookups import LookupFailedError

XML: Final = "text/xml"
JSON: Final = "application/x-amz-json-1.1"
HTML: Final = "text/html; charset=utf-8"
PORTAL: Final = "<html><head><title>Sign in</title></head><body><p>Welcome</p></body></html>"
ZONE: Final = (
    "<HostedZone><Id>/hostedzone/Z1</Id><Name>a.example.</Name><CallerReference>1</CallerReference></HostedZone>"
)
ZONES: Final = "<ListHostedZonesResponse><HostedZones>{}</HostedZones>{}</ListHostedZonesResponse>"
END: Final = "<IsTruncated>false</IsTruncated><MaxItems>100</MaxItems>"
BALANCERS: Final = (
    "<DescribeLoadBalancersResponse><DescribeLoadBalancersResult>{}</DescribeLoadBalancersResult>"
    "</DescribeLoadBalancersResponse>"
)

OPERATIONS: Final[dict[str, tuple[str, str]]] = {
    "rest-xml": ("route53", "list_hosted_zones"),
    "query": ("elbv2", "describe_load_balancers"),
    "ec2": ("ec2", "describe_regions"),
    "json": ("globalaccelerator", "list_accelerators"),
    "rest-json": ("amplify", "list_apps"),
    "who": ("sts", "get_caller_identity"),
}


class Body:
    """An answer's body as urllib3 streams it."""

    def __init__(self, content: bytes) -> None:
        self._content = content

    def stream(self) -> Iterator[bytes]:
        yield self._content


session = cache(made_up_session)


@cache
def client_of(service: str) -> Any:
    """A client that tries once."""
    return session().client(service, "us-west-2", attempts=1)


def told(operation: str, body: str, status: int = 200, kind: str = XML, **headers: str) -> Any:
    """What the SDK makes of an answer."""
    service, method = OPERATIONS[operation]
    client = client_of(service)

    def answer(request: Any, **_: Any) -> AWSResponse:
        given = HTTPHeaders()
        for name, value in {"content-type": kind, **headers}.items():
            given[name.replace("_", "-")] = value
        return AWSResponse(request.url, status, given, Body(body.encode()))

    client.meta.events.register("before-send", answer)
    try:
        return getattr(client, method)()
    finally:
        client.meta.events.unregister("before-send", answer)


@pytest.mark.parametrize("operation", OPERATIONS)
@pytest.mark.parametrize("body", [PORTAL, f"<!DOCTYPE html>\n{PORTAL}", "", "Bad Gateway", "<a><b></a>", "[" * 100_000])
def test_a_success_that_is_no_answer_of_the_operation_can_not_be_read(operation: str, body: str) -> None:
    for kind in (HTML, XML, JSON):
        with pytest.raises(LookupFailedError) as caught:
            told(operation, body, kind=kind)
        assert caught.value.code == "invalid-answer"
        assert "HTTP 200" in caught.value.message
        assert "<" not in caught.value.message


@pytest.mark.parametrize("operation", OPERATIONS)
@pytest.mark.parametrize("status", [302, 403, 407, 429, 500, 503])
@pytest.mark.parametrize("body", [PORTAL, "", "Forbidden", '{"detail": "no"}'])
def test_an_error_in_somebody_else_s_words_is_not_one_of_aws(operation: str, status: int, body: str) -> None:
    with pytest.raises(ClientError) as caught:
        told(operation, body, status, HTML)
    assert caught.value.response["Error"]["Code"] == "invalid-answer"
    assert caught.value.response["Error"]["Message"] == (
        f"HTTP {status}, text/html: a proxy or captive portal, not AWS."
    )
    assert caught.value.response["ResponseMetadata"]["HTTPStatusCode"] == status


@pytest.mark.parametrize("operation", OPERATIONS)
@pytest.mark.parametrize("body", ["", "Forbidden", '{"detail": "no"}', "<Reason>no</Reason>"])
def test_an_error_that_is_no_web_page_is_told_by_its_form(operation: str, body: str) -> None:
    with pytest.raises(ClientError) as caught:
        told(operation, body, 403, "text/plain")
    assert caught.value.response["Error"]["Code"] == "invalid-answer"
    assert caught.value.response["Error"]["Message"].startswith("HTTP 403, text/plain: ")


ERRORS: Final = [
    ("rest-xml", "<ErrorResponse><Error><Code>Throttling</Code></Error><RequestId>7</RequestId></ErrorResponse>", {}),
    ("query", "<ErrorResponse><Error><Code>Throttling</Code></Error><RequestId>7</RequestId></ErrorResponse>", {}),
    ("ec2", "<Response><Errors><Error><Code>Throttling</Code></Error></Errors><RequestID>7</RequestID></Response>", {}),
    ("json", '{"__type": "Throttling"}', {}),
    ("rest-json", "{}", {"x_amzn_errortype": "Throttling"}),
    ("rest-json", '{"code": "Throttling"}', {}),
]


@pytest.mark.parametrize(("operation", "body", "headers"), ERRORS)
def test_an_error_in_aws_s_own_words_keeps_its_code(operation: str, body: str, headers: dict[str, str]) -> None:
    with pytest.raises(ClientError) as caught:
        told(operation, body, 400, "application/json" if body.startswith("{") else XML, **headers)
    assert caught.value.response["Error"]["Code"] == "Throttling"


BROKEN: Final = [
    ("rest-xml", f"<ListHostedZonesResponse>{END}</ListHostedZonesResponse>"),
    ("rest-xml", ZONES.format(ZONE, END.replace("false", "perhaps"))),
    ("rest-xml", ZONES.format(ZONE, "<IsTruncated>false")),
    ("rest-xml", ZONES.format(ZONE.replace("<Name>", "<ResourceRecordSetCount>x</ResourceRecordSetCount><Name>"), END)),
    ("query", BALANCERS.format("")),
    ("query", "<DescribeLoadBalancersResponse/>"),
    ("ec2", "<DescribeRegionsResponse/>"),
    ("json", "{}"),
    ("json", '{"Accelerators": {"Name": "a"}}'),
    ("json", '{"Accelerators": ["a"]}'),
    ("json", '{"Accelerators": [{"Name": ["a"]}]}'),
    ("json", '{"Accelerators": [{"CreatedTime": "never"}]}'),
    ("json", '["Accelerators"]'),
    ("rest-json", '{"nextToken": "a"}'),
]


@pytest.mark.parametrize(("operation", "body"), BROKEN)
def test_a_list_that_is_missing_or_of_another_form_is_not_empty(operation: str, body: str) -> None:
    with pytest.raises(LookupFailedError) as caught:
        told(operation, body, kind=JSON if body.startswith(("{", "[")) else XML)
    assert caught.value.code == "invalid-answer"


def test_a_member_that_an_answer_lacks_is_a_failed_look_up_where_it_is_read() -> None:
    (zone,) = told("rest-xml", ZONES.format(ZONE.replace("<Id>/hostedzone/Z1</Id>", ""), END))["HostedZones"]
    assert (zone["Name"], zone.get("Id")) == ("a.example.", None)
    with pytest.raises(LookupFailedError, match="HostedZone lacks Id"):
        zone["Id"]
    with pytest.raises(LookupFailedError, match="lacks Arn"):
        told("who", "<R><GetCallerIdentityResult><Account>1</Account></GetCallerIdentityResult></R>")["Arn"]


def test_an_empty_list_is_an_answer() -> None:
    assert told("rest-xml", ZONES.format("", END))["HostedZones"] == []
    assert told("query", BALANCERS.format("<LoadBalancers/>"))["LoadBalancers"] == []
    assert told("json", '{"Accelerators": []}', kind=JSON)["Accelerators"] == []


LISTING: Final = Listing(
    "ListThings", {"Marker": lambda page: page.get("Next")}, lambda page: page.get("More"), ("Things",)
)


@pytest.mark.parametrize(
    ("pages", "why"),
    [
        ([{"Things": [], "More": True}], "not where they begin"),
        ([{"Things": [], "More": True, "Next": "a"}] * 2, "points back"),
        ([{"Things": [], "More": True, "Next": next_} for next_ in "aba"], "points back"),
        ([{"More": False}], "has no Things"),
    ],
)
def test_a_listing_that_does_not_advance_is_a_failed_look_up(pages: list[dict[str, Any]], why: str) -> None:
    left = iter(pages)
    with pytest.raises(LookupFailedError, match=why) as caught:
        list(LISTING.pages(lambda _: next(left)))
    assert caught.value.code == "invalid-answer"


def test_a_listing_with_ever_new_markers_ends() -> None:
    asked: list[dict[str, Any]] = []

    def ask(start: dict[str, Any]) -> dict[str, Any]:
        asked.append(start)
        return {"Things": [], "More": True, "Next": str(len(asked))}

    with pytest.raises(LookupFailedError, match="had not ended"):
        list(LISTING.pages(ask))
    assert len(asked) == MOST_PAGES


PAGED: Final = [
    ("route53", "list_hosted_zones", {"Marker"}, ("HostedZones",)),
    (
        "route53",
        "list_resource_record_sets",
        {"StartRecordName", "StartRecordType", "StartRecordIdentifier"},
        ("ResourceRecordSets",),
    ),
    ("lightsail", "get_distributions", {"pageToken"}, ("distributions",)),
    ("apprunner", "list_services", {"NextToken"}, ("ServiceSummaryList",)),
    ("apigateway", "get_domain_names", {"position"}, ()),
    ("apigateway", "get_domain_name_access_associations", {"position"}, ()),
    ("opensearch", "list_domain_names", set(), ("DomainNames",)),
]


@pytest.mark.parametrize(("service", "operation", "markers", "items"), PAGED)
def test_the_pages_of_an_operation_are_told_by_the_sdk_or_by_its_parameters(
    service: str, operation: str, markers: set[str], items: tuple[str, ...]
) -> None:
    listing = listing_of(client_of(service), operation)
    assert (set(listing.markers), listing.items) == (markers, items)
