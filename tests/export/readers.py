"""Reads each format back with a parser of its own language."""

from __future__ import annotations

import ast
import json
import subprocess
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import hcl2
import tree_sitter_javascript
import tree_sitter_typescript
import yaml
from tree_sitter import Language, Node, Parser

from xalias_tui.domain.names import DnsName
from xalias_tui.domain.plans import Plan
from xalias_tui.domain.records import RecordSet

Document = dict[str, Any]


@dataclass(frozen=True)
class Said:
    """What an export says of an alias; ``zone_id`` is None where the format has no place for it."""

    name: DnsName
    type: str
    target: DnsName
    target_zone_id: str
    evaluate_target_health: bool
    set_identifier: str | None
    zone_id: str | None


def said_of(plan: Plan, record: RecordSet, *, with_zone: bool = True) -> Said:
    assert record.alias is not None
    alias = record.alias
    return Said(
        record.name,
        record.type,
        alias.dns_name,
        alias.zone_id,
        alias.evaluate_target_health,
        record.set_identifier,
        plan.zone.id if with_zone else None,
    )


def _name(text: str) -> DnsName:
    return DnsName.from_route53(text)


def _hcl_text(literal: str) -> str:
    """The value of a quoted template; its escapes are among those of YAML."""
    assert "${" not in literal
    assert "%{" not in literal
    assert (literal[0], literal[-1]) == ('"', '"')
    return str(yaml.safe_load(literal))


def terraform(text: str) -> Iterator[Said]:
    document = hcl2.loads(text)
    addresses = set()
    for block in document.get("resource", []):
        ((type_, named),) = ((key, value) for key, value in block.items() if not key.startswith("__"))
        ((name, body),) = named.items()
        addresses.add(f"{type_}.{name}".replace('"', ""))
        if "alias" in body:
            (alias,) = body["alias"]
            yield Said(
                _name(_hcl_text(body["name"])),
                _hcl_text(body["type"]),
                _name(_hcl_text(alias["name"])),
                _hcl_text(alias["zone_id"]),
                alias["evaluate_target_health"],
                _hcl_text(body["set_identifier"]) if "set_identifier" in body else None,
                _hcl_text(body["zone_id"]),
            )
    assert {block["to"].strip("${}") for block in document.get("import", [])} == addresses


def cloudformation(text: str) -> Iterator[Said]:
    document = yaml.safe_load(text)
    for resource in (document or {"Resources": {}})["Resources"].values():
        assert resource["Type"] == "AWS::Route53::RecordSet"
        yield from _properties(resource["Properties"], ("Name", "Type", "SetIdentifier", "HostedZoneId"), "AliasTarget")


def _properties(found: Document, keys: tuple[str, str, str, str], alias_key: str) -> Iterator[Said]:
    name, type_, set_identifier, zone_id = keys
    alias = {key.lower().replace("_", ""): value for key, value in found.get(alias_key, {}).items()}
    if alias:
        yield Said(
            _name(found[name]),
            found[type_],
            _name(alias["dnsname"]),
            alias["hostedzoneid"],
            alias["evaluatetargethealth"],
            found.get(set_identifier),
            found[zone_id],
        )


def _python_calls(text: str, function: str) -> Iterator[Document]:
    tree = ast.parse(text)
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and ast.unparse(node.func) == function:
            yield {keyword.arg: _python_value(keyword.value) for keyword in node.keywords if keyword.arg}


def _python_value(node: ast.expr) -> Any:
    if isinstance(node, ast.Call):
        return {keyword.arg: _python_value(keyword.value) for keyword in node.keywords}
    if isinstance(node, ast.List):
        return [_python_value(item) for item in node.elts]
    return ast.literal_eval(node)


def cdk_python(text: str) -> Iterator[Said]:
    for call in _python_calls(text, "route53.CfnRecordSet"):
        yield from _properties(call, ("name", "type", "set_identifier", "hosted_zone_id"), "alias_target")


def pulumi_python(text: str) -> Iterator[Said]:
    for call in _python_calls(text, "aws.route53.Record"):
        for alias in call.get("aliases", []):
            yield Said(
                _name(call["name"]),
                call["type"],
                _name(alias["name"]),
                alias["zone_id"],
                alias["evaluate_target_health"],
                call.get("set_identifier"),
                call["zone_id"],
            )


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
        return {_text(pair.child_by_field_name("key")): _script_value(pair.named_children[1]) for pair in pairs}
    if node.type == "call_expression":
        return {"call": _text(node.child_by_field_name("function")), "arguments": _arguments(node)}
    return json.loads(_text(node))


def _arguments(node: Node) -> list[Any]:
    found = node.child_by_field_name("arguments")
    assert found is not None
    return [None if child.type == "this" else _script_value(child) for child in found.named_children]


