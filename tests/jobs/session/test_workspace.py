from __future__ import annotations

from pathlib import Path

import pytest

from tests.jobs.fakes import FakeAccounts
from xalias_tui.domain.errors import UsageError
from xalias_tui.jobs.session.workspace import Options, Workspace


def opened(folder: Path, settings: str = "", **options: tuple[str, ...]) -> Workspace:
    file = folder / "config.toml"
    file.write_text(settings)
    return Workspace(Options(config=file, **options), accounts=FakeAccounts({}))  # type: ignore[arg-type]


def test_the_default_is_aws_profile_on_both_sides(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AWS_PROFILE", "mine")
    assert (opened(tmp_path).zone_profiles, opened(tmp_path).target_profiles) == (("mine",), ("mine",))
    monkeypatch.delenv("AWS_PROFILE")
    assert opened(tmp_path).zone_profiles == ("",)


def test_options_win_over_settings_and_settings_over_the_environment(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("AWS_PROFILE", "mine")
    settings = 'zone_profiles = ["dns"]\ntarget_profiles = ["shop"]\nkinds = ["alb"]\nregions = ["eu-west-1"]\n'
    kept = opened(tmp_path, settings)
    assert (kept.zone_profiles, kept.target_profiles, kept.kinds, kept.regions) == (
        ("dns",),
        ("shop",),
        ("alb",),
        ("eu-west-1",),
    )
    given = opened(tmp_path, settings, zone_profiles=("other",), kinds=("nlb",))
    assert (given.zone_profiles, given.target_profiles, given.kinds) == (("other",), ("shop",), ("nlb",))


def test_unknown_kinds_and_regions_are_refused(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="alp"):
        opened(tmp_path, kinds=("alp",))
    with pytest.raises(UsageError, match="not an AWS region"):
        opened(tmp_path, regions=("europe",))


def test_a_named_configuration_file_must_exist(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="no configuration file"):
        Workspace(Options(config=tmp_path / "none.toml"))


def test_other_sides_keep_accounts_and_journal(tmp_path: Path) -> None:
    first = opened(tmp_path, zone_profiles=("dns",))
    other = first.on_sides(("hub",), ("media",))
    assert (other.zone_profiles, other.target_profiles) == (("hub",), ("media",))
    assert other.accounts is first.accounts
    assert other.journal is first.journal
