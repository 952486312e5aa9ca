from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path
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


CONFIG = """
[profile gov-role]
role_arn = arn:aws-us-gov:iam::555555555555:role/x
source_profile = keys

[profile cn-sso]
sso_session = cn
sso_account_id = 666666666666
sso_role_name = x

[profile gov-old-sso]
sso_region = us-gov-east-1
sso_start_url = https://x.awsapps-us-gov.com/start
sso_account_id = 555555555555
sso_role_name = x

[profile gov-elsewhere]
role_arn = arn:aws-us-gov:iam::555555555555:role/x
source_profile = keys
region = us-gov-east-1

[profile keys]

[sso-session cn]
sso_region = cn-northwest-1
sso_start_url = https://start.home.awsapps.cn/directory/x
"""


@pytest.mark.parametrize(
    ("profile", "region"),
    [
        ("gov-role", "us-gov-west-1"),
        ("cn-sso", "cn-north-1"),
        ("gov-old-sso", "us-gov-west-1"),
        ("gov-elsewhere", "us-gov-east-1"),
        ("keys", "us-east-1"),
    ],
)
def test_a_profile_without_a_region_is_asked_in_its_own_partition(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, profile: str, region: str
) -> None:
    (tmp_path / "config").write_text(CONFIG, encoding="utf-8")
    monkeypatch.setenv("AWS_CONFIG_FILE", str(tmp_path / "config"))
    for name in ("AWS_REGION", "AWS_DEFAULT_REGION"):
        monkeypatch.delenv(name, raising=False)
    assert open_session(profile, read_only=False, ask_mfa=None).own_region() == region
