"""Errors in the document that each of AWS's protocols has for them."""

from __future__ import annotations

import json
from http import HTTPStatus
from xml.sax.saxutils import escape

from xalias_tui.sandbox.calls import Refusal
from xalias_tui.sandbox.wire import Answer

_CODES = {
    # what one and the same trouble is called: query and rest-xml, json and rest-json, ec2, s3
    "AccessDenied": ("AccessDenied", "AccessDeniedException", "UnauthorizedOperation", "AccessDenied"),
    "ExpiredToken": ("ExpiredToken", "ExpiredTokenException", "RequestExpired", "ExpiredToken"),
    "InvalidClientTokenId": (
        "InvalidClientTokenId",
        "UnrecognizedClientException",
        "AuthFailure",
        "InvalidAccessKeyId",
    ),
    "Throttling": ("Throttling", "ThrottlingException", "RequestLimitExceeded", "SlowDown"),
}
_NAMESPACES = {
    "cloudfront": "http://cloudfront.amazonaws.com/doc/2020-05-31/",
    "elb": "http://elasticloadbalancing.amazonaws.com/doc/2012-06-01/",
    "elbv2": "http://elasticloadbalancing.amazonaws.com/doc/2015-12-01/",
    "route53": "https://route53.amazonaws.com/doc/2013-04-01/",
    "sts": "https://sts.amazonaws.com/doc/2011-06-15/",
}
_XML = '<?xml version="1.0"?>\n'


def refusal_answer(refusal: Refusal, service: str, protocol: str, request_id: str) -> Answer:
    """Write a refusal as the service's protocol wants it."""
    code = _code(refusal.code, service, protocol)
    if protocol in ("json", "rest-json"):
        return _json(code, refusal, protocol)
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


def _code(code: str, service: str, protocol: str) -> str:
    names = _CODES.get(code)
    if names is None:
        return code
    query, modern, ec2, s3 = names
    if service == "s3":
        return s3
    return {"json": modern, "rest-json": modern, "ec2": ec2}.get(protocol, query)
