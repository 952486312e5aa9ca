"""Reads infrastructure code back with a parser of its own language."""

from __future__ import annotations

import ast
import json
import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import hcl2
import tree_sitter_javascript
import tree_sitter_typescript
import yaml
from tree_sitter import Language, Node, Parser

from tests.export.said import Document, Said, alias_of, record_of, values_of

_ROUTING = (
    "Weight",
    "Region",
    "Failover",
    "GeoLocation",
    "GeoProximityLocation",
    "MultiValueAnswer",
    "CidrRoutingConfig",
)
_DETAILS = (
    "ContinentCode",
    "CountryCode",
    "SubdivisionCode",
    "AWSRegion",
    "Bias",
    "LocalZoneGroup",
    "Coordinates",
    "Latitude",
    "Longitude",
    "CollectionId",
    "LocationName",
)


# -- Terraform and Pulumi


_BLOCKS = {
    "weighted_routing_policy": ("Weight", {"weight": ""}),
    "latency_routing_policy": ("Region", {"region": ""}),
    "failover_routing_policy": ("Failover", {"type": ""}),
    "geolocation_routing_policy": (
        "GeoLocation",
        {"continent": "ContinentCode", "country": "CountryCode", "subdivision": "SubdivisionCode"},
    ),
    "geoproximity_routing_policy": (
        "GeoProximityLocation",
        {
            "aws_region": "AWSRegion",
            "bias": "Bias",
            "local_zone_group": "LocalZoneGroup",
            "coordinates": "Coordinates",
            "latitude": "Latitude",
            "longitude": "Longitude",
        },
    ),
    "cidr_routing_policy": ("CidrRoutingConfig", {"collection_id": "CollectionId", "location_name": "LocationName"}),
}
_LISTS = {"weighted_routing_policies", "latency_routing_policies", "failover_routing_policies"}


def _provider_record(body: Document) -> Said:
    texts = [f'"{text}"' if body["type"] in ("TXT", "SPF") else text for text in body.get("records", [])]
    wire: Document = {
        "Name": body["name"],
        "Type": body["type"],
        "SetIdentifier": body.get("set_identifier"),
        "HealthCheckId": body.get("health_check_id"),
        "MultiValueAnswer": body.get("multivalue_answer_routing_policy"),
        "TTL": body.get("ttl"),
        "ResourceRecords": values_of(texts),
    }
    for block, (element, names) in _BLOCKS.items():
        if block in body:
            wire[element] = _translated(body[block], names)
    if "alias" in body:
        alias = body["alias"]
        wire["AliasTarget"] = alias_of(alias["name"], alias["zone_id"], alias["evaluate_target_health"])
    return Said(body["zone_id"], record_of(wire))


def _translated(value: Any, names: Mapping[str, str]) -> Any:
    if list(names.values()) == [""]:
        return value.get(*names)
    if not isinstance(value, dict):
        return value
    return {names[key]: _translated(item, names) for key, item in value.items()}


def _hcl_value(value: Any) -> Any:
    """The value of an expression without templates; escapes of a quoted one are among those of YAML."""
    if isinstance(value, list):
        return [_hcl_value(item) for item in value]
    if isinstance(value, dict):
        return {key: _hcl_block(item) for key, item in value.items() if not key.startswith("__")}
    if not isinstance(value, str):
        return value
    assert "${" not in value
    assert "%{" not in value
    assert (value[0], value[-1]) == ('"', '"')
    return str(yaml.safe_load(value))


def _hcl_block(value: Any) -> Any:
    """Nested blocks come as a list of one."""
    if isinstance(value, list) and value and isinstance(value[0], dict):
        (value,) = value
    return _hcl_value(value)


def hcl_blocks(text: str, keyword: str) -> Iterator[tuple[str, Document]]:
    """Address and body of each block with two labels."""
    for block in hcl2.loads(text).get(keyword, []):
        ((type_, named),) = ((key, value) for key, value in block.items() if not key.startswith("__"))
        ((name, body),) = named.items()
        yield f"{type_}.{name}".replace('"', ""), body


