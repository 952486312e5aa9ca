"""Reads each format back into the record sets that Route 53 would store."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Callable, Iterator, Mapping

import yaml

from tests.export.code_readers import cdk_python, cdk_typescript, cloudformation, dnscontrol, pulumi_python, terraform
from tests.export.said import Document, Said, alias_of, record_of, values_of
from xalias_tui.domain.records import RecordSet

# -- the API itself


def _batch(batch: Document, zone_id: str | None) -> Iterator[Said]:
    for change in batch["Changes"]:
        if change["Action"] == "CREATE":
            yield Said(zone_id, record_of(change["ResourceRecordSet"]))


def change_batch(text: str) -> Iterator[Said]:
    yield from _batch(json.loads(text), None)


def shell_words(text: str) -> list[list[str]]:
    """What the AWS CLI gets, call by call, when a shell runs the text and nothing else but such commands."""
    program = "PATH=/nonexistent; aws() { printf '%s\\0' \"$@\" ''; }\n" + text
    done = subprocess.run(["/bin/bash", "-c", program], capture_output=True, check=True)
    assert done.stderr == b""
    calls: list[list[str]] = [[]]
    for word in done.stdout.decode("utf-8").split("\0")[:-1]:
        if word:
            calls[-1].append(word)
        else:
            calls.append([])
    return calls[:-1]


def aws_cli(text: str) -> Iterator[Said]:
    for service, operation, *words in shell_words(text):
        options = dict(zip(words[::2], words[1::2], strict=True))
        assert (service, operation) == ("route53", "change-resource-record-sets")
        assert options.keys() <= {"--profile", "--hosted-zone-id", "--change-batch"}
        yield from _batch(json.loads(options["--change-batch"]), options["--hosted-zone-id"])


# -- octoDNS and external-dns


def octodns(text: str) -> Iterator[Said]:
    """Of a zone example.com; names without a zone id are names of that zone, whose id is ``the zone's own``."""
    for label, entries in (yaml.safe_load(text) or {}).items():
        name = f"{label}.example.com".lstrip(".")
        for entry in entries:
            if entry["type"] == "Route53Provider/ALIAS":
                yield from (Said(None, _octodns_alias(name, value)) for value in entry["values"])
                continue
            values = entry["values"] if "values" in entry else [entry["value"]]
            texts = [f'"{text}"'.replace("\\;", ";") if entry["type"] == "TXT" else text for text in values]
            wire = {"Name": name, "Type": entry["type"], "TTL": entry["ttl"], "ResourceRecords": values_of(texts)}
            yield Said(None, record_of(wire))


def _octodns_alias(name: str, value: Document) -> RecordSet:
    service = "hosted-zone-id" in value
    target = value["name"] if service else f"{value['name']}.example.com".lstrip(".")
    alias = alias_of(target, value.get("hosted-zone-id", "the zone's own"), value["evaluate-target-health"])
    return record_of({"Name": name, "Type": value["type"], "AliasTarget": alias})


_PROPERTIES = {
    "aws/weight": "Weight",
    "aws/region": "Region",
    "aws/failover": "Failover",
    "aws/health-check-id": "HealthCheckId",
}
_LOCATIONS = {
    "aws/geolocation-continent-code": ("GeoLocation", "ContinentCode"),
    "aws/geolocation-country-code": ("GeoLocation", "CountryCode"),
    "aws/geolocation-subdivision-code": ("GeoLocation", "SubdivisionCode"),
    "aws/geoproximity-region": ("GeoProximityLocation", "AWSRegion"),
    "aws/geoproximity-local-zone-group": ("GeoProximityLocation", "LocalZoneGroup"),
    "aws/geoproximity-bias": ("GeoProximityLocation", "Bias"),
}


def external_dns(text: str) -> Iterator[Said]:
    manifest = yaml.safe_load(text)
    for endpoint in manifest["spec"]["endpoints"] if manifest else []:
        properties: dict[str, str] = {item["name"]: item["value"] for item in endpoint["providerSpecific"]}
        wire: Document = {
            "Name": endpoint["dnsName"],
            "Type": endpoint["recordType"],
            "SetIdentifier": endpoint.get("setIdentifier"),
        } | _external_dns_properties(properties)
        if properties.get("alias") == "true":
            (target,) = endpoint["targets"]
            health = {"true": True, "false": False}[properties["aws/evaluate-target-health"]]
            wire["AliasTarget"] = alias_of(target, properties["aws/target-hosted-zone"], health)
        else:
            wire |= {"TTL": endpoint["recordTTL"], "ResourceRecords": values_of(endpoint["targets"])}
        yield Said(properties["aws/hosted-zone-id"], record_of(wire))


def _external_dns_properties(properties: Mapping[str, str]) -> Document:
    wire: Document = {_PROPERTIES[name]: value for name, value in properties.items() if name in _PROPERTIES}
    for name, value in properties.items():
        if name in _LOCATIONS:
            element, key = _LOCATIONS[name]
            wire.setdefault(element, {})[key] = int(value) if key == "Bias" else value
    if "aws/geoproximity-coordinates" in properties:
        latitude, longitude = properties["aws/geoproximity-coordinates"].split(",")
        place = {"Latitude": latitude, "Longitude": longitude}
        wire.setdefault("GeoProximityLocation", {})["Coordinates"] = place
    if "aws/multi-value-answer" in properties:
        wire["MultiValueAnswer"] = True
    if wire.get("Weight", "").isdigit():
        wire["Weight"] = int(wire["Weight"])
    return wire


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
