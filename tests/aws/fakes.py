"""What the tests of this room share: time that does not pass by itself, and SDK sessions of made-up credentials."""

from __future__ import annotations

import threading
from pathlib import Path
from typing import Any, Final

import botocore.loaders
import botocore.session
from botocore.exceptions import ClientError

from xalias_tui.aws.answers import AnswerParsers
from xalias_tui.aws.session import Session
from xalias_tui.sandbox.clock import ManualClock

KEY = "AKIAMADEUPFORTESTS00"
SECRET = "made-up-secret-of-the-tests-00000000000"


class FakeClock:
    """A clock that only sleeping moves."""

    def __init__(self) -> None:
        self.time = 100.0
        self.slept: list[float] = []

    def now(self) -> float:
        return self.time

    def sleep(self, seconds: float) -> None:
        self.slept.append(seconds)
        self.time += seconds


class WorldClock:
    """The time of a simulated world, which only waiting moves: both sides of the wire agree how long was waited."""

    def __init__(self, clock: ManualClock) -> None:
        self._clock = clock
        self._began = clock()
        self.waited = 0.0

    def now(self) -> float:
        return (self._clock() - self._began).total_seconds()

    def sleep(self, seconds: float) -> None:
        self.waited += seconds
        self._clock.advance(seconds)


_DOCUMENTS: Final = botocore.loaders.Loader()
"""The SDK's own documents, of services, endpoints and partitions, are read once for all sessions."""


def made_up_session(region: str = "eu-west-1") -> Session:
    """A session with static credentials that asks nothing of the environment but its endpoint settings."""
    core = botocore.session.Session()
    core.set_credentials(KEY, SECRET)
    core.register_component("response_parser_factory", AnswerParsers())
    core.register_component("data_loader", _DOCUMENTS)
    core.set_config_variable("region", region)
    return Session(core, core.get_config_variable("ca_bundle"), threading.RLock())


def client_error(code: str, message: str = "", status: int = 400, operation: str = "ListHostedZones") -> ClientError:
    """What the SDK raises for an answer with an error."""
    metadata = {"HTTPStatusCode": status, "RequestId": "7"}
    document: Any = {"Error": {"Code": code, "Message": message}, "ResponseMetadata": metadata}
    return ClientError(document, operation)


def write_config(path: Path, text: str) -> Path:
    """Write a configuration file; returns its path."""
    path.write_text(text, encoding="utf-8")
    return path
