"""The one reader of what comes back from AWS: an answer that can't be read is a failure, never an empty list.

botocore reads leniently: of a web page with status 200 it makes an answer without members, of one with status 403 an
error without a code. Every parser of a session is replaced here by one that checks what it is given, so no reader of an
answer can forget to. An unreadable success raises ``LookupFailedError``; an error in other words than AWS's becomes a
``ClientError`` with the code ``invalid-answer``, so that botocore's own retries still see its status.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from typing import Any, Final
from xml.etree import ElementTree as ET

from botocore.model import Shape
from botocore.parsers import PROTOCOL_PARSERS, ResponseParser, ResponseParserFactory

from xalias_tui.aws.fields import Fields
from xalias_tui.aws.record_pages import RECORDS, Reader, local_name, reader_of
from xalias_tui.domain.lookups import INVALID_ANSWER, LookupFailedError

_FIRST_ERROR: Final = 300
_HEADERS: Final = frozenset({"header", "headers", "statusCode"})
"""Where members of an answer come from that are not in its body (botocore: ``KNOWN_LOCATIONS``)."""
_WEB_PAGE: Final = re.compile(rb"\s*(<!--.*?-->\s*)?<(!doctype\s+html|html)[\s>]", re.IGNORECASE | re.DOTALL)
_BARE_REFUSAL: Final = "InvalidChangeBatch"
"""Route 53 documents ``<InvalidChangeBatch><Messages>…`` beside ``<ErrorResponse>``; botocore reads no code of it."""
_LEFT_OUT_IF_EMPTY: Final = "item"
"""What API Gateway calls the lists of its pages in JSON; an empty page has none."""
_TYPES: Final[Mapping[str, type | tuple[type, ...]]] = {
    "string": str, "boolean": bool, "integer": int, "long": int, "float": (int, float), "double": (int, float),
    "list": list, "map": dict, "structure": dict,
}  # fmt: skip
"""What JSON holds for each type of botocore's models."""


class AnswerParsers(ResponseParserFactory):
    """The parsers of a session, by protocol; in place of botocore's component ``response_parser_factory``."""

    def create_parser(self, protocol_name: str) -> Any:
        """A parser that checks what it reads."""
        return _CHECKED[protocol_name](**self._defaults)  # type: ignore[attr-defined] # not in the stub


class _Checked(ResponseParser):
    """Stands before a parser of botocore."""

    def parse(self, response: Mapping[str, Any], shape: Any) -> Any:
        """The answer, or the error that it is.

        Raises:
            LookupFailedError: when it is a success that can't be read.
        """
        if shape is not None and shape.metadata.get("exception"):
            return super().parse(response, shape)  # the members of an error that was read before
        if response["status_code"] >= _FIRST_ERROR:
            return self._error(response, shape)
        body = response["body"]
        has_body = shape is not None and any(
            member.serialization.get("location") not in _HEADERS for member in shape.members.values()
        )
        if _is_web_page(response) or (has_body and not body):
            raise LookupFailedError(INVALID_ANSWER, _by_whom(response))
        try:
            parsed = super().parse(response, shape)
            missing = _missing_list(parsed, shape) if has_body else ""
        except Exception as error:
            raise LookupFailedError(INVALID_ANSWER, _by_whom(response)) from error
        if missing:
            raise LookupFailedError(
                INVALID_ANSWER, f"The answer to {response['context']['operation_name']} can't be read: {missing}."
            )
        return Fields(parsed, shape.name if shape is not None else "")

    def _error(self, response: Mapping[str, Any], shape: Any) -> dict[str, Any]:
        try:
            parsed: dict[str, Any] = super().parse(response, shape)
        except Exception:  # noqa: BLE001 -- whatever botocore can't read is no error document of AWS
            parsed = {}
        parsed.setdefault("ResponseMetadata", {})["HTTPStatusCode"] = response["status_code"]
        bare = _bare_refusal(response)
        if bare is not None:
            parsed["Error"] = bare
        elif _is_web_page(response) or not self._has_code(response, parsed):
            parsed["Error"] = {"Code": INVALID_ANSWER, "Message": _by_whom(response)}
        return parsed

    def _has_code(self, response: Mapping[str, Any], parsed: Mapping[str, Any]) -> bool:
        """Whether the error is told as AWS tells it; HEAD requests (S3) are refused without a body.

        Where an answer has no code, botocore takes its status for one.
        """
        error = parsed.get("Error")
        code = error.get("Code") if isinstance(error, dict) else None
        if code == str(response["status_code"]):
            return not response["body"] and response["context"]["operation_name"].startswith("Head")
        return isinstance(code, str) and bool(code)

    def _handle_structure(self, shape: Any, value: Any) -> Any:
        parsed = super()._handle_structure(shape, value)  # type: ignore[misc] # not in the stub
        return Fields(parsed, shape.name) if type(parsed) is dict else parsed


