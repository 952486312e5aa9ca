"""Kinds whose resources answer only for the host that they are called as: of the others some calls can be left out."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterator
from typing import Final

from xalias_tui.domain.lookups import Ask
from xalias_tui.domain.targets import Target
from xalias_tui.targets.shared.kind import Kind

Hosts = frozenset[str]
"""Names that visitors ask for, in lower case without a final dot."""
NOT_ASKED: Final = "what is only asked of resources that have the name of a record"
"""In ``Facts.unread`` of a resource that is called otherwise."""


class ByHost(ABC):
    """What such a kind can do besides."""

    @abstractmethod
    def discover_for(self, ask: Ask, hosts: Hosts) -> Iterator[Target]:
        """As ``Kind.discover``; calls that each resource takes are made only for those that are called as a host.

        Raises:
            LookupFailedError: when the list was refused or did not come.
        """


def discover_for(kind: Kind, ask: Ask, hosts: Hosts | None) -> Iterator[Target]:
    """Every resource of a kind, with all that matters where only some hosts do; None where any may matter.

    Raises:
        LookupFailedError: when the list was refused or did not come.
    """
    return kind.discover_for(ask, hosts) if hosts is not None and isinstance(kind, ByHost) else kind.discover(ask)
