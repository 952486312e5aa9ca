from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from tests.aws.fakes import write_config
from xalias_tui.aws.profiles import profile_names
from xalias_tui.domain.errors import AwsError


@pytest.fixture
def config(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("AWS_CONFIG_FILE", str(tmp_path / "config"))
    monkeypatch.setenv("AWS_SHARED_CREDENTIALS_FILE", str(tmp_path / "credentials"))
    return tmp_path / "config"


def test_profiles_of_both_files_without_what_is_no_profile(config: Path, tmp_path: Path) -> None:
    write_config(
        config,
        "[default]\nregion = eu-west-1\n[profile shop]\nformat = %Y\n[profile 'two words']\n"
        "[sso-session corp]\nsso_region = us-east-1\n[services local]\ns3 =\n  endpoint_url = http://127.0.0.1\n"
        "[preview]\ncloudsearch = true\n",
    )
    write_config(tmp_path / "credentials", "[shop]\naws_access_key_id = x\n[old]\naws_access_key_id = y\n")
    assert profile_names() == ("default", "old", "shop", "two words")


def test_no_files_are_no_profiles(config: Path) -> None:
    assert not config.exists()
    assert profile_names() == ()


def test_default_files_are_in_the_home_directory(config: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("AWS_CONFIG_FILE")
    monkeypatch.delenv("AWS_SHARED_CREDENTIALS_FILE")
    monkeypatch.setenv("HOME", str(tmp_path))
    (tmp_path / ".aws").mkdir()
    write_config(tmp_path / ".aws" / "config", "[profile home]\n")
    assert profile_names() == ("home",)


@pytest.mark.parametrize("content", ["region = eu-west-1\n", "[profile broken\n", "\udcff"])
def test_a_file_that_cannot_be_read_is_named(config: Path, content: str) -> None:
    config.write_bytes(content.encode("utf-8", "surrogateescape"))
    with pytest.raises(AwsError) as caught:
        profile_names()
    assert caught.value.code == "misconfigured"
    assert str(config) in caught.value.message
    assert "\n" not in caught.value.message


def test_names_are_read_without_the_sdk() -> None:
    code = (
        "import sys, xalias_tui.aws.profiles as p; p.profile_names();"
        "sys.exit(any(name.startswith(('boto', 'urllib3')) for name in sys.modules))"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