class _CheckedXml(_Checked):
    """XML holds texts only; botocore takes any that is not ``true`` for false."""

    _read_records: Reader | None = None

    def _handle_list(self, shape: Any, node: Any) -> Any:
        if shape.name != RECORDS:
            return super()._handle_list(shape, node)  # type: ignore[misc] # not in the stub
        if self._read_records is None:
            self._read_records = reader_of(shape)
        return self._read_records(node)

    def _handle_boolean(self, shape: Shape, node: Any) -> Any:
        text = node if isinstance(node, str) else node.text
        if text not in ("true", "false"):
            raise ValueError(shape.name)
        return text == "true"


class _CheckedJson(_Checked):
    """JSON says of which type a value is; it is held to the model."""

    def _parse_shape(self, shape: Shape, node: Any) -> Any:
        in_body = shape.serialization.get("location") not in _HEADERS
        if node is not None and in_body and not isinstance(node, _TYPES.get(shape.type_name, object)):
            raise TypeError(shape.name)
        return super()._parse_shape(shape, node)  # type: ignore[misc] # not in the stub

    def _parse_body_as_json(self, body_contents: bytes) -> dict[str, Any]:
        body = json.loads(body_contents or b"{}")
        if not isinstance(body, dict):
            raise TypeError(type(body))
        return body

    def _has_code(self, response: Mapping[str, Any], parsed: Mapping[str, Any]) -> bool:
        if "Error" not in parsed:
            return False
        body = self._parse_body_as_json(response["body"])
        named = not body.keys().isdisjoint(("__type", "code", "Code"))
        return (named or "x-amzn-errortype" in response["headers"]) and super()._has_code(response, parsed)


def _checked(protocol: str, parser: Any) -> Any:
    check = _CheckedJson if "json" in protocol else _Checked if "cbor" in protocol else _CheckedXml
    return type(f"Checked{parser.__name__}", (check, parser), {})


_CHECKED: Final = {protocol: _checked(protocol, parser) for protocol, parser in PROTOCOL_PARSERS.items()}


def lists_of(shape: Any) -> list[str]:
    """The members of an answer that hold lists and that AWS sends also where they are empty: all but API Gateway's."""
    return [
        name
        for name, member in shape.members.items()
        if member.type_name == "list"
        and member.serialization.get("location") not in _HEADERS
        and member.serialization.get("name") != _LEFT_OUT_IF_EMPTY
    ]


def _missing_list(parsed: Mapping[str, Any], shape: Any) -> str:
    """What an answer lacks that AWS always sends; empty where it lacks nothing."""
    lists = lists_of(shape)
    if lists and parsed.keys().isdisjoint(shape.members):
        return f"it has no {' and no '.join(lists[:2])}"
    missing = [name for name in lists if name in shape.required_members and name not in parsed]
    return f"it has no {missing[0]}" if missing else ""


def _is_web_page(response: Mapping[str, Any]) -> bool:
    body = response["body"]
    typed = "text/html" in str(response["headers"].get("content-type", "")).lower()
    return typed or (isinstance(body, bytes) and _WEB_PAGE.match(body) is not None)


def _by_whom(response: Mapping[str, Any]) -> str:
    """Who may have answered, as far as the answer tells; none of its own text."""
    status = response["status_code"]
    kind = str(response["headers"].get("content-type", "")).partition(";")[0].strip().lower()
    form = kind if re.fullmatch(r"[\w.+-]{1,40}/[\w.+-]{1,40}", kind) else ("text" if response["body"] else "no body")
    who = "a proxy or captive portal, not AWS" if _is_web_page(response) else "no answer in the form of this AWS API"
    return f"HTTP {status}, {form}: {who}."


def _bare_refusal(response: Mapping[str, Any]) -> dict[str, str] | None:
    """Code and sentence of a refusal in Route 53's second form, several sentences joined as in the first."""
    body = response["body"]
    if not isinstance(body, bytes) or _BARE_REFUSAL.encode() not in body[:500]:
        return None
    try:
        root = ET.fromstring(body)  # noqa: S314 -- botocore parses the same text with the same parser
    except ET.ParseError:
        return None
    if local_name(root) != _BARE_REFUSAL:
        return None
    messages = [node.text or "" for node in root.iter() if local_name(node).lower() == "message"]
    return {"Code": _BARE_REFUSAL, "Message": messages[0] if len(messages) == 1 else f"[{', '.join(messages)}]"}
