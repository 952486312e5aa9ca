from __future__ import annotations

import copy
import json
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.domain.strategies import WWW, zone_records, zones
from tests.domain.test_domain_plans import ALB, CNAME, DRAFTS, OLD, ZONE, draft, possible, standing
from xalias_tui.domain import documents
from xalias_tui.domain.accounts import Account
from xalias_tui.domain.errors import UsageError
from xalias_tui.domain.findings import Finding, Rule, Severity
from xalias_tui.domain.lookups import Unscanned
from xalias_tui.domain.names import DnsName
from xalias_tui.domain.plans import Draft, Plan, propose
from xalias_tui.domain.read_documents import plan_from_document
from xalias_tui.domain.records import RecordKey, RecordSet
from xalias_tui.domain.targets import Recognition
from xalias_tui.domain.zones import Zone

FINDING = Finding(
    "record-already-exists", Severity.ERROR, "no {braces}", "do", RecordKey(WWW, "A", "blue"), "Z0HUB", "arn:x"
)
PLAN = propose(draft(replace=True), standing(OLD, CNAME)).judged([FINDING, Finding("x", Severity.INFO, "y")])


def through_json(document: Any) -> Any:
    return json.loads(json.dumps(document))


@given(zones(), st.data(), DRAFTS)
def test_a_plan_survives_its_document(zone: Zone, data: st.DataObject, wanted: Draft) -> None:
    records = data.draw(zone_records(zone))
    plan = possible(replace(wanted, zone=zone), records)
    read = plan_from_document(through_json(documents.plan_document(plan)))
    assert read == plan
    assert [record.wire for record in read.before] == [record.wire for record in plan.before]
    assert (read.digest, read.batch, read.inverse()) == (plan.digest, plan.batch, plan.inverse())


@pytest.mark.parametrize("name", [r"a.\100.example.com.", r"\052.example.com.", r"a\056b.example.com."])
def test_plans_of_names_that_cannot_be_typed_survive(name: str) -> None:
    record = RecordSet.from_wire({**propose(draft(), standing()).changes[0].record.wire, "Name": name})
    plan = propose(draft(target=None, name=record.name), standing(record))
    plan = plan.judged([Finding("x", Severity.INFO, "y", record=record.key, zone_id="Z")])
    read = plan_from_document(through_json(documents.plan_document(plan)))
    assert (read, read.findings) == (plan, plan.findings)


def test_findings_and_target_survive() -> None:
    read = plan_from_document(through_json(documents.plan_document(PLAN)))
    assert read.findings == PLAN.findings
    assert read.target == PLAN.target


def test_a_plan_without_a_target_survives() -> None:
    target_without_name = replace(PLAN, target=replace(ALB, dns_name=None))
    for plan in (PLAN.inverse(), target_without_name):
        assert plan_from_document(through_json(documents.plan_document(plan))) == plan


def _set(*path: str | int, to: object) -> Callable[[Any], None]:
    def edit(document: Any) -> None:
        for step in path[:-1]:
            document = document[step]
        document[path[-1]] = to

    return edit


@pytest.mark.parametrize(
    "edit",
    [
        _set("changes", 0, "action", to="CREATE"),
        _set("changes", 0, "record", "wire", "TTL", to=61),
        _set("changes", to=[]),
        _set("zone", "id", to="Z0OTHER"),
        _set("zone", "account_id", to="999999999999"),
        _set("before", to=[]),
        _set("batch", "Comment", to="x"),
        _set("batch", "Changes", 0, "Action", to="UPSERT"),
        _set("digest", to="0" * 64),
        _set("seal", to="0" * 64),
        _set("findings", to=[]),
        _set("zone", "profile", to="other"),
        _set("after", to=[]),
    ],
)
def test_an_edited_plan_is_refused(edit: Callable[[Any], None]) -> None:
    document = through_json(documents.plan_document(PLAN))
    edit(document)
    with pytest.raises(UsageError, match="changed after") as caught:
        plan_from_document(document)
    assert caught.value.code == "plan-edited"


@pytest.mark.parametrize(
    "edit",
    [
        _set("changes", 0, "action", to="UPSERT"),
        _set("changes", 0, "record", "wire", to={}),
        _set("changes", to=None),
        _set("zone", to=None),
        _set("name", to="a..b"),
        _set("name", to=7),
        _set("target", to=[]),
        _set("batch", to="x"),
        _set("findings", to=[{"severity": "fatal"}]),
        lambda document: document.pop("digest"),
    ],
)
def test_what_is_no_plan_is_refused(edit: Callable[[Any], None]) -> None:
    document = through_json(documents.plan_document(PLAN))
    edit(document)
    with pytest.raises(UsageError) as caught:
        plan_from_document(document)
    assert caught.value.code == "not-a-plan"


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
)
SPOTS: tuple[tuple[str | int, ...], ...] = (
    *((key,) for key in ("zone", "name", "target", "before", "after", "changes", "batch", "findings", "digest")),
    *(("zone", key) for key in ("id", "name", "vpcs", "name_servers")),
    *(("findings", 0, key) for key in ("id", "severity", "record")),
    ("target", "hostnames"),
    ("before", 0),
    ("before", 0, "wire"),
    ("changes", 0),
    ("changes", 0, "record"),
    ("changes", 0, "record", "wire"),
    ("changes", 0, "record", "wire", "ResourceRecords"),
)


