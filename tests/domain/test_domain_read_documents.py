"""A plan of somebody else's making: whatever its checksum, nothing is sent that it does not show."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from tests.domain.test_domain_documents import PLAN, through_json
from xalias_tui.domain.documents import checksum, plan_document, zone_document
from xalias_tui.domain.errors import UsageError
from xalias_tui.domain.given import Given
from xalias_tui.domain.read_documents import plan_from_document, read_zone

EVIL = "192.0.2.66"
_FEATURES = ("accelerated_recovery", "public_dns_fallback", "guardrails")


def test_a_zone_is_read_back_with_what_plans_judge_it_by() -> None:
    zone = replace(
        PLAN.zone,
        private=True,
        accelerated_recovery="ENABLED",
        public_dns_fallback="ENABLED",
        guardrails=frozenset({"NS_OCCLUSION_CHECK", "ALIAS_TARGET_CHECK"}),
    )
    document = through_json(zone_document(zone))
    assert document["guardrails"] == ["ALIAS_TARGET_CHECK", "NS_OCCLUSION_CHECK"]
    assert read_zone(Given(document)) == zone
    earlier = {key: value for key, value in document.items() if key not in _FEATURES}
    assert read_zone(Given(earlier)) == replace(
        zone, accelerated_recovery="", public_dns_fallback="", guardrails=frozenset()
    )


def forged(edit: Callable[[Any], object]) -> Any:
    """The plan with an edit, with a digest and a checksum that fit it."""
    document = through_json(plan_document(PLAN))
    edit(document)
    content = {
        "account_id": document["zone"]["account_id"],
        "zone_id": document["zone"]["id"],
        "batch": document["batch"],
        "before": [record["wire"] for record in document["before"]],
    }
    document["digest"] = hashlib.sha256(json.dumps(content, sort_keys=True).encode()).hexdigest()
    document["seal"] = checksum(document)
    return document


def sent_elsewhere(document: Any) -> None:
    """Sends another value than it shows to be there afterwards."""
    for change, step in zip(document["changes"], document["batch"]["Changes"], strict=True):
        if step["Action"] == "CREATE":
            for wire in (change["record"]["wire"], step["ResourceRecordSet"]):
                wire["AliasTarget"]["DNSName"] = "evil.example."


def another_record(document: Any) -> None:
    """Sends a record that it does not show."""
    wire = {"Name": "evil.example.com.", "Type": "A", "TTL": 60, "ResourceRecords": [{"Value": EVIL}]}
    document["batch"]["Changes"].append({"Action": "CREATE", "ResourceRecordSet": wire})
    document["changes"].append({"action": "CREATE", "record": {"wire": wire}})


def outside(document: Any) -> None:
    """Is of another zone than its records."""
    document["zone"]["name"] = "example.net."


def deletes_more(document: Any) -> None:
    """Deletes what it does not say is there."""
    wire = {"Name": "www.example.com.", "Type": "TXT", "TTL": 60, "ResourceRecords": [{"Value": '"x"'}]}
    document["batch"]["Changes"].insert(0, {"Action": "DELETE", "ResourceRecordSet": wire})
    document["changes"].insert(0, {"action": "DELETE", "record": {"wire": wire}})


def shows_less(document: Any) -> None:
    """Says that nothing will be there."""
    document["after"] = []


def shows_another_value(document: Any) -> None:
    """Shows an address that its wire form does not have."""
    document["after"][0]["alias"] = {"dns_name": "good.example.", "zone_id": "Z1", "evaluate_target_health": False}


def another_batch(document: Any) -> None:
    """Has a batch that is not that of its changes."""
    document["batch"]["Changes"][0]["ResourceRecordSet"]["Type"] = "AAAA"


@pytest.mark.parametrize(
    "edit",
    [sent_elsewhere, another_record, outside, deletes_more, shows_less, shows_another_value, another_batch],
    ids=lambda edit: edit.__name__,
)
def test_a_plan_that_contradicts_itself_is_refused_whatever_its_checksum(edit: Callable[[Any], None]) -> None:
    with pytest.raises(UsageError) as caught:
        plan_from_document(forged(edit))
    assert caught.value.code == "plan-edited"
    assert "checksum" not in caught.value.message


def test_a_plan_as_it_was_made_is_read() -> None:
    assert plan_from_document(forged(lambda _: None)) == PLAN


@pytest.mark.parametrize(
    ("path", "value", "place"),
    [
        (("zone", "id"), "Z1\x1b[2J", "'id'"),
        (("zone", "id"), ["Z1"], "'zone.id'"),
        (("zone", "private"), "false", "'zone.private'"),
        (("zone", "account_id"), "$(id)", "'account_id'"),
        (("findings", 0, "message"), 7, "'findings[0].message'"),
        (("findings", 0, "fix"), {}, "'findings[0].fix'"),
        (("target", "record_types"), "A", "'target.record_types'"),
        (("target", "zone_id_origin"), "guess", "'target.zone_id_origin'"),
        (("changes", 0, "record", "wire", "TTL"), "60", "'changes[0].record.wire.TTL'"),
        (("made_at",), "yesterday", "'made_at'"),
        (("made_at",), "2026-01-01T00:00:00", "'made_at'"),
    ],
)
def test_a_member_of_another_form_is_named(path: tuple[Any, ...], value: object, place: str) -> None:
    document = through_json(plan_document(PLAN))
    at = document
    for step in path[:-1]:
        at = at[step]
    at[path[-1]] = value
    with pytest.raises(UsageError) as caught:
        plan_from_document(document)
    assert caught.value.code == "not-a-plan"
    assert place in caught.value.message


def test_a_plan_of_a_later_version_is_not_acted_on() -> None:
    with pytest.raises(UsageError, match="later version of xalias: it has wish") as caught:
        plan_from_document(forged(lambda document: document.update(wish="more")))
    assert caught.value.code == "not-a-plan"
