from __future__ import annotations

import json
import os
import threading
from pathlib import Path
from typing import Any, Final

import botocore
import pytest
from botocore.loaders import Loader

from tests.aws.fakes import made_up_session
from xalias_tui.aws.guard import READS
from xalias_tui.aws.models import CALLED, OURS, SERVICE, WHOLE, LeanLoader, loader, trimmed

UPDATE: Final = "XALIAS_UPDATE_MODELS"
MADE_FROM: Final = OURS / "made_from.json"
TRIMMED: Final = sorted(READS.keys() - WHOLE)


def prose(value: object) -> int:
    """Characters of documentation in a description."""
    if isinstance(value, dict):
        own = value.get("documentation")
        return (len(own) if isinstance(own, str) else 0) + sum(prose(item) for item in value.values())
    return sum(prose(item) for item in value) if isinstance(value, list) else 0


def test_a_description_is_the_sdks_own_without_its_prose() -> None:
    lean = LeanLoader().load_service_model("sso", SERVICE)
    full = Loader().load_service_model("sso", SERVICE)
    assert (prose(lean), prose(full) > 3_000) == (0, True)
    assert lean["operations"].keys() == full["operations"].keys()
    members = full["shapes"]["RoleCredentials"]["members"]
    assert lean["shapes"]["RoleCredentials"]["members"] == {
        name: {key: value for key, value in member.items() if key != "documentation"}
        for name, member in members.items()
    }


# -- what is kept of descriptions


@pytest.fixture(scope="module")
def sdk() -> Loader:
    return Loader()


def kept(service: str, sdk: Loader) -> tuple[Path, dict[str, Any]]:
    """Where the description of a service is kept, and what the installed SDK would give."""
    version = sdk.determine_latest_version(service, SERVICE)
    model = sdk.load_service_model(service, SERVICE)
    return OURS / service / version / f"{SERVICE}.json", trimmed(model, CALLED[service])


def test_what_is_kept_is_made_from_the_installed_sdk(sdk: Loader) -> None:
    if os.environ.get(UPDATE):
        for service in TRIMMED:
            path, model = kept(service, sdk)
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(json.dumps(model, separators=(",", ":")) + "\n", encoding="utf-8")
        MADE_FROM.write_text(json.dumps({"botocore": botocore.__version__}) + "\n", encoding="utf-8")
    if json.loads(MADE_FROM.read_text(encoding="utf-8")) != {"botocore": botocore.__version__}:
        pytest.skip(f"another SDK is installed; {UPDATE}=1 makes them from it")
    for service in TRIMMED:
        path, model = kept(service, sdk)
        assert json.loads(path.read_text(encoding="utf-8")) == model, f"{service}: {UPDATE}=1 makes it anew"
    assert {path.parent.parent.name for path in OURS.rglob("*.json")} - {OURS.parent.name} == set(TRIMMED)


@pytest.mark.parametrize("service", TRIMMED)
def test_what_is_kept_has_every_operation_that_is_called(service: str) -> None:
    model = LeanLoader().load_service_model(service, SERVICE)
    assert model["operations"].keys() == CALLED[service]


def test_a_client_of_what_is_kept_calls_and_reads_as_any_other() -> None:
    session, usual = made_up_session(), made_up_session()
    session.core.register_component("data_loader", LeanLoader())
    for service in ("ec2", "elbv2", "s3", "cloudfront", "route53", "sts"):
        ours, theirs = session.client(service, "eu-west-1"), usual.client(service, "eu-west-1")
        for operation in CALLED[service]:
            lean = ours.meta.service_model.operation_model(operation)
            full = theirs.meta.service_model.operation_model(operation)
            for shape, other in ((lean.input_shape, full.input_shape), (lean.output_shape, full.output_shape)):
                assert (shape and shape.members.keys()) == (other and other.members.keys())
            assert [error.name for error in lean.error_shapes] == [error.name for error in full.error_shapes]


def test_a_description_that_lacks_a_call_gives_way_to_the_sdks_own(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(CALLED, "acm", CALLED["acm"] | {"ExportCertificate"})
    model = LeanLoader().load_service_model("acm", SERVICE)
    assert "ExportCertificate" in model["operations"]
    assert prose(model) < 100


def test_a_profiles_own_description_is_used_whole(tmp_path: Path) -> None:
    path = tmp_path / "acm" / "2015-12-08" / f"{SERVICE}.json"
    path.parent.mkdir(parents=True)
    path.write_text('{"metadata": {}, "operations": {}}', encoding="utf-8")
    assert loader(str(tmp_path)).load_service_model("acm", SERVICE) == {"metadata": {}, "operations": {}}


# -- threads and places


def test_threads_that_ask_at_the_same_time_share_one_description() -> None:
    shared, found, together = LeanLoader(), [], threading.Barrier(4)

    def read() -> None:
        together.wait()
        found.append(shared.load_service_model("sts", "service-2"))

    threads = [threading.Thread(target=read) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len({id(model) for model in found}) == 1


def test_whoever_names_no_place_shares_one_reader() -> None:
    assert loader() is loader(None) is loader("")


def test_a_profiles_own_descriptions_are_found_first() -> None:
    assert loader("~/models").search_paths[0].endswith("/models")
    assert "~" not in loader("~/models").search_paths[0]
