"""The keys of the explorer as settings may change them: every id, and whether changes go together."""

from __future__ import annotations

import importlib
import pkgutil
import string
from collections.abc import Collection, Iterator, Mapping
from typing import Final, Literal

from textual.binding import Binding
from textual.dom import DOMNode
from textual.keys import Keys

from xalias_tui import tui
from xalias_tui.domain.dataclass import dataclass
from xalias_tui.domain.errors import UsageError
from xalias_tui.domain.meant import did_you_mean

Layer = Literal["app", "screen", "dialog"]

_MODIFIERS: Final = frozenset({"alt", "ctrl", "shift", "super", "hyper", "meta"})

_EVERY: Final[Mapping[Layer, str]] = {
    "app": "everywhere", "screen": "every screen", "dialog": "every dialog",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class KeyId:
    """A binding that settings may give another key.

    Attributes:
        id: What it is called in ``[keys]``.
        keys: Its keys, separated by commas.
        where: The part of the explorer that has it, e.g. a screen or a dialog.
        does: What it does.
        layer: Whether that is a dialog, which hides what is below it, a screen, or all screens.
    """

    id: str
    keys: str
    where: str
    does: str
    layer: Layer

    def meets(self, other: KeyId) -> bool:
        """Whether both may be active at the same time."""
        if "dialog" in (self.layer, other.layer) and self.layer != other.layer:
            return False
        places = (self.where, other.where)
        return self.where == other.where or any(place in _EVERY.values() for place in places)


def key_ids() -> tuple[KeyId, ...]:
    """Every binding that has an id, in order of place and id."""
    for module in pkgutil.walk_packages(tui.__path__, f"{tui.__name__}."):
        importlib.import_module(module.name)
    found = {(key.where, key.id): key for key in _ids(DOMNode)}
    return tuple(found[place] for place in sorted(found))


def check_keys(keys: Mapping[str, str]) -> None:
    """Refuse settings of keys that name what does not exist, no terminal sends, or two actions of one place have.

    Raises:
        UsageError: ``config-invalid``.
    """
    if not keys:
        return
    known = key_ids()
    ids = {key.id for key in known}
    for id_ in keys:
        if id_ not in ids:
            meant = did_you_mean(id_, ids)
            remedy = f"{meant} 'xalias config --keys' lists every id.".lstrip()
            raise UsageError("config-invalid", f"There is no key '{id_}' that [keys] could change.", remedy)
    names = _key_names() | {key for each in known for key in _each(each.keys)}
    for mine in known:
        if mine.id in keys:
            _check_real(mine, keys[mine.id], names)
            _check_free(mine, keys, known)


def check_theme(theme: str, known: Collection[str], own: Collection[str] = ()) -> None:
    """Refuse a theme that does not exist, and one of the operator's own that would hide another.

    Raises:
        UsageError: ``config-invalid``.
    """
    hidden = next((name for name in own if name in known), None)
    if hidden is not None:
        raise UsageError("config-invalid", f"There is a theme '{hidden}' already.", "Give yours another name.")
    every = {*known, *own}
    if theme and theme not in every:
        remedy = f"{did_you_mean(theme, every)} Themes are: {', '.join(sorted(every))}.".lstrip()
        raise UsageError("config-invalid", f"There is no theme '{theme}'.", remedy)


def _check_free(mine: KeyId, keys: Mapping[str, str], known: tuple[KeyId, ...]) -> None:
    """Refuse a new key that another action of the same place has, too."""
    for other in known:
        shared = _each(keys[mine.id]) & _each(keys.get(other.id, other.keys))
        before = _each(mine.keys) & _each(other.keys)  # what shares a key without settings is never active together
        if other.id != mine.id and mine.meets(other) and shared - before:
            key = min(shared - before)
            why = f"[keys] gives '{key}' to {mine.id}, and {other.id} has it: only one of them could be used."
            raise UsageError("config-invalid", why, "Give one of them another key.")


def _check_real(mine: KeyId, keys: str, names: frozenset[str]) -> None:
    """Refuse a key that can't be pressed: the action would have none."""
    for key in filter(None, map(str.strip, keys.split(","))):
        *held, name = key.split("+")
        if len(key) == 1 or key in names or ((len(name) == 1 or name in names) and _MODIFIERS.issuperset(held)):
            continue
        meant = did_you_mean(key.lower(), names)
        why = f"[keys] gives '{key}' to {mine.id}, and no key is called so."
        raise UsageError("config-invalid", why, f"{meant} Write keys as in f5, ctrl+y, question_mark.".lstrip())


def _key_names() -> frozenset[str]:
    """What keys are called whose name is longer than a character; ``<any>`` and the like are no keys."""
    named = {key.value.rpartition("+")[2] for key in Keys if "<" not in key.value}
    return frozenset(named) | frozenset().union(*map(_each, string.punctuation.replace(",", ""))) | {"comma"}


def _each(keys: str) -> frozenset[str]:
    """The keys of a list, each as Textual calls it: ``?`` is ``question_mark``."""
    every = ",".join(key.strip() for key in keys.split(",") if key.strip())
    return frozenset(found.key for found in Binding.make_bindings([Binding(every, "")])) if every else frozenset()


def _ids(node: type[DOMNode]) -> Iterator[KeyId]:
    for child in node.__subclasses__():
        yield from _ids(child)
    if node.__module__.startswith(tui.__name__):
        for binding in node.__dict__.get("BINDINGS", ()):
            if isinstance(binding, Binding) and binding.id:
                where, layer = _place(node)
                yield KeyId(binding.id, binding.key, where, binding.tooltip or binding.description, layer)


def _place(node: type[DOMNode]) -> tuple[str, Layer]:
    """The part of the explorer that a class is of, and its layer."""
    package, _, rest = node.__module__.removeprefix(f"{tui.__name__}.").partition(".")
    name = rest.partition(".")[0]
    layer: Layer = "app" if package == "app" else "dialog" if package in ("dialogs", "signin") else "screen"
    if layer == "app" or name == "base":
        return _EVERY[layer], layer
    return (name if layer == "dialog" or package == "screens" else "explorer"), layer
