"""A batch that must be refused."""

from __future__ import annotations

from typing import Any

import pytest
from botocore.exceptions import ClientError

from tests.sandbox.change_batches import ZONE, Change, Step
from xalias_tui.sandbox.route53.zones import Zone


@pytest.fixture
def refused(route53: Any, crowded_zone: Zone) -> Change:
    """Sends a batch that must be refused; returns code and message after making sure that nothing changed."""

    def send(*steps: Step, zone_id: str = ZONE, **batch: Any) -> tuple[str, str]:
        before = list(crowded_zone.from_key(("", "", ""), 1_000))
        changes = [{"Action": action, "ResourceRecordSet": record} for action, record in steps]
        with pytest.raises(ClientError) as caught:
            route53.change_resource_record_sets(HostedZoneId=zone_id, ChangeBatch={"Changes": changes, **batch})
        assert list(crowded_zone.from_key(("", "", ""), 1_000)) == before
        assert caught.value.response["ResponseMetadata"]["HTTPStatusCode"] in (400, 404)
        error = caught.value.response["Error"]
        return error["Code"], error["Message"]

    return send
