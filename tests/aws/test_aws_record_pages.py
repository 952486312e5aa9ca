from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import botocore.session
import pytest
from botocore.awsrequest import AWSResponse
from botocore.compat import HTTPHeaders

from tests.aws.fakes import made_up_session
from xalias_tui.domain.lookups import LookupFailedError
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


_EVERYTHING = """<SetIdentifier>x&amp;ü</SetIdentifier><Weight>0</Weight><Region>eu-west-1</Region>
<GeoLocation><ContinentCode>EU</ContinentCode></GeoLocation><Failover>PRIMARY</Failover>
<MultiValueAnswer>true</MultiValueAnswer><HealthCheckId>h</HealthCheckId>
<TrafficPolicyInstanceId>t</TrafficPolicyInstanceId>
<CidrRoutingConfig><CollectionId>c</CollectionId><LocationName>*</LocationName></CidrRoutingConfig>
<GeoProximityLocation><AWSRegion>eu-west-1</AWSRegion><LocalZoneGroup/><Bias>-20</Bias>
<Coordinates><Latitude>52.5</Latitude><Longitude>13.4</Longitude></Coordinates></GeoProximityLocation>"""


def client_of(session: Any) -> Any:
    return session.client("route53", "us-east-1")


def answered(client: Any, *records: str) -> list[dict[str, Any]]:
    """What a client makes of a page with these records."""
    body: Any = _Body(_ANSWER.format("".join(records)))
    client.meta.events.register("before-send", lambda **_: AWSResponse("https://a", 200, HTTPHeaders(), body))
    page: list[dict[str, Any]] = client.list_resource_record_sets(HostedZoneId="Z1")["ResourceRecordSets"]
    return page


def listed(*records: str) -> list[RecordSet]:
    return [RecordSet.from_wire(each) for each in answered(client_of(made_up_session()), *records)]


def test_what_the_sdk_knows_is_read_as_it_reads_it() -> None:
    plain: Any = botocore.session.get_session()
    theirs = plain.create_client("route53", "us-east-1", aws_access_key_id="made", aws_secret_access_key="up")
    records = (_PLAIN.format(_EVERYTHING), _ALIAS.format(""), _PLAIN.format("<ResourceRecord/>"), _PLAIN.format(""))
    ours = answered(client_of(made_up_session()), *records)
    assert ours[2].pop("ResourceRecord") == ""
    assert ours == answered(theirs, *records)
    assert answered(client_of(made_up_session())) == []


@pytest.mark.parametrize(
    "wrong",
    ["<Weight>a few</Weight>", "<MultiValueAnswer>yes</MultiValueAnswer>", "<Name>b.example.com.</Name>", "<Weight/>"],
)
def test_a_record_that_is_not_as_the_model_says_can_not_be_read(wrong: str) -> None:
    with pytest.raises(LookupFailedError, match="no answer in the form of this AWS API"):
        listed(_PLAIN.format(wrong))


def test_a_member_that_a_record_lacks_is_a_failed_look_up() -> None:
    with pytest.raises(LookupFailedError, match="ResourceRecordSet lacks Name"):
        listed("<ResourceRecordSet><Type>A</Type></ResourceRecordSet>")


def test_a_new_member_that_comes_twice_is_kept_twice() -> None:
    (record,) = listed(_PLAIN.format("<New>1</New><New>2</New><New>3</New>"))
    assert record.wire["New"] == ["1", "2", "3"]


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