def cdk_typescript(text: str) -> Iterator[Said]:
    root = _script(text, tree_sitter_typescript.language_typescript())
    for node in _nodes(root):
        if node.type == "new_expression":
            _, _, members = _arguments(node)
            yield from _properties(members, ("name", "type", "setIdentifier", "hostedZoneId"), "aliasTarget")


def dnscontrol(text: str) -> Iterator[Said]:
    root = _script(text, tree_sitter_javascript.language())
    assert {child.type for child in root.named_children} <= {"comment", "expression_statement"}
    assert not any(_text(node.children[-2]) == "," for node in _nodes(root) if node.type == "arguments")  # ES5
    for node in _nodes(root):
        if node.type == "call_expression" and _text(node.child_by_field_name("function")) == "D_EXTEND":
            domain, *records = _arguments(node)
            for record in records:
                if record["call"] == "R53_ALIAS":
                    yield _dnscontrol_alias(domain, *record["arguments"])


def _dnscontrol_alias(domain: str, label: str, type_: str, target: str, *modifiers: Document) -> Said:
    given = {modifier["call"]: modifier["arguments"] for modifier in modifiers}
    return Said(
        _name(domain if label == "@" else f"{label}.{domain}"),
        type_,
        _name(target),
        given["R53_ZONE"][0],
        given["R53_EVALUATE_TARGET_HEALTH"][0],
        given["R53_WEIGHT"][1] if "R53_WEIGHT" in given else None,
        None,
    )


def _batch(batch: Document, zone_id: str | None) -> Iterator[Said]:
    for change in batch["Changes"]:
        record = change["ResourceRecordSet"]
        if change["Action"] == "CREATE" and "AliasTarget" in record:
            alias = record["AliasTarget"]
            yield Said(
                _name(record["Name"]),
                record["Type"],
                _name(alias["DNSName"]),
                alias["HostedZoneId"],
                alias["EvaluateTargetHealth"],
                record.get("SetIdentifier"),
                zone_id,
            )


def change_batch(text: str) -> Iterator[Said]:
    yield from _batch(json.loads(text), None)


def shell_words(text: str) -> list[str]:
    """What the AWS CLI gets when a shell runs the text and nothing else but that one command."""
    program = "PATH=/nonexistent; aws() { printf '%s\\0' \"$@\"; }\n" + text
    done = subprocess.run(["/bin/bash", "-c", program], capture_output=True, check=True)
    assert done.stderr == b""
    return done.stdout.decode("utf-8").split("\0")[:-1]


def aws_cli(text: str) -> Iterator[Said]:
    service, operation, *words = shell_words(text)
    options = dict(zip(words[::2], words[1::2], strict=True))
    assert (service, operation) == ("route53", "change-resource-record-sets")
    assert options.keys() <= {"--profile", "--hosted-zone-id", "--change-batch"}
    yield from _batch(json.loads(options["--change-batch"]), options["--hosted-zone-id"])


def octodns(text: str) -> Iterator[Said]:
    """Of a zone example.com; names without a zone id are names of that zone."""
    for name, entries in (yaml.safe_load(text) or {}).items():
        for entry in entries:
            for value in entry.get("values", []) if entry["type"] == "Route53Provider/ALIAS" else []:
                service = "hosted-zone-id" in value
                target = value["name"] if service else f"{value['name']}.example.com".lstrip(".")
                yield Said(
                    _name(f"{name}.example.com".lstrip(".")),
                    value["type"],
                    _name(target),
                    value.get("hosted-zone-id", "the zone's own"),
                    value["evaluate-target-health"],
                    None,
                    None,
                )


def external_dns(text: str) -> Iterator[Said]:
    manifest = yaml.safe_load(text)
    for endpoint in manifest["spec"]["endpoints"] if manifest else []:
        properties: Mapping[str, str] = {item["name"]: item["value"] for item in endpoint["providerSpecific"]}
        if properties.get("alias") == "true":
            (target,) = endpoint["targets"]
            yield Said(
                _name(endpoint["dnsName"]),
                endpoint["recordType"],
                _name(target),
                properties["aws/target-hosted-zone"],
                {"true": True, "false": False}[properties["aws/evaluate-target-health"]],
                endpoint.get("setIdentifier"),
                properties["aws/hosted-zone-id"],
            )


READERS: Mapping[str, Callable[[str], Iterator[Said]]] = {
    "terraform": terraform,
    "cloudformation": cloudformation,
    "cdk-python": cdk_python,
    "cdk-typescript": cdk_typescript,
    "pulumi-python": pulumi_python,
    "aws-cli": aws_cli,
    "change-batch": change_batch,
    "octodns": octodns,
    "dnscontrol": dnscontrol,
    "external-dns": external_dns,
}
WITHOUT_ZONE = frozenset({"change-batch", "octodns", "dnscontrol"})
"""Formats with no place for the id of the record's own zone: it stands in a comment, or beside the file."""
