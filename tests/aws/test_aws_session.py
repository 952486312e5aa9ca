from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone
from typing import Any

import pytest
from botocore.utils import parse_timestamp

from xalias_tui.aws.session import fast_timestamp, open_session


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("2026-11-23T21:53:44.123Z", datetime(2026, 11, 23, 21, 53, 44, 123_000, UTC)),
        ("2026-11-23T21:53:44+02:00", datetime(2026, 11, 23, 21, 53, 44, tzinfo=timezone(timedelta(hours=2)))),
        ("Mon, 23 Nov 2026 21:53:44 GMT", datetime(2026, 11, 23, 21, 53, 44, tzinfo=UTC)),
        (1_795_470_824.5, datetime.fromtimestamp(1_795_470_824.5, UTC)),
        ("1795470824", datetime.fromtimestamp(1_795_470_824, UTC)),
    ],
)
def test_timestamps_are_read_as_the_sdk_reads_them(value: Any, expected: datetime) -> None:
    assert fast_timestamp(value) == expected == parse_timestamp(value).astimezone(UTC)
    assert fast_timestamp(value).tzinfo is not None


def test_sessions_share_the_service_descriptions() -> None:
    one, other = (open_session("", read_only=False, ask_mfa=None) for _ in range(2))
    assert one.client("elbv2", "eu-west-1").meta.service_model._service_description is (
        other.client("elbv2", "eu-west-1").meta.service_model._service_description
    )
