"""What can come in place of AWS's answer, each under its name."""

from __future__ import annotations

import json
import re
import threading
from collections.abc import Callable, Mapping
from typing import Final

from tests.cases.between import PORTAL, TORN, Answered, Cut, Meddle

Fault = Callable[[Callable[[], Answered]], Answered]
"""Answers a call itself, or asks AWS and changes what it said."""

SLOW_SECONDS: Final = 0.3
"""What a client waits for an answer in a test of slow ones; a slow answer takes several times as long."""

_XML: Final = {"Content-Type": "text/xml"}
_FAILED: Final = (
    b"<ErrorResponse><Error><Type>Receiver</Type><Code>InternalFailure</Code><Message>Sorry.</Message></Error>"
    b"<RequestId>7</RequestId></ErrorResponse>"
)
_MARKERS: Final = {
    b"ListHostedZonesResponse": b"<NextMarker>Z0SAME</NextMarker>",
    b"ListResourceRecordSetsResponse": b"<NextRecordName>a.</NextRecordName><NextRecordType>A</NextRecordType>",
}


def _edited(edit: Callable[[bytes], bytes]) -> Fault:
    def fault(ask: Callable[[], Answered]) -> Answered:
        answered = ask()
        return Answered(answered.status, edit(answered.body), answered.headers)

    return fault


def _instead(status: int, body: bytes = PORTAL, headers: Mapping[str, str] | None = None) -> Fault:
    return lambda _: Answered(status, body, dict(headers or {"Content-Type": "text/html; charset=utf-8"}))


def _wrong_type(body: bytes) -> bytes:
    if body.startswith(b"{"):
        return json.dumps({key: {"of": "another type"} for key in json.loads(body)}).encode()
    return re.sub(rb">(true|false|\d+)<", b">perhaps<", body)


def _endless(body: bytes) -> bytes:
    """A page of a listing that leads to itself."""
    for name, marker in _MARKERS.items():
        if name in body:
            return body.replace(b"<IsTruncated>false</IsTruncated>", b"<IsTruncated>true</IsTruncated>" + marker)
    return body.replace(b"</DescribeLoadBalancersResult>", b"<NextMarker>a</NextMarker></DescribeLoadBalancersResult>")


def _cut_before(ask: Callable[[], Answered]) -> Answered:
    del ask
    raise Cut


def _cut_after(ask: Callable[[], Answered]) -> Answered:
    ask()
    raise Cut


def _slow(ask: Callable[[], Answered]) -> Answered:
    threading.Event().wait(4 * SLOW_SECONDS)
    return ask()


def _lost(fault: Fault) -> Fault:
    """The same once AWS has acted."""

    def acted(ask: Callable[[], Answered]) -> Answered:
        answered = ask()
        return fault(lambda: answered)

    return acted


FAULTS: Final[Mapping[str, Fault]] = {
    "html": _lost(_instead(200)),
    "empty": _lost(_instead(200, b"", _XML)),
    "truncated": _edited(lambda body: body[: len(body) // 2]),
    "wrong type": _edited(_wrong_type),
    "302": _lost(_instead(302)),
    "403": _lost(_instead(403)),
    "407": _instead(407),
    "429": _lost(_instead(429, b"")),
    "500": _instead(500, _FAILED, _XML),
    "503": _instead(503, TORN),
    "cut before": _cut_before,
    "cut after": _cut_after,
    "slow": _slow,
    "wrong account": _edited(lambda body: re.sub(rb"<Account>\d{12}<", b"<Account>999999999999<", body)),
    "endless marker": _edited(_endless),
}


def meeting(called: str, fault: Fault, met: list[bool]) -> Meddle:
    """Lets every call of a name meet a fault; ``met`` is told whether the fault changed what AWS said."""

    def meddle(name: str, ask: Callable[[], Answered]) -> Answered:
        if name != called:
            return ask()
        if fault is FAULTS["slow"]:
            met.append(True)
            return fault(ask)
        said: list[Answered] = []

        def asked() -> Answered:
            said.append(ask())
            return said[-1]

        try:
            answered = fault(asked)
        except Cut:
            met.append(True)
            raise
        met.append(not said or answered != said[-1])
        return answered

    return meddle