@given(st.sampled_from(SPOTS), JSON)
def test_whatever_was_put_into_a_plan_it_is_read_or_refused(spot: tuple[str | int, ...], junk: Any) -> None:
    document = copy.deepcopy(through_json(documents.plan_document(PLAN)))
    _set(*spot, to=junk)(document)
    try:
        read = plan_from_document(document)
    except UsageError as error:
        refused = error.code
    else:
        assert (read.digest, read.batch) == (PLAN.digest, PLAN.batch)
        return
    assert refused in ("not-a-plan", "plan-edited")


@given(JSON)
def test_other_documents_are_no_plan(document: Any) -> None:
    with pytest.raises(UsageError):
        plan_from_document(document)


def test_envelopes() -> None:
    missed = Unscanned("1", "p", "eu-west-1", "alb", "AccessDenied", "no", "elasticloadbalancing:DescribeLoadBalancers")
    assert documents.envelope("zones", {"zones": []}, (missed,)) == {
        "schema": "xalias/1",
        "command": "zones",
        "data": {"zones": []},
        "unscanned": [
            {
                "account_id": "1",
                "profile": "p",
                "region": "eu-west-1",
                "kind": "alb",
                "code": "AccessDenied",
                "message": "no",
                "action": "elasticloadbalancing:DescribeLoadBalancers",
                "accounts": 1,
                "account_ids": ["1"],
            }
        ],
    }
    assert documents.error_envelope("plan", UsageError("a", "b", "c")) == {
        "schema": "xalias/1",
        "command": "plan",
        "error": {"code": "a", "message": "b", "remedy": "c"},
    }


def test_accounts_rules_and_recognitions() -> None:
    account = documents.account_document(Account("p", state="expired", message="m", remedy="r", read_only=True))
    assert account == {
        "profile": "p",
        "account_id": "",
        "arn": "",
        "partition": "",
        "state": "expired",
        "message": "m",
        "remedy": "r",
        "read_only": True,
        "origin": "profile",
        "via": "",
        "name": "",
        "ou": "",
        "until": None,
    }
    rule = documents.rule_document(Rule("i", Severity.INFO, "w", "m", "r", "s"))
    assert rule == {"id": "i", "severity": "info", "when": "w", "message": "m", "remedy": "r", "source": "s"}
    name = DnsName.parse("d1.cloudfront.net")
    recognised = Recognition(
        "cloudfront", name, "global", "Z2", "table", ("A",), aliasable=False, reason="x", rule_id="y"
    )
    assert documents.recognition_document(recognised) == {
        "kind": "cloudfront",
        "dns_name": "d1.cloudfront.net.",
        "region": "global",
        "partition": "aws",
        "zone_id": "Z2",
        "zone_id_source": "table",
        "record_types": ["A"],
        "aliasable": False,
        "reason": "x",
        "rule": "y",
    }


@pytest.mark.parametrize(
    ("fields", "routing"),
    [
        ({}, None),
        ({"SetIdentifier": "a", "Weight": 7}, {"policy": "weighted", "value": 7}),
        ({"SetIdentifier": "a", "GeoLocation": {"CountryCode": "DE"}}, {"policy": "geolocation", "CountryCode": "DE"}),
    ],
)
def test_routing_of_a_record(fields: dict[str, Any], routing: object) -> None:
    document = documents.record_document(RecordSet.from_wire({**OLD.wire, **fields}))
    assert document["routing"] == routing
    assert document["alias"] is None
    assert document["values"] == ["192.0.2.1"]
    assert document["wire"] == {**OLD.wire, **fields}


def test_a_plan_is_all_there() -> None:
    document = documents.plan_document(PLAN)
    assert document.keys() == {
        "zone", "name", "target", "before", "after", "changes", "batch", "findings", "validations", "digest",
        "made_at", "undoes", "seal",
    }  # fmt: skip
    assert document["batch"] == PLAN.batch
    assert document["findings"][0]["record"] == {
        "name": "www.example.com.",
        "type": "A",
        "set_identifier": "blue",
        "zone_id": "Z0HUB",
    }
    assert document["zone"]["profile"] == ZONE.profile
    assert isinstance(PLAN, Plan)


@given(zones(), st.data())
def test_a_record_as_text_is_its_document(zone: Zone, data: st.DataObject) -> None:
    for record in data.draw(zone_records(zone)).records:
        text = documents.record_texts({"protected": None, "zone_id": zone.id})(record)
        assert json.loads(text) == {**documents.record_document(record), "protected": None, "zone_id": zone.id}
