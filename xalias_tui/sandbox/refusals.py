"""Errors in the document that each of AWS's protocols has for them."""

from __future__ import annotations

import json
import struct
from collections.abc import Mapping
from http import HTTPStatus
from xml.sax.saxutils import escape

from xalias_tui.sandbox.calls import Refusal
from xalias_tui.sandbox.wire import Answer

_MODERN = ("json", "rest-json", "smithy-rpc-v2-cbor")
_CODES: Mapping[str, Mapping[str, str]] = {
    "AccessDenied": dict.fromkeys(_MODERN, "AccessDeniedException") | {"ec2": "UnauthorizedOperation"},
    "ExpiredToken": dict.fromkeys(_MODERN, "ExpiredTokenException") | {"ec2": "RequestExpired"},
    "InvalidClientTokenId": dict.fromkeys(_MODERN, "UnrecognizedClientException")
    | {"ec2": "AuthFailure", "s3": "InvalidAccessKeyId"},
    "Throttling": dict.fromkeys(_MODERN, "ThrottlingException") | {"ec2": "RequestLimitExceeded", "s3": "SlowDown"},
    "UnknownOperationException": {"query": "InvalidAction", "ec2": "InvalidAction", "s3": "NotImplemented"},
}
"""What a protocol, or S3, calls a refusal that others call otherwise."""
_NAMESPACES = {
    "cloudfront": "http://cloudfront.amazonaws.com/doc/2020-05-31/",
    "elb": "http://elasticloadbalancing.amazonaws.com/doc/2012-06-01/",
    "elbv2": "http://elasticloadbalancing.amazonaws.com/doc/2015-12-01/",
    "route53": "https://route53.amazonaws.com/doc/2013-04-01/",
    "sts": "https://sts.amazonaws.com/doc/2011-06-15/",
}
_XML = '<?xml version="1.0"?>\n'


def refusal_answer(refusal: Refusal, service: str, protocol: str, request_id: str) -> Answer:
    """Write a refusal as the service's protocol writes it."""
    code = _code(refusal.code, service, protocol)
    if protocol in ("json", "rest-json"):
        return _json(code, refusal, protocol)
    if protocol == "smithy-rpc-v2-cbor":
        return _cbor(code, refusal)
    error = f"<Code>{escape(code)}</Code><Message>{escape(refusal.message)}</Message>"
    if protocol == "ec2":
        body = f"<Response><Errors><Error>{error}</Error></Errors><RequestID>{request_id}</RequestID></Response>"
    elif service == "s3":
        body = f"<Error>{error}<RequestId>{request_id}</RequestId></Error>"
    else:
        namespace = _NAMESPACES.get(service)
        attribute = f' xmlns="{namespace}"' if namespace else ""
        fault = "Sender" if refusal.status < HTTPStatus.INTERNAL_SERVER_ERROR else "Receiver"
        body = (
            f"<ErrorResponse{attribute}><Error><Type>{fault}</Type>{error}</Error>"
            f"<RequestId>{request_id}</RequestId></ErrorResponse>"
        )
    return Answer(refusal.status, "text/xml", (_XML + body).encode(), refusal.headers)


def _json(code: str, refusal: Refusal, protocol: str) -> Answer:
    content_type = "application/x-amz-json-1.1" if protocol == "json" else "application/json"
    document = {"message": refusal.message}
    if protocol == "json":
        document["__type"] = code
    return Answer(refusal.status, content_type, json.dumps(document).encode(), {"x-amzn-ErrorType": code})


def _cbor(code: str, refusal: Refusal) -> Answer:
    """The error of Smithy's RPC v2 protocol: a CBOR map of two texts (RFC 8949, major types 5 and 3)."""
    texts = (text.encode() for pair in (("__type", code), ("message", refusal.message)) for text in pair)
    body = b"\xa2" + b"".join(b"\x79" + struct.pack("!H", len(text)) + text for text in texts)
    headers = {"smithy-protocol": "rpc-v2-cbor", "x-amzn-ErrorType": code}
    return Answer(refusal.status, "application/cbor", body, headers)


def _code(code: str, service: str, protocol: str) -> str:
    return _CODES.get(code, {}).get("s3" if service == "s3" else protocol, code)