def terraform(text: str) -> Iterator[Said]:
    addresses = {}
    for address, body in hcl_blocks(text, "resource"):
        said = _provider_record(_hcl_value({key: item for key, item in body.items() if key != "lifecycle"}))
        addresses[address] = "_".join(
            part
            for part in (
                said.zone_id,
                said.record.name.bare,
                said.record.type,
                said.record.set_identifier,
            )
            if part
        )
        yield said
    imports = hcl2.loads(text).get("import", [])
    assert {block["to"].strip("${}"): _hcl_value(block["id"]) for block in imports} == addresses


def pulumi_python(text: str) -> Iterator[Said]:
    for call in _python_calls(text, "aws.route53.Record"):
        yield _provider_record(pulumi_body(call))


def pulumi_body(call: Document) -> Document:
    """Pulumi's arguments by the names of Terraform's."""
    body = {}
    for key, value in call.items():
        name = "alias" if key == "aliases" else re.sub("policies$", "policy", key)
        body[name] = value[0] if isinstance(value, list) and isinstance(value[0], dict) else value
    geoproximity = body.get("geoproximity_routing_policy", {})
    if "coordinates" in geoproximity:
        (coordinates,) = geoproximity["coordinates"]
        body["geoproximity_routing_policy"] = {**geoproximity, "coordinates": coordinates}
    return body


# -- CloudFormation and the CDK


def cloudformation(text: str) -> Iterator[Said]:
    document = yaml.safe_load(text)
    yield from template((document or {"Resources": {}})["Resources"])


def template(resources: Mapping[str, Document]) -> Iterator[Said]:
    """What the resources of a template say."""
    for resource in resources.values():
        assert resource["Type"] == "AWS::Route53::RecordSet"
        yield _properties(resource["Properties"])


def _properties(found: Document) -> Said:
    wire = {key: value for key, value in found.items() if key not in ("HostedZoneId", "ResourceRecords", "TTL")}
    if "TTL" in found:
        assert isinstance(found["TTL"], str)
        wire |= {"TTL": int(found["TTL"]), "ResourceRecords": values_of(found["ResourceRecords"])}
    assert wire.keys() <= {
        "Name",
        "Type",
        "SetIdentifier",
        "HealthCheckId",
        "AliasTarget",
        "TTL",
        "ResourceRecords",
    } | {*_ROUTING}
    return Said(found["HostedZoneId"], record_of(wire))


_NAMES = {
    name.lower(): name
    for name in (
        *_ROUTING,
        *_DETAILS,
        "HostedZoneId",
        "Name",
        "Type",
        "SetIdentifier",
        "HealthCheckId",
        "TTL",
        "ResourceRecords",
        "AliasTarget",
        "DNSName",
        "EvaluateTargetHealth",
    )
}


def _named_as_properties(value: Any) -> Any:
    if not isinstance(value, dict):
        return value
    return {_NAMES[key.lower().replace("_", "")]: _named_as_properties(item) for key, item in value.items()}


def _python_calls(text: str, function: str) -> Iterator[Document]:
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.Call) and ast.unparse(node.func) == function:
            yield _keywords(node)


def _keywords(node: ast.Call) -> Document:
    return {keyword.arg: _python_value(keyword.value) for keyword in node.keywords if keyword.arg}


def _python_value(node: ast.expr) -> Any:
    if isinstance(node, ast.Call):
        return _keywords(node)
    if isinstance(node, ast.List):
        return [_python_value(item) for item in node.elts]
    return ast.literal_eval(node)


