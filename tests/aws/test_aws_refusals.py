"""What a change that was not accepted means, and what is sent again."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any
from xml.sax.saxutils import escape

import pytest
from botocore import exceptions as sdk
from botocore.awsrequest import AWSResponse
from botocore.compat import HTTPHeaders
from botocore.exceptions import ClientError
from botocore.parsers import ResponseParserError

from tests.aws.fakes import FakeClock, client_error, made_up_session
from tests.sandbox.change_batches import HUB, ZONE, plain
from xalias_tui.aws.refusals import failed_change
from xalias_tui.aws.retries import Persistence
from xalias_tui.domain.errors import AwsError, OutcomeUnknownError, RefusedError, XaliasError
from xalias_tui.domain.lookups import LookupFailedError
from xalias_tui.domain.names import DnsName
from xalias_tui.domain.zones import Zone

BATCH = {"Changes": [{"Action": "CREATE", "ResourceRecordSet": plain("new.example.com")}]}


class Body:
    """An answer's body as urllib3 streams it."""

    def __init__(self, content: bytes) -> None:
        self._content = content

    def stream(self) -> Iterator[bytes]:
        yield self._content


@pytest.fixture
def zone() -> Zone:
    return Zone(ZONE, DnsName.parse("example.com"), private=False, account_id=HUB, profile="dns-prod")


URL = "https://route53.amazonaws.com/"
SENT = [
    (sdk.ReadTimeoutError(endpoint_url=URL), OutcomeUnknownError, "commit-outcome-unknown"),
    (sdk.ConnectionClosedError(endpoint_url=URL), OutcomeUnknownError, "commit-outcome-unknown"),
    (sdk.HTTPClientError(error=OSError("odd")), OutcomeUnknownError, "commit-outcome-unknown"),
    (sdk.SSLError(endpoint_url=URL, error=OSError("decryption failed")), OutcomeUnknownError, "commit-outcome-unknown"),
    (ResponseParserError("garbled"), OutcomeUnknownError, "commit-outcome-unknown"),
    (ZeroDivisionError(), OutcomeUnknownError, "commit-outcome-unknown"),
    (client_error("ServiceUnavailable", "", 503), OutcomeUnknownError, "commit-outcome-unknown"),
    (sdk.EndpointConnectionError(endpoint_url=URL), AwsError, "no-network"),
    (sdk.ConnectTimeoutError(endpoint_url=URL), AwsError, "no-network"),
    (sdk.ProxyConnectionError(proxy_url="http://proxy"), AwsError, "no-network"),
    (sdk.SSLError(endpoint_url=URL, error=OSError("[SSL: CERTIFICATE_VERIFY_FAILED]")), AwsError, "no-network"),
    (sdk.SSLError(endpoint_url=URL, error=OSError("hostname 'a' doesn't match 'b'")), AwsError, "no-network"),
    (client_error("ExpiredToken", "expired", 403), AwsError, "expired"),
    (client_error("NoSuchHostedZone", "No hosted zone found", 404), RefusedError, "NoSuchHostedZone"),
    (client_error("", "", 400), OutcomeUnknownError, "commit-outcome-unknown"),
    (client_error("invalid-answer", "HTTP 403, text/html", 403), OutcomeUnknownError, "commit-outcome-unknown"),
    (LookupFailedError("invalid-answer", "HTTP 200, text/html"), OutcomeUnknownError, "commit-outcome-unknown"),
]


@pytest.mark.parametrize(("error", "type_", "code"), SENT, ids=lambda value: type(value).__name__)
def test_what_a_failed_change_means(zone: Zone, error: Exception, type_: type[XaliasError], code: str) -> None:
    found = failed_change(error, zone, {}, profile="dns-prod", sent=True)
    assert type(found) is type_
    assert found.code == code


def test_what_fails_before_the_network_had_no_effect(zone: Zone) -> None:
    found = failed_change(sdk.NoCredentialsError(), zone, {}, profile="dns-prod", sent=False)
    assert (type(found), found.code) == (AwsError, "missing")
    assert found.message.startswith("Nothing was sent")
    refused = failed_change(sdk.ParamValidationError(report="bad"), zone, {}, profile="dns-prod", sent=False)
    assert type(refused) is RefusedError


@pytest.mark.parametrize(
    ("messages", "said"),
    [
        (
            ["Tried to create resource record set [name='a.example.com.', type='A'] but it already exists"],
            "Tried to create resource record set [name='a.example.com.', type='A'] but it already exists",
        ),
        (["One & two.", "Three."], "[One & two., Three.]"),
    ],
)
def test_a_refusal_whose_form_the_sdk_does_not_read_keeps_its_sentences(messages: list[str], said: str) -> None:
    client = made_up_session().client("route53", "us-east-1", attempts=1)
    inside = "".join(f"<Message>{escape(message)}</Message>" for message in messages)
    namespace = "https://route53.amazonaws.com/doc/2013-04-01/"
    body = f'<InvalidChangeBatch xmlns="{namespace}"><Messages>{inside}</Messages></InvalidChangeBatch>'

    def answer(request: Any, **_: Any) -> AWSResponse:
        return AWSResponse(request.url, 400, HTTPHeaders(), Body(body.encode()))

    client.meta.events.register("before-send", answer)
    with pytest.raises(ClientError) as caught:
        client.change_resource_record_sets(HostedZoneId=ZONE, ChangeBatch=BATCH)
    assert caught.value.response["Error"]["Code"] == "InvalidChangeBatch"
    assert caught.value.response["Error"]["Message"] == said


def test_only_refusals_repeat_a_write() -> None:
    clock = FakeClock()
    answers = [
        client_error("Throttling"),
        client_error("PriorRequestNotComplete"),
        sdk.ReadTimeoutError(endpoint_url=URL),
    ]
    calls = iter(answers)
    said: list[str] = []

    def call() -> None:
        raise next(calls)

    with pytest.raises(sdk.ReadTimeoutError):
        Persistence(clock).write(call, said.append)
    assert clock.slept == [0.1, 0.2]
    assert said == [
        "Route 53 is throttling calls of this account; trying again in 0.1 s",
        "Route 53 is still processing an earlier change of the zone; trying again in 0.2 s",
    ]
