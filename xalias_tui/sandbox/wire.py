"""Requests and answers of AWS's protocols, read and written by the SDK's service models.

moto's parsers and serializers do the shapes (they are made from the same models); what is ours is finding out which
operation is meant. Errors are written in ``refusals``.
"""

from __future__ import annotations

import contextlib
import re
from collections.abc import Iterator, Mapping
from functools import cache
from typing import Any
from urllib.parse import parse_qsl, unquote
from xml.sax.saxutils import escape, quoteattr

from moto.core.model import OperationModel, Shape
from moto.core.parse import PROTOCOL_PARSERS, RequestParserError
from moto.core.serialize import ResponseSerializer, SerializationContext, get_serializer_class
from werkzeug.datastructures import Headers, MultiDict

from xalias_tui.domain.dataclass import dataclass
from xalias_tui.sandbox.calls import Refusal
from xalias_tui.sandbox.identity_centre import REGION
from xalias_tui.sandbox.models import routes, service_model, service_of

_CREDENTIAL = re.compile(r"AWS4-HMAC-SHA256 Credential=([^/]+)/\d{8}/([^/]+)/([^/]+)/aws4_request")
_OLDER_CREDENTIAL = re.compile(r"AWS3-HTTPS AWSAccessKeyId=([^, ]+)")
"""Signature Version 3, with which older clients still call Route 53 (its API reference: RESTAuthentication)."""
WEB_IDENTITY = "AssumeRoleWithWebIdentity"
"""The operation of STS whose requests are not signed."""
UNSIGNED = ("sso", "sso-oidc", "signin")
"""Services whose callers show a token, or nothing, instead of a signature."""
_BUCKET_HOST = re.compile(r"(?P<bucket>.+)\.localhost(:\d+)?")


@dataclass(frozen=True, slots=True)
class Request:
    """An HTTP request as it came in.

    Attributes:
        method: ``GET``, ``POST`` …
        path: The path, still percent-encoded.
        query: What follows the question mark.
        headers: Its headers, found in any case.
        body: Its body, empty where there is none.
    """

    method: str
    path: str
    query: str
    headers: Headers
    body: bytes


@dataclass(frozen=True, slots=True)
class Answer:
    """An HTTP response, ready to be sent."""

    status: int
    content_type: str
    body: bytes
    headers: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Identified:
    """What a request says about itself before its parameters are read.

    Attributes:
        access_key_id: Who signed it; empty for a request that needs no signature.
        region: The region it was signed for.
        operation: The operation it means.
        path_params: Parameters in the path.
        values: Parameters of its query or form.
    """

    access_key_id: str
    region: str
    operation: OperationModel
    path_params: dict[str, str]
    values: MultiDict[str, str]

    @property
    def service(self) -> str:
        """The SDK's service name."""
        return str(self.operation.service_model.service_name)


def signer(request: Request) -> tuple[str, str, str] | None:
    """Access key id, region and signing name of a signed request; None for one that is not signed."""
    older = _OLDER_CREDENTIAL.match(request.headers.get("X-Amzn-Authorization", ""))
    if older is not None:
        return older[1], "us-east-1", "route53"
    found = _CREDENTIAL.match(request.headers.get("Authorization", ""))
    return (found[1], found[2], found[3]) if found else None


def protocol_of(request: Request) -> str:
    """The protocol in which a request is refused: the one that it is written in, else its service's.

    AWS's oldest one where neither can be told; clients of REST services that the SDK does not know under their signing
    name read JSON.
    """
    signed, form = signer(request), _form(request)
    if request.headers.get("Smithy-Protocol") == "rpc-v2-cbor":
        return "smithy-rpc-v2-cbor"
    if "X-Amz-Target" in request.headers:
        return "json"
    if signed is None:
        return "query"
    protocol = _protocol(service_of(signed[2], request.path, form.get("Version")))
    if form.get("Action"):
        return "ec2" if protocol == "ec2" else "query"
    return "rest-json" if protocol == "unknown" else protocol


def identify(request: Request) -> Identified:
    """Find out who calls which operation of which service.

    Raises:
        Refusal: when the request is not signed, or means no operation of its service.
    """
    signed = signer(request)
    if signed is None:
        return _identify_unsigned(request)
    access_key_id, region, signing_name = signed
    form = _form(request)
    service = service_of(signing_name, request.path, form.get("Version"))
    protocol = _protocol(service)
    if protocol not in PROTOCOL_PARSERS:
        raise Refusal("UnknownOperationException", f"The sandbox does not simulate {signing_name}.")
    if protocol.startswith("rest-"):
        query = MultiDict(parse_qsl(request.query, keep_blank_values=True))
        operation, path_params = _routed(service, request, query)
        return Identified(access_key_id, region, operation, path_params, query)
    name = request.headers.get("X-Amz-Target", "").rpartition(".")[2] if protocol == "json" else form.get("Action", "")
    return Identified(access_key_id, region, _operation(service, name), {}, form)


