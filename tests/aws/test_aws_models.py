from __future__ import annotations

import threading

from botocore.loaders import Loader

from xalias_tui.aws.models import LeanLoader, loader


def prose(value: object) -> int:
    """Characters of documentation in a description."""
    if isinstance(value, dict):
        own = value.get("documentation")
        return (len(own) if isinstance(own, str) else 0) + sum(prose(item) for item in value.values())
    return sum(prose(item) for item in value) if isinstance(value, list) else 0


def test_a_description_is_the_sdks_own_without_its_prose() -> None:
    lean, full = LeanLoader().load_service_model("elb", "service-2"), Loader().load_service_model("elb", "service-2")
    assert (prose(lean), prose(full) > 10_000) == (0, True)
    assert lean["operations"].keys() == full["operations"].keys()
    assert lean["shapes"]["TagDescription"]["members"] == {
        name: {**member, "documentation": ""} for name, member in full["shapes"]["TagDescription"]["members"].items()
    }


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


def test_a_profiles_own_descriptions_are_found_first() -> None:
    assert loader("~/models").search_paths[0].endswith("/models")
    assert "~" not in loader("~/models").search_paths[0]
