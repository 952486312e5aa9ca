"""How commands take options of the table, and what those mean that every command takes, before or after its name."""

from __future__ import annotations

import functools
from collections.abc import Callable
from dataclasses import field
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, TypeVar, cast

import click
from click.core import ParameterSource

from xalias_tui.cli.option_table import ASKING, COMMON, ONCE, TABLE
from xalias_tui.cli.organisation_options import OrganisationOptions
from xalias_tui.cli.value_types import Option, different
from xalias_tui.domain.dataclass import dataclass

if TYPE_CHECKING:
    from xalias_tui.domain.plans import Plan
    from xalias_tui.jobs.session.workspace import Workspace
    from xalias_tui.store.journal import Journal

Command = TypeVar("Command", bound=Callable[..., Any])

_KEY: Final = "xalias_tui.invocation"


@dataclass(slots=True)
class Invocation:
    """What the common options say, gathered over the program and the command."""

    zone_profiles: list[str] = field(default_factory=list)
    target_profiles: list[str] = field(default_factory=list)
    regions: list[str] = field(default_factory=list)
    kinds: list[str] = field(default_factory=list)
    read_only: bool = False
    as_json: bool = False
    query: str | None = None
    config: Path | None = None
    cards: list[Path] = field(default_factory=list)
    offline: bool = False
    resolvers: list[tuple[str, int]] = field(default_factory=list)
    organisation: OrganisationOptions = field(default_factory=OrganisationOptions)
    everyone: bool = True
    owner_tag: str = ""
    meant_alone: tuple[str, ...] = ()  # options of organisations that mean something also where none is asked
    goes_back: bool = False  # whether a plan file or the journal may name roles that are assumed
    called: Any = field(default=None, repr=False)  # is told why nothing is kept, also by the explorer's threads
    _typed: dict[str, object] = field(default_factory=dict, repr=False)
    _made: Workspace | None = field(default=None, repr=False)

    def gather(self, given: dict[str, Any]) -> None:
        """Add what was given before or after the command's name; it is taken out of ``given``."""
        self._settle(given)
        self.organisation.gather(given)
        debug = given.pop("debug")
        for name in (*COMMON, *ASKING):
            value, known = given.pop(name, None), getattr(self, name, None)
            if isinstance(known, list):
                known.extend(value or ())
            elif value:
                setattr(self, name, value)
        if debug is not None:
            from xalias_tui.cli.debugging import start  # noqa: PLC0415 -- few ask for it

            start(debug)

    def _settle(self, given: dict[str, Any]) -> None:
        """What is typed before the command's name holds for it, too, whatever the environment says.

        Raises:
            UsageError: when another value is typed behind it.
        """
        context = click.get_current_context()
        for name in given.keys() & ONCE:
            source, value = context.get_parameter_source(name), given[name]
            if source is ParameterSource.ENVIRONMENT and name in self._typed:
                given[name] = self._typed[name]
            elif source is ParameterSource.COMMANDLINE:
                before = self._typed.setdefault(name, value)
                if before != value:
                    raise click.UsageError(different(TABLE[name].names[0], before, value), context)

    def check_format(self, format_name: str | None) -> None:
        """Refuse a format beside ``--json``, which is one.

        Raises:
            UsageError: when both are given.
        """
        if self.as_json and format_name is not None:
            from xalias_tui.domain.errors import UsageError  # noqa: PLC0415 -- not for --help

            raise UsageError("usage", f"--json and --format {format_name} contradict each other.", "Give one of them.")

    def workspace(
        self,
        *,
        journal: Journal | None = None,
        prompts: bool = True,
        resolvers: tuple[tuple[str, int], ...] = (),
        connects: bool = True,
        calls_private: bool = False,
        inventory_folder: Path | None = None,
    ) -> Workspace:
        """The workspace that these options mean; a second one of the same command is signed in already.

        Args:
            journal: Another journal than the platform's.
            prompts: Whether the operator is asked for MFA codes.
            resolvers: Address and port of the resolvers that are asked unless others are given; empty for the
                system's.
            connects: Whether addresses of web servers are called.
            calls_private: Whether those of private networks are called, too.
            inventory_folder: Where what is read is kept; by default the platform's cache.

        Raises:
            UsageError: when options or settings name what does not exist.
        """
        from xalias_tui.cli.prompts import ask_mfa, ask_no_mfa  # noqa: PLC0415 -- commands without a workspace need neither
        from xalias_tui.jobs.session.workspace import Options, Workspace  # noqa: PLC0415
        from xalias_tui.store import paths  # noqa: PLC0415

        options = Options(
            zone_profiles=tuple(dict.fromkeys(self.zone_profiles)),
            target_profiles=tuple(dict.fromkeys(self.target_profiles)),
            regions=tuple(dict.fromkeys(self.regions)),
            kinds=tuple(dict.fromkeys(self.kinds)),
            read_only=self.read_only,
            config=self.config,
            cards=tuple(dict.fromkeys(self.cards)),
            resolvers=tuple(dict.fromkeys(self.resolvers)) or resolvers,
            connects=connects,
            calls_private=calls_private,
            offline=self.offline,
            organisation=self.organisation.organisation(),
            inventory=self.organisation.inventory(),
            everyone=self.everyone,
            owner_tag=self.owner_tag,
        )
        accounts = None if self._made is None else self._made.accounts
        self._made = Workspace(
            options,
            accounts=accounts,
            journal=journal,
            ask_mfa=ask_mfa if prompts else ask_no_mfa,
            inventory_folder=paths.inventory_folder() if inventory_folder is None else inventory_folder,
        )
        self._refuse_alone(self._made)
        kept = self._made.kept
        if self.called is not None and kept is not None:
            self.called.problem = lambda: kept.problem
        return self._made

    def _refuse_alone(self, made: Workspace) -> None:
        """Refuse what means nothing where no accounts are listed."""
        from xalias_tui.domain.ways_in import is_assumed  # noqa: PLC0415 -- not for --help

        if not made.organisation.is_asked:
            takes_id = self.goes_back or any(map(is_assumed, made.profiles))
            self.organisation.refuse_alone((*self.meant_alone, *(("--external-id",) if takes_id else ())))

    def check_external_id(self, *plans: Plan) -> None:
        """Refuse an external id that nothing is sent with.

        Args:
            plans: What is sent.

        Raises:
            UsageError: when no role is assumed for any of them.
        """
        from xalias_tui.domain.errors import UsageError  # noqa: PLC0415 -- not for --help
        from xalias_tui.domain.ways_in import is_assumed  # noqa: PLC0415 -- as above

        if not self.organisation.external_id or (self._made is not None and self._made.organisation.is_asked):
            return
        sides = (side for plan in plans for side in (plan.zone, plan.target) if side is not None)
        if not any(is_assumed(side.profile) for side in sides):
            raise UsageError("usage", "--external-id means nothing here: no role is assumed for this.", "Leave it out.")


