"""Read operations as rows of a table: which collection is listed or searched, by which parameters, in which pages.

A row is called as any operation is. A collection is named, or made by a function of the world and the call.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import field
from http import HTTPStatus
from typing import Any

from xalias_tui.domain.dataclass import dataclass
from xalias_tui.sandbox.calls import Call, Refusal
from xalias_tui.sandbox.world import World

Item = Mapping[str, Any]
Collection = str | Callable[[World, Call], Sequence[Item]]
"""The name under which the world keeps the call's service's resources, or a function that gives them."""


@dataclass(frozen=True, slots=True)
class Missing:
    """How a service says that something does not exist.

    Attributes:
        code: Its error code.
        message: Its sentence, with ``{}`` for the name and ``{account}`` for the caller's account.
        status: The HTTP status.
    """

    code: str
    message: str
    status: int = HTTPStatus.BAD_REQUEST

    def of(self, name: object, account_id: str = "") -> Refusal:
        """The refusal for one name."""
        return Refusal(self.code, self.message.format(name, account=account_id), self.status)


@dataclass(frozen=True, slots=True)
class Pages:
    """How one service cuts a list into pages.

    Attributes:
        most: The largest page that it gives.
        usual: The page it gives when no size is given; None for the largest one.
        bad_page: Its error code for a token that it did not give.
        bad_size: Its error code for a page size out of range; None where it gives the largest page instead.
        marker: Its parameter for the token.
        size: Its parameter for the page size.
        next: The member of its answer with the token of the next page; empty where it is called as the parameter is.
    """

    most: int
    usual: int | None = None
    bad_page: str = "ValidationException"
    bad_size: str | None = None
    marker: str = "NextToken"
    size: str = "MaxResults"
    next: str = ""

    def page(self, call: Call, member: str, items: Sequence[Item]) -> dict[str, Any]:
        """The answer with the page that the call wants of some items, and the token of the next one if there is one.

        Raises:
            Refusal: when the token is not one that was given, or the size is out of range.
        """
        page, token = self.cut(items, call.params.get(self.marker), call.params.get(self.size))
        return {member: page, **present(**{self.next or self.marker: token})}

    def cut(
        self, items: Sequence[Item], token: str | None, wanted: int | str | None = None
    ) -> tuple[Sequence[Item], str | None]:
        """One page, and the token of the next one; None after the last.

        Args:
            items: Everything.
            token: The token of an earlier answer; none or empty for the first page.
            wanted: The page size.

        Raises:
            Refusal: when the token is not one that was given, or the size is out of range.
        """
        size = self._size(wanted)
        if token and not (token.isdecimal() and int(token) < len(items)):
            raise Refusal(self.bad_page, f"The pagination token {token} is not valid")
        first = int(token or 0)
        last = first + size
        return items[first:last], str(last) if last < len(items) else None

    def _size(self, wanted: int | str | None) -> int:
        if wanted is None:
            return self.usual or self.most
        size = int(wanted)
        if self.bad_size and not 1 <= size <= self.most:
            bound = f"less than or equal to {self.most}" if size > self.most else "greater than or equal to 1"
            raise Refusal(
                self.bad_size,
                f"1 validation error detected: Value '{size}' at '{self.size[:1].lower()}{self.size[1:]}' failed to "
                f"satisfy constraint: Member must have value {bound}",
            )
        return max(1, min(size, self.most))


@dataclass(frozen=True, slots=True)
class Filters:
    """The parameter ``Filters``: a list of names and values.

    Attributes:
        fields: The field that each filter compares.
        unknown: How the service refuses any other filter.
    """

    fields: Mapping[str, str]
    unknown: Missing

    def passed(self, items: Sequence[Item], call: Call) -> Sequence[Item]:
        """The items that pass every filter of a call.

        Raises:
            Refusal: when a filter is not known.
        """
        for entry in call.params.get("Filters") or ():
            name = self.fields.get(entry["Name"])
            if name is None:
                raise self.unknown.of(entry["Name"])
            items = [item for item in items if item.get(name) in entry["Values"]]
        return items


@dataclass(frozen=True, slots=True)
class Listing:
    """An operation that lists resources.

    Attributes:
        collection: What is listed.
        member: The member of the answer that holds the list.
        pages: Its pages; None where everything comes at once.
        by: Fields by the parameter that names values of them; each value must exist.
        missing: The refusal where it does not; None where what does not exist is left out.
        only: Fields by a parameter that narrows the list without such a check.
        filters: The filters that it takes.
        shows: The fields that a summary has; empty for all but those that only the simulation knows (``_…``).
        hides: Fields that a summary leaves out.
        more: Further members of the answer.
    """

    collection: Collection
    member: str
    pages: Pages | None = None
    by: Mapping[str, str] = field(default_factory=dict)
    missing: Missing | None = None
    only: Mapping[str, str] = field(default_factory=dict)
    filters: Filters | None = None
    shows: Sequence[str] = ()
    hides: Sequence[str] = ()
    more: Mapping[str, Any] = field(default_factory=dict)

    def __call__(self, world: World, call: Call) -> dict[str, Any]:
        """Answer a call.

        Raises:
            Refusal: for names, filters, tokens and page sizes that the service refuses.
        """
        items = rows(world, call, self.collection)
        for parameter, name in (*self.by.items(), *self.only.items()):
            wanted = call.params.get(parameter)
            if wanted:
                values = (wanted,) if isinstance(wanted, str) else wanted
                if self.missing is not None and parameter in self.by:
                    for value in values:
                        find(items, name, value, self.missing)
                items = [item for item in items if item.get(name) in values]
        if self.filters is not None:
            items = self.filters.passed(items, call)
        items = [self._shown(item) for item in items]
        page = {self.member: items} if self.pages is None else self.pages.page(call, self.member, items)
        return {**page, **self.more}

    def _shown(self, item: Item) -> Item:
        if self.shows:
            return {name: item[name] for name in self.shows if name in item}
        return {name: value for name, value in shown(item).items() if name not in self.hides}


@dataclass(frozen=True, slots=True)
class Lookup:
    """An operation that shows one resource.

    Attributes:
        collection: Where it is looked for.
        parameter: The parameter that names it.
        field: The field that is compared.
        missing: The refusal where it does not exist.
        member: The member of the answer that holds it; empty where it is the answer.
    """

    collection: Collection
    parameter: str
    field: str
    missing: Missing
    member: str = ""

    def __call__(self, world: World, call: Call) -> Item:
        """Answer a call.

        Raises:
            Refusal: when there is no such resource.
        """
        item = shown(self.find(world, call))
        return {self.member: item} if self.member else item

    def find(self, world: World, call: Call) -> Item:
        """The resource as the world keeps it.

        Raises:
            Refusal: when there is no such resource.
        """
        items, wanted = rows(world, call, self.collection), call.params.get(self.parameter)
        return find(items, self.field, wanted, self.missing, call.account_id)


def rows(world: World, call: Call, collection: Collection) -> Sequence[Item]:
    """What a collection holds for the account, service and region of a call."""
    if callable(collection):
        return collection(world, call)
    return world.items(call.service, call.account_id, call.region, collection)


def find(items: Sequence[Item], name: str, value: object, missing: Missing, account_id: str = "") -> Item:
    """The item whose field has a value.

    Raises:
        Refusal: when there is none.
    """
    for item in items:
        if item.get(name) == value:
            return item
    raise missing.of(value, account_id)


def present(**fields: Any) -> dict[str, Any]:
    """The fields that have a value: AWS leaves out the token after the last page, and lists that are empty."""
    return {name: value for name, value in fields.items() if value is not None}


def shown(item: Item) -> Item:
    """The document without what only the simulation knows."""
    return {name: value for name, value in item.items() if not name.startswith("_")}
