"""The configuration as the SDK reads it, and sentences about files that cannot be parsed."""

from __future__ import annotations

import codecs
import re
from pathlib import Path
from typing import Final

import botocore.session
import pytest

from xalias_tui.aws.configuration import configuration
from xalias_tui.domain.errors import AwsError

EVERYTHING: Final = """
# a comment
[default]
region = eu-west-1
[profile plain]
region = us-east-1 # belongs to the value
role_arn = arn:aws:iam::111111111111:role/x
[profile "two words"]
output = json
[profile\tafter-tab]
output = text
[profile  'quoted']
s3 =
  addressing_style = path
  max_concurrent_requests = 20
[profile bare space]
output = json
[profile o'brien]
output = json
[profile größe]
format = %Y
[profiles]
not = one
[sso-session corp]
sso_region = eu-west-1
[services local]
sts =
  endpoint_url = http://127.0.0.1:1
[prod]
region = us-east-1
"""
CREDENTIALS: Final = "[plain]\naws_access_key_id = AKIA\n[only here]\naws_access_key_id = AKIB\n"
SECRET: Final = "wJalrXUtnFEMI/K7MDENG/EXAMPLESECRET"


@pytest.fixture
def files(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> tuple[Path, Path]:
    """The configuration and the credentials file, which do not exist yet."""
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("AWS_CONFIG_FILE", "$HOME/config")
    monkeypatch.setenv("AWS_SHARED_CREDENTIALS_FILE", "~/credentials")
    return tmp_path / "config", tmp_path / "credentials"


def test_both_files_are_read_as_the_sdk_reads_them(files: tuple[Path, Path]) -> None:
    files[0].write_text(EVERYTHING, encoding="utf-8")
    files[1].write_text(CREDENTIALS, encoding="utf-8")
    assert configuration().full == botocore.session.Session().full_config
    assert set(configuration().profiles) == {
        "default", "plain", "two words", "after-tab", "quoted", "größe", "only here"
    }  # fmt: skip


def test_no_files_are_as_the_sdk_takes_them(files: tuple[Path, Path]) -> None:
    assert not files[0].exists()
    assert configuration().full == botocore.session.Session().full_config


def test_sections_that_the_sdk_passes_over_say_how_to_write_them(files: tuple[Path, Path]) -> None:
    files[0].write_text(EVERYTHING, encoding="utf-8")
    found = {each.name: each for each in configuration().ignored}
    assert set(found) == {"bare space", "o'brien"}
    assert '[profile "bare space"]' in found["bare space"].remedy
    assert "line 16" in found["bare space"].message


def test_it_is_parsed_again_only_where_a_file_has_changed(files: tuple[Path, Path]) -> None:
    files[0].write_text("[profile one]\n", encoding="utf-8")
    before = configuration()
    assert configuration() is before
    files[0].write_text("[profile other]\n", encoding="utf-8")
    assert set(configuration().profiles) == {"other"}


def test_a_file_that_may_not_be_read_is_as_if_it_were_empty_and_is_named(
    files: tuple[Path, Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(path: Path) -> bytes:
        raise PermissionError(13, "Permission denied", str(path))

    files[0].write_text(EVERYTHING, encoding="utf-8")
    monkeypatch.setattr(Path, "read_bytes", refuse)
    found = configuration()
    assert found.profiles == {}
    assert [str(files[0]) in each and "Permission denied" in each for each in found.unread] == [True]


MALFORMED: Final = {
    "no header": (f"aws_secret_access_key = {SECRET}\n", "line 1 "),
    "wrapped": (f"[dns]\naws_session_token = PART1\n{SECRET}\n", "line 3, in section [dns]"),
    "wrapped later": (f"[a]\nx = 1\n[b]\ny = {SECRET}\n{SECRET}\n", "line 5, in section [b]"),
    "twice": (f"[dns]\na = 1\n[other]\nb = 2\n[dns]\nc = {SECRET}\n", "lines 1 and 5"),
    "setting twice": (f"[dns]\nsecret = {SECRET}\nsecret = {SECRET}\n", "line 3 repeats"),
    "nested": (f"[dns]\nregion = x\n[a]\ns3 =\n  b = c\n  {SECRET}\n", "line 6, in section [a]"),
    "open header": (f"[dns\nsecret = {SECRET}\n", "line 1 "),
    "nothing but a value": (SECRET, "line 1 "),
}


@pytest.mark.parametrize("at", [0, 1], ids=["config", "credentials"])
@pytest.mark.parametrize("case", MALFORMED)
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_what_cannot_be_parsed_is_named_by_file_and_line_and_never_repeated(
    files: tuple[Path, Path], end: str, case: str, at: int
) -> None:
    text, where = MALFORMED[case]
    files[at].write_bytes(text.replace("\n", end).encode())
    with pytest.raises(AwsError) as caught:
        configuration()
    assert caught.value.code == "misconfigured"
    assert str(files[at]) in caught.value.message
    assert where in caught.value.message
    assert not any(part in str(caught.value) for part in re.split(r"[/=]", SECRET))
    assert caught.value.__suppress_context__ or caught.value.__context__ is None, "a traceback would hold the line"


def test_lines_end_as_python_and_with_it_the_sdk_has_them(files: tuple[Path, Path]) -> None:
    files[0].write_bytes(b"[profile a]\rregion = eu-west-1\r[profile b]\r\nregion = us-east-1\n")
    assert {name: each["region"] for name, each in configuration().profiles.items()} == {
        "a": "eu-west-1",
        "b": "us-east-1",
    }


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (codecs.BOM_UTF8 + b"[default]\n", "byte order mark"),
        ("[default]\n".encode("utf-16"), "UTF-16"),
        (b"[default]\nregion = eu\n\xff = 1\n", "line 3 is not UTF-8"),
    ],
    ids=["bom", "utf-16", "latin"],
)
def test_an_encoding_that_the_sdk_cannot_read_is_explained(files: tuple[Path, Path], content: bytes, says: str) -> None:
    files[0].write_bytes(content)
    with pytest.raises(AwsError) as caught:
        configuration()
    assert says in caught.value.message
