"""One client asks for many profiles, each with its own credentials."""

from __future__ import annotations

from pathlib import Path

import pytest

from xalias_tui.aws.callers import Callers
from xalias_tui.aws.configuration import configuration
from xalias_tui.aws.session import open_session
from xalias_tui.sandbox.members import DNS_HUB, DNS_KEY, MEDIA, MEDIA_KEY
from xalias_tui.sandbox.server import Sandbox


def test_profiles_that_differ_in_their_credentials_share_a_client_and_are_who_they_are(
    sandbox: Sandbox, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    keys = {"dns": DNS_KEY, "media": MEDIA_KEY, "elsewhere": DNS_KEY}
    text = "".join(
        f"[profile {name}]\nendpoint_url = {sandbox.url}\naws_access_key_id = {key}\naws_secret_access_key = made-up\n"
        f"region = {'eu-west-1' if name == 'elsewhere' else 'us-east-1'}\n"
        for name, key in keys.items()
    )
    (tmp_path / "config").write_text(text, encoding="utf-8")
    monkeypatch.setenv("AWS_CONFIG_FILE", str(tmp_path / "config"))
    callers = Callers()
    found = [
        callers.caller(open_session(name, read_only=False, ask_mfa=None), configuration().profile(name))[0]
        for name in ("dns", "media", "dns", "elsewhere")
    ]
    assert found == [DNS_HUB, MEDIA, DNS_HUB, DNS_HUB]
    assert len(callers._clients) == 2
