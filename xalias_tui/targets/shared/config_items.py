"""The target that a configuration item of AWS Config describes."""

from __future__ import annotations

from dataclasses import replace

from xalias_tui.domain.dataclass import dataclass
from xalias_tui.domain.lookups import Where
from xalias_tui.domain.targets import Target
from xalias_tui.targets.shared.kind import Kind
from xalias_tui.targets.shared.recorded import Document


@dataclass(frozen=True, slots=True)
class FromItem:
    """A target that was read from an item.

    Attributes:
        target: The target.
        unread: Its fields that the item does not hold.
    """

    target: Target
    unread: tuple[str, ...]


def from_item(kind: Kind, row: Document, where: Where) -> FromItem | None:
    """The target that an item describes; None for a resource of another kind of the same type.

    Raises:
        UnreadableItemError: when it lacks what no target can do without.
    """
    assert kind.recorded is not None, kind.key  # noqa: S101 -- only kinds that are recorded are asked
    document, unread = kind.recorded.read(row)
    target = kind.from_document(document, where)
    if target is None:
        return None
    open_ = dict.fromkeys((*kind.left_open(row, target), *unread))
    return FromItem(_without_defaults(kind, target, unread), tuple(open_))


def _without_defaults(kind: Kind, target: Target, unread: tuple[str, ...]) -> Target:
    """The target without what only a default would say."""
    if "record_types" in unread and target.record_types:
        target = replace(target, record_types=kind.record_types)
    if "internal" in unread:
        target = replace(target, internal=None)
    excluded = target.state in {rule.id for rule in kind.exclusions}
    return replace(target, state="") if "state" in unread and not excluded else target
