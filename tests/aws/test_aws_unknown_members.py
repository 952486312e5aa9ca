from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import botocore.session
import pytest
from botocore.awsrequest import AWSResponse
from botocore.compat import HTTPHeaders

from xalias_tui.aws.unknown_members import keep_unknown_members
from xalias_tui.domain.records import RecordSet

_ANSWER = """<?xml version="1.0"?>
<ListResourceRecordSetsResponse xmlns="https://route53.amazonaws.com/doc/2013-04-01/"><ResourceRecordSets>{}
</ResourceRecordSets><IsTruncated>false</IsTruncated><MaxItems>300</MaxItems></ListResourceRecordSetsResponse>"""
_PLAIN = """<ResourceRecordSet><Name>a.example.com.</Name><Type>A</Type>{}<TTL>5</TTL><ResourceRecords>
<ResourceRecord><Value>192.0.2.1</Value></ResourceRecord></ResourceRecords></ResourceRecordSet>"""
_ALIAS = """<ResourceRecordSet><Name>b.example.com.</Name><Type>A</Type><AliasTarget><HostedZoneId>Z1</HostedZoneId>
<DNSName>x.example.com.</DNSName><EvaluateTargetHealth>false</EvaluateTargetHealth>{}</AliasTarget></ResourceRecordSet>"""


class _Body:
    def __init__(self, text: str) -> None:
        self.text = text

    def stream(self, **_: Any) -> Iterator[bytes]:
        yield self.text.encode()


def listed(*records: str) -> list[RecordSet]:
    session: Any = botocore.session.get_session()
    client = session.create_client("route53", "us-east-1", aws_access_key_id="made", aws_secret_access_key="up")
    keep_unknown_members(client.meta.events, client.meta.service_model)
    body: Any = _Body(_ANSWER.format("".join(records)))
    client.meta.events.register("before-send", lambda **_: AWSResponse("https://a", 200, HTTPHeaders(), body))
    return [
        RecordSet.from_wire(each) for each in client.list_resource_record_sets(HostedZoneId="Z1")["ResourceRecordSets"]
    ]


def test_a_member_that_the_sdk_lacks_is_kept() -> None:
    new = "<SetIdentifier>x</SetIdentifier><NewRouting><Level>3</Level><Of>a</Of><Of>b</Of></NewRouting>"
    routed, alias, plain = listed(_PLAIN.format(new), _ALIAS.format("<Newer>1</Newer>"), _PLAIN.format(""))
    assert routed.wire["NewRouting"] == {"Level": "3", "Of": ["a", "b"]}
    assert (routed.unknown, routed.policy) == (("NewRouting",), "unknown")
    assert (alias.wire["AliasTarget"]["Newer"], alias.unknown) == ("1", ("Newer",))
    assert (plain.unknown, plain.policy) == ((), "simple")


@pytest.mark.parametrize("location", [("AvailabilityZone", "use1-az1"), ("Global", "global")])
def test_what_the_sdk_knows_is_read_by_it(location: tuple[str, str]) -> None:
    type_, id_ = location
    affinity = f"<AZAffinity><LocationType>{type_}</LocationType><LocationId>{id_}</LocationId></AZAffinity>"
    (record,) = listed(_PLAIN.format(f"<SetIdentifier>x</SetIdentifier>{affinity}"))
    assert (record.policy, record.unknown) == ("az-affinity", ())
    assert str(record.routing) == f"az-affinity {id_}"
