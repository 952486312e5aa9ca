"""The standard library's ``dataclass``, made in a third of the time: hundreds of values are defined at each start.

That one compiles up to eight functions a class. Here only ``__init__`` is; the others find the fields as they run.
Fields by keyword alone, and defaults of fields that are no argument, are refused: nothing here has them.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Iterable
from operator import attrgetter
from reprlib import recursive_repr
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from dataclasses import dataclass as dataclass  # noqa: PLC0414, TID251 -- to the type checker it is the same
else:

    def dataclass(
        cls: type | None = None, /, *, frozen: bool = False, slots: bool = False, eq: bool = True
    ) -> type | Callable[[type], type]:
        """Make a class one of data, as ``dataclasses.dataclass`` does; fields, ``replace`` and the like are its own."""

        def made(cls: type) -> type:
            own = cls.__dict__
            found = dataclasses.dataclass(init=False, repr=False, eq=False, slots=slots)(cls)  # noqa: TID251 -- without methods it is cheap
            fields = dataclasses.fields(found)
            methods = {"__init__": _init(found, fields, frozen=frozen), "__repr__": _repr}
            if eq:
                methods |= _comparing(fields, hashed=frozen)
            if frozen:
                methods |= _FROZEN
            for name, method in methods.items():
                if own.get(name) is None:  # an own __eq__ alone leaves None as __hash__
                    setattr(found, name, method)
            return found

        return made if cls is None else made(cls)


def _init(cls: type, fields: Iterable[dataclasses.Field[Any]], *, frozen: bool) -> Callable[..., None]:
    """``__init__``, which runs too often to look for fields: compiled."""
    names: dict[str, Any] = {"_set": object.__setattr__, "_MISSING": dataclasses.MISSING}
    parameters, lines = ["self"], []
    for field in fields:
        name = value = parameter = field.name
        has_default = field.default is not dataclasses.MISSING or field.default_factory is not dataclasses.MISSING
        if field.kw_only or (has_default and not field.init):
            raise TypeError(f"{cls.__qualname__}.{name}: such a field is not made here; use a plain one.")
        if field.default is not dataclasses.MISSING:
            names[f"_default_{name}"] = field.default
            parameter += f"=_default_{name}"
        elif field.default_factory is not dataclasses.MISSING:
            names[f"_make_{name}"] = field.default_factory
            parameter += "=_MISSING"
            value = f"_make_{name}() if {name} is _MISSING else {name}"
        if field.init:
            parameters.append(parameter)
            lines.append(f"_set(self, {name!r}, {value})" if frozen else f"self.{name} = {value}")
    if hasattr(cls, "__post_init__"):
        lines.append("self.__post_init__()")
    exec(f"def __init__({', '.join(parameters)}):\n " + "\n ".join(lines or ["pass"]), names)  # noqa: S102 -- as dataclasses
    made: Callable[..., None] = names["__init__"]
    made.__qualname__ = f"{cls.__qualname__}.__init__"
    made.__annotations__ = {field.name: field.type for field in fields if field.init}
    return made


@recursive_repr()
def _repr(self: Any) -> str:
    shown = (f"{field.name}={getattr(self, field.name)!r}" for field in dataclasses.fields(self) if field.repr)
    return f"{type(self).__qualname__}({', '.join(shown)})"


def _comparing(fields: Iterable[dataclasses.Field[Any]], *, hashed: bool) -> dict[str, Callable[..., object] | None]:
    """``__eq__`` and ``__hash__``; what can change has no hash."""
    compared = _values([field.name for field in fields if field.compare])
    counted = _values([field.name for field in fields if (field.compare if field.hash is None else field.hash)])

    def equals(self: object, other: object) -> bool:
        return compared(self) == compared(other) if other.__class__ is self.__class__ else NotImplemented

    def hashes(self: object) -> int:
        return hash(counted(self))

    return {"__eq__": equals, "__hash__": hashes if hashed else None}


def _values(names: list[str]) -> Callable[[object], object]:
    """What takes the values of these fields of an object."""
    return attrgetter(*names) if names else lambda _: ()


def _refuse(self: object, name: str, *value: object) -> None:
    del self
    raise dataclasses.FrozenInstanceError(f"cannot {'assign to' if value else 'delete'} field {name!r}")


def _state(self: Any) -> list[object]:
    return [getattr(self, field.name) for field in dataclasses.fields(self)]


def _restore(self: Any, state: list[object]) -> None:
    for field, value in zip(dataclasses.fields(self), state, strict=True):
        object.__setattr__(self, field.name, value)


_FROZEN: Final = {"__setattr__": _refuse, "__delattr__": _refuse, "__getstate__": _state, "__setstate__": _restore}
"""What can't be changed is copied by its fields."""