def cdk_python(text: str) -> Iterator[Said]:
    overridden = {}
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.Call) and ast.unparse(node.func).endswith(".add_property_override"):
            assert isinstance(node.func, ast.Attribute)
            overridden[ast.unparse(node.func.value)] = {ast.literal_eval(node.args[0]): ast.literal_eval(node.args[1])}
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.Call) and ast.unparse(node.func) == "route53.CfnRecordSet":
            yield _properties(_named_as_properties(_keywords(node)) | overridden.get(ast.unparse(node), {}))


def _nodes(node: Node) -> Iterator[Node]:
    yield node
    for child in node.children:
        yield from _nodes(child)


def _script(text: str, language: object) -> Node:
    root = Parser(Language(language)).parse(text.encode()).root_node
    assert not root.has_error
    return root


def _text(node: Node | None) -> str:
    assert node is not None
    assert node.text is not None
    return node.text.decode()


def _script_value(node: Node) -> Any:
    if node.type == "object":
        pairs = [child for child in node.named_children if child.type == "pair"]
        return {_key(pair.child_by_field_name("key")): _script_value(pair.named_children[1]) for pair in pairs}
    if node.type == "call_expression":
        return {"call": _text(node.child_by_field_name("function")), "arguments": _arguments(node)}
    if node.type == "array":
        return [_script_value(child) for child in node.named_children]
    return json.loads(_text(node))


def _key(node: Node | None) -> str:
    text = _text(node)
    return str(json.loads(text)) if text.startswith('"') else text


def _arguments(node: Node) -> list[Any]:
    found = node.child_by_field_name("arguments")
    assert found is not None
    return [None if child.type == "this" else _script_value(child) for child in found.named_children]


def cdk_typescript(text: str) -> Iterator[Said]:
    root = _script(text, tree_sitter_typescript.language_typescript())
    for node in _nodes(root):
        if node.type == "new_expression":
            _, _, members = _arguments(node)
            found = _named_as_properties(members)
            if node.parent is not None and node.parent.type == "member_expression":
                call = node.parent.parent
                assert call is not None
                name, value = _arguments(call)
                found[name] = value
            yield _properties(found)


# -- DNSControl


def dnscontrol(text: str) -> Iterator[Said]:
    root = _script(text, tree_sitter_javascript.language())
    assert {child.type for child in root.named_children} <= {"comment", "expression_statement"}
    assert not any(_text(node.children[-2]) == "," for node in _nodes(root) if node.type == "arguments")  # ES5
    for node in _nodes(root):
        if node.type == "call_expression" and _text(node.child_by_field_name("function")) == "D_EXTEND":
            domain, *records = _arguments(node)
            yield from _dnscontrol_zone(domain, records)


def _dnscontrol_zone(domain: str, records: Sequence[Document]) -> Iterator[Said]:
    plain: dict[tuple[str, str, str | None], Document] = {}
    for record in records:
        label, *rest = record["arguments"]
        name = domain if label == "@" else f"{label}.{domain}"
        given = {item["call"]: item["arguments"] for item in rest if isinstance(item, dict)}
        weight, identifier = given.get("R53_WEIGHT", (None, None))
        (health,) = given.get("R53_HEALTH_CHECK_ID", (None,))
        wire = {"Name": name, "SetIdentifier": identifier, "Weight": weight, "HealthCheckId": health}
        if record["call"] == "R53_ALIAS":
            type_, target = rest[:2]
            wire |= {"Type": type_}
            wire["AliasTarget"] = alias_of(target, given["R53_ZONE"][0], given["R53_EVALUATE_TARGET_HEALTH"][0])
            yield Said(None, record_of(wire))
            continue
        type_, value = record["call"], f'"{rest[0]}"' if record["call"] == "TXT" else rest[0]
        assert not (type_ == "CNAME" and not value.endswith("."))
        wire |= {"Type": type_, "TTL": given["TTL"][0], "ResourceRecords": []}
        plain.setdefault((name, type_, identifier), wire)["ResourceRecords"].append({"Value": value})
    for wire in plain.values():
        yield Said(None, record_of(wire))
