from __future__ import annotations

import copy
import dataclasses
import pickle
from collections.abc import Callable
from dataclasses import FrozenInstanceError, field, fields, replace
from typing import Any

import pytest

from xalias_tui.domain.dataclass import dataclass


@dataclass(frozen=True, slots=True)
class Ours:
    name: str
    size: int = 1
    parts: list[str] = field(default_factory=list, hash=False)
    note: str = field(default="", compare=False, repr=False)
    long: bool = field(init=False, repr=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "long", self.size > 1)


@dataclasses.dataclass(frozen=True, slots=True)
class Theirs:
    name: str
    size: int = 1
    parts: list[str] = field(default_factory=list, hash=False)
    note: str = field(default="", compare=False, repr=False)
    long: bool = field(init=False, repr=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "long", self.size > 1)


@dataclass
class Changing:
    name: str
    seen: list[str] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class More(Ours):
    more: int = 0


@dataclass(frozen=True, slots=True)
class Own:
    name: str

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Own)

    def __hash__(self) -> int:
        return 7

    def __repr__(self) -> str:
        return "own"


@dataclass(frozen=True, slots=True, eq=False)
class Unlike:
    name: str


@dataclass(frozen=True, slots=True)
class Bare: ...


MADE: tuple[Callable[[Any], Any], ...] = (
    lambda made: made("a"),
    lambda made: made("a", 2, ["x"], "note"),
    lambda made: made(name="a", note="other"),
    lambda made: replace(made("a"), size=3),
    lambda made: copy.deepcopy(made("a", 2, ["x"])),
    lambda made: copy.copy(made("a", 2)),
    lambda made: pickle.loads(pickle.dumps(made("a", 2))),  # noqa: S301 -- our own
)


@pytest.mark.parametrize("make", MADE)
def test_it_does_as_the_standard_one(make: Callable[[Any], Any]) -> None:
    ours, theirs = make(Ours), make(Theirs)
    assert repr(ours) == repr(theirs).replace("Theirs", "Ours")
    assert dataclasses.astuple(ours) == dataclasses.astuple(theirs)
    assert [each.name for each in fields(ours)] == [each.name for each in fields(theirs)]
    for other in MADE:
        assert (make(Ours) == other(Ours)) is (make(Theirs) == other(Theirs))
        assert make(Ours) != other(Theirs)
    assert hash(ours) == hash(make(Ours))
    assert hash(ours) == hash(replace(ours, parts=["another"])) != hash(replace(ours, name="b"))


@pytest.mark.parametrize("made", [Ours, Theirs])
def test_what_is_frozen_stays(made: type[Any]) -> None:
    value = made("a")
    with pytest.raises(FrozenInstanceError, match="cannot assign to field 'name'"):
        value.name = "b"
    with pytest.raises(FrozenInstanceError, match="cannot delete field 'name'"):
        del value.name
    with pytest.raises(TypeError, match="missing 1 required positional argument: 'name'"):
        made()
    assert not hasattr(value, "__dict__")
    assert value.parts is not made("a").parts


def test_what_changes_has_no_hash_and_a_list_of_its_own() -> None:
    value = Changing("a")
    value.seen.append("b")
    value.name = "c"
    assert (value, Changing("a")) == (Changing("c", ["b"]), Changing("a", []))
    with pytest.raises(TypeError, match="unhashable"):
        hash(value)


def test_fields_of_a_base_are_taken_over() -> None:
    assert repr(More("a", more=2)) == "More(name='a', size=1, parts=[], more=2)"
    assert More("a", 2).long
    assert More("a") != Ours("a")
    with pytest.raises(FrozenInstanceError):
        More("a").more = 3  # type: ignore[misc]


def test_methods_of_the_class_itself_are_kept() -> None:
    assert (Own("a"), hash(Own("b")), repr(Own("c"))) == (Own("d"), 7, "own")
    one = Unlike("a")
    assert {one} == {one} != {Unlike("a")}
    assert (Bare(), hash(Bare()), repr(Bare())) == (Bare(), hash(Bare()), "Bare()")


@pytest.mark.parametrize(
    "left_out", [{"kw_only": True}, {"init": False, "default": 1}, {"init": False, "default_factory": list}]
)
def test_a_field_that_would_not_be_set_is_refused(left_out: dict[str, Any]) -> None:
    made = type("Made", (), {"__annotations__": {"name": "str"}, "name": field(**left_out)})
    with pytest.raises(TypeError, match="name"):
        dataclass(made)