def _identify_unsigned(request: Request) -> Identified:
    """Find out which operation is meant of those by which a caller without keys signs in.

    Raises:
        Refusal: when it is not one of them.
    """
    query = MultiDict(parse_qsl(request.query, keep_blank_values=True))
    form = _form(request)
    if form.get("Action") == WEB_IDENTITY:
        return Identified("", "us-east-1", _operation("sts", WEB_IDENTITY), {}, form)
    for service in UNSIGNED:
        with contextlib.suppress(Refusal):
            return Identified("", REGION, *_routed(service, request, query), query)
    raise Refusal("MissingAuthenticationToken", "Request is missing Authentication Token", 403)


def parse(request: Request, identified: Identified) -> dict[str, Any]:
    """Read the parameters, in the shape in which a boto3 user writes them.

    Raises:
        Refusal: when they cannot be read.
    """
    service = identified.operation.service_model
    parser = PROTOCOL_PARSERS[service.protocol](identified.operation)
    try:
        parsed: dict[str, Any] = parser.parse(
            {
                "body": request.body,
                "headers": request.headers,
                "method": request.method,
                "url_params": identified.path_params,
                "url_path": request.path,
                "values": identified.values,
            }
        )
    except (RequestParserError, ValueError, KeyError, AttributeError, TypeError) as error:
        raise _unreadable(identified, error) from error
    return parsed


def serialise(identified: Identified, result: Mapping[str, Any], request_id: str) -> Answer:
    """Write an operation's result as its protocol writes it."""
    service = identified.operation.service_model
    serializer = _serializer(identified.service, service.protocol)(
        identified.operation, SerializationContext(request_id)
    )
    document = serializer.serialize(result)
    body = document["body"]
    headers = dict(document["headers"])
    return Answer(
        status=document["status_code"],
        content_type=headers.pop("Content-Type", "text/xml"),
        body=body.encode() if isinstance(body, str) else body,
        headers=headers,
    )


def _form(request: Request) -> MultiDict[str, str]:
    if not request.headers.get("Content-Type", "").startswith("application/x-www-form-urlencoded"):
        return MultiDict()
    return MultiDict(parse_qsl(request.body.decode("utf-8", "replace"), keep_blank_values=True))


def _protocol(service: str) -> str:
    from botocore.exceptions import UnknownServiceError  # noqa: PLC0415 -- only a stranger's request needs it

    try:
        return str(service_model(service).protocol)
    except UnknownServiceError:
        return "unknown"


def _operation(service: str, name: str) -> OperationModel:
    model = service_model(service)
    if name not in model.operation_names:
        raise Refusal("InvalidAction", f"Could not find operation {name} for service {service}.")
    operation: OperationModel = model.operation_model(name)
    return operation


def _routed(service: str, request: Request, query: MultiDict[str, str]) -> tuple[OperationModel, dict[str, str]]:
    path = request.path
    bucket = _BUCKET_HOST.fullmatch(request.headers.get("Host", "")) if service == "s3" else None
    if bucket is not None:
        path = f"/{bucket['bucket']}{path}"
    for route in routes(service):
        found = route.match(request.method, path, query)
        if found is not None:
            params = {name: unquote(value) for name, value in found.items()}
            return service_model(service).operation_model(route.operation), params
    raise Refusal(
        "UnknownOperationException", f"{request.method} {request.path} is not an operation of {service}.", 404
    )


def _unreadable(identified: Identified, error: Exception) -> Refusal:
    if identified.service == "route53":
        return Refusal("InvalidInput", f"Invalid XML ; {error}")
    if identified.service == "s3":
        return Refusal("MalformedXML", "The XML you provided was not well-formed or did not validate.")
    return Refusal("SerializationException", f"The request could not be read: {error}")


class _PlainAnswers:
    """Picks a member by its own name; moto looks for half a dozen spellings of it, which costs most of its time."""

    def get_value(self, value: Mapping[str, Any], key: str, shape: Shape) -> Any:  # noqa: ARG002 -- moto's signature
        """The member of the SDK's response shape."""
        return value.get(key)


class _PlainXml(_PlainAnswers):
    """Writes XML without moto's generator of events, which takes four times as long."""

    def _serialize_body(self, body: Mapping[str, Any]) -> str:
        return "".join(('<?xml version="1.0" encoding="utf-8"?>\n', *_written(body)))


def _written(element: Mapping[str, Any]) -> Iterator[str]:
    """What is inside an element, in moto's form of it: a list repeats its name, ``@`` marks an attribute."""
    for name, value in element.items():
        if name == "#text":
            yield escape(value or "")
        elif name[0] != "@":
            for item in value if isinstance(value, list) else (value,):
                if isinstance(item, Mapping):
                    attributes = (f" {key[1:]}={quoteattr(text)}" for key, text in item.items() if key[0] == "@")
                    yield f"<{name}{''.join(attributes)}>"
                    yield from _written(item)
                    yield f"</{name}>"
                else:
                    yield f"<{name}>{escape(str(item))}</{name}>"


@cache
def _serializer(service: str, protocol: str) -> type[ResponseSerializer]:
    ours = _PlainXml if protocol in ("ec2", "query", "rest-xml") else _PlainAnswers
    return type("Serializer", (ours, get_serializer_class(service, protocol)), {})
