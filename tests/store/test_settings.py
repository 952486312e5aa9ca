from __future__ import annotations

from pathlib import Path

import pytest

from xalias_tui.domain.accounts import AccountSettings
from xalias_tui.domain.errors import UsageError
from xalias_tui.store.settings import Settings, load

FULL = """
zone_profiles = ["dns-prod"]
target_profiles = ["shop-prod"]
regions = ["eu-west-1"]
kinds = ["alb"]
read_only = false
theme = "nord"

[keys]
commit = "f5"

[accounts.dns-prod]
label = "DNS, careful"
colour = "red"
read_only = true
requests_per_second = 2.5
"""


def written(folder: Path, text: str) -> Path:
    path = folder / "config.toml"
    path.write_text(text)
    return path


def test_a_missing_file_means_the_defaults(tmp_path: Path) -> None:
    assert load(tmp_path / "none.toml") == Settings()


def test_every_setting_is_read(tmp_path: Path) -> None:
    settings = load(written(tmp_path, FULL))
    assert settings.zone_profiles == ("dns-prod",)
    assert settings.keys == {"commit": "f5"}
    assert settings.accounts == {
        "dns-prod": AccountSettings("DNS, careful", "red", read_only=True, requests_per_second=2.5)
    }
    assert settings.of("dns-prod").read_only
    assert not settings.of("shop-prod").read_only
    assert settings.theme == "nord"


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("zone_profile = []", "'zone_profile' that does not exist"),
        ("zone_profiles = 'dns'", "not a list of texts"),
        ("regions = [1]", "not a list of texts"),
        ("offline = 'yes'", "not true or false"),
        ("read_only = 'yes'", "not true or false"),
        ("theme = 3", "not a text"),
        ("themes = 3", "not a table"),
        ("themes = {mine = 3}", "'themes.mine' in"),
        ("[themes.mine]\ndark = true", "'themes.mine.primary' in .* is not a colour"),
        ("[themes.mine]\nprimary = 'blueish'", "'themes.mine.primary' in .* is not a colour"),
        ("[themes.mine]\nprimary = '#123456'\npanel = 3", "'themes.mine.panel' in .* is not a colour"),
        ("[themes.mine]\nprimary = '#123456'\ndark = 1", "'themes.mine.dark' in .* is not true or false"),
        ("[themes.mine]\nprimary = '#123456'\ntext = '#fff'", "'themes.mine.text' that does not exist"),
        ("keys = 3", "not a table"),
        ("[keys]\ncommit = 1", "'keys.commit'"),
        ("accounts = {dns = 1}", "'accounts.dns'"),
        ("[accounts.dns]\nreadonly = true", "'accounts.dns.readonly'"),
        ("[accounts.dns]\nlabel = 1", "'accounts.dns.label'"),
        ("[accounts.dns]\ncolour = 'mauve'", "not one of red, green"),
        ("[accounts.dns]\nrequests_per_second = 0", "above 0 and at most 10"),
        ("[accounts.dns]\nrequests_per_second = 11", "above 0 and at most 10"),
        ("[accounts.dns]\nrequests_per_second = true", "above 0 and at most 10"),
        ("[accounts.dns]\nrequests_per_second = 'all'", "above 0 and at most 10"),
        ("= 1", "is not TOML"),
        ("theme = 'a'\ntheme = 'b'", "is not TOML"),
        ("regions = " + "[" * 10_000, "nested too deeply"),
    ],
)
def test_a_mistake_names_file_and_setting(tmp_path: Path, text: str, said: str) -> None:
    path = written(tmp_path, text)
    with pytest.raises(UsageError, match=said) as caught:
        load(path)
    assert str(path) in caught.value.message


def test_a_file_that_is_no_text_is_said(tmp_path: Path) -> None:
    path = tmp_path / "config.toml"
    path.write_bytes(b"\xff\xfe\x00")
    with pytest.raises(UsageError, match="cannot be read"):
        load(path)


def test_that_nobody_but_aws_is_asked_can_be_kept(tmp_path: Path) -> None:
    kept = tmp_path / "config.toml"
    kept.write_text("offline = true\n")
    assert (load(kept).offline, load(tmp_path / "none.toml").offline) == (True, False)


def test_what_editors_put_before_the_text_is_no_part_of_it(tmp_path: Path) -> None:
    file = tmp_path / "config.toml"
    file.write_bytes('\ufefftheme = "nord"'.encode())
    assert load(file).theme == "nord"


def test_what_can_not_be_read_is_said_without_the_words_of_python(tmp_path: Path) -> None:
    file = tmp_path / "config.toml"
    file.write_bytes(b"\xff")
    for path, why in (
        (file, f"{file} cannot be read: it is not UTF-8."),
        (tmp_path, "cannot be read: it is not a regular file."),
    ):
        with pytest.raises(UsageError) as caught:
            load(path)
        assert caught.value.message.endswith(why)