def own_option(*names: str, **form: Any) -> Callable[[Command], Command]:
    """Give a command an option that no other has."""
    return click.option(*names, cls=Option, **form)


def option(name: str, **own: Any) -> Callable[[Command], Command]:
    """Give a command an option of the table; ``own`` is what it has otherwise than there, as its help."""
    row = TABLE[name]
    return own_option(*row.names, **{**row.form, **own})


def takes(*names: str) -> Callable[[Command], Command]:
    """Give a command options of the table, listed in this order."""

    def taking(function: Command) -> Command:
        command = function
        for name in reversed(names):
            command = option(name)(command)
        return command

    return taking


asking_options = takes(*ASKING)
"""Whom to ask outside AWS, for the commands that do; the invocation's workspace heeds it."""


def takes_as(parameter: str, make: Callable[..., Any], *names: str) -> Callable[[Command], Command]:
    """Give a command options of the table as one value: what ``make`` makes of them becomes ``parameter``."""
    values = [TABLE[name].parameter for name in names]

    def taking(function: Command) -> Command:
        @functools.wraps(function)
        def gathered(*args: Any, **kwargs: Any) -> Any:
            made = make(**{value: kwargs.pop(value) for value in values})
            return function(*args, **{parameter: made}, **kwargs)

        return takes(*names)(cast("Command", gathered))

    return taking


def common_options(function: Command) -> Command:
    """Give a command the common options; it finds them with ``pass_invocation``."""

    @functools.wraps(function)
    def gathered(*args: Any, **kwargs: Any) -> Any:
        invocation = current_invocation()
        invocation.gather(kwargs)
        if click.get_current_context().invoked_subcommand is None:
            _check_query(invocation)
        return function(*args, **kwargs)

    return takes(*COMMON)(cast("Command", gathered))


def pass_invocation(function: Command) -> Command:
    """Pass the invocation as the first argument."""

    @functools.wraps(function)
    def passing(*args: Any, **kwargs: Any) -> Any:
        return function(current_invocation(), *args, **kwargs)

    return passing  # type: ignore[return-value] # the wrapper takes one argument less


def current_invocation() -> Invocation:
    """What is gathered of this run's options so far."""
    whole = click.get_current_context().find_root()
    found = whole.meta.setdefault(_KEY, Invocation(called=whole.obj))
    assert isinstance(found, Invocation)  # noqa: S101 -- only we write under this key
    return found


def current_query() -> str | None:
    """The JMESPath expression of this run; None where there is none, or the run is over."""
    context = click.get_current_context(silent=True)
    found = None if context is None else context.find_root().meta.get(_KEY)
    return found.query if isinstance(found, Invocation) else None


def _check_query(invocation: Invocation) -> None:
    """Refuse a query that can't be used, before anything is asked.

    Raises:
        UsageError: when it is no JMESPath, or there is no document to select from.
    """
    from xalias_tui.domain.errors import UsageError  # noqa: PLC0415 -- not for --help

    if invocation.query is None:
        return
    if not invocation.as_json:
        raise UsageError("usage", "--query selects from a document.", "Give --json, and no other --format.")
    from xalias_tui.cli.query import compiled  # noqa: PLC0415 -- few ask for it

    compiled(invocation.query)
