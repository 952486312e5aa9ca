"""Calls that a service must refuse."""

from __future__ import annotations

from typing import Any

import pytest
from botocore.exceptions import ClientError


def refused(call: Any, **params: Any) -> tuple[str, int, str]:
    """Code, HTTP status and message with which a service refuses a call."""
    with pytest.raises(ClientError) as caught:
        call(**params)
    error, about = caught.value.response["Error"], caught.value.response["ResponseMetadata"]
    return error["Code"], about["HTTPStatusCode"], error["Message"]
