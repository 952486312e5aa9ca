"""Chooses the target that records are pointed to: the likeliest first, each with the reason."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, ClassVar, Final

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.widgets import Input, Static

from xalias_tui.domain.errors import XaliasError
from xalias_tui.domain.pasted import Pasted
from xalias_tui.domain.search import Index, Source, find_in
from xalias_tui.domain.targets import Target
from xalias_tui.domain.text import shown
from xalias_tui.domain.ways_in import called_as
from xalias_tui.tui.dialogs.base import Dialog
from xalias_tui.tui.state.places import target_place
from xalias_tui.tui.state.recognising import recognise
from xalias_tui.tui.state.session import Session
from xalias_tui.tui.terminal.untrusted_text import safe
from xalias_tui.tui.text.phrases import count
from xalias_tui.tui.widgets.row_list import RowList, Step
from xalias_tui.tui.widgets.rows import Column, Spec

if TYPE_CHECKING:
    from xalias_tui.domain.targets import Recognition
    from xalias_tui.jobs.session.workspace import Workspace
    from xalias_tui.jobs.targets.guess import Aim, Guess

_CELL: Final = 120
_MOST: Final = 200
_MOST_LIKELY: Final = 20
_MOST_RECENT: Final = 5


@dataclass(frozen=True, slots=True)
class Choice:
    """What can be chosen.

    Attributes:
        target: The target; None for the one that took the place of what each record points to.
        reason: Why it is likely; empty where nothing speaks for it.
    """

    target: Target | None
    reason: str = ""

    @property
    def name(self) -> str:
        """What it is called; untrusted."""
        return "each its own successor" if self.target is None else self.target.name


_CHOICES: Final[Spec[Choice]] = Spec(
    columns=(
        Column("Kind", lambda choice: choice.target.kind if choice.target else "", 12),
        Column("Target", lambda choice: shown(choice.name, _CELL), 16, share=3),
        Column("Region", lambda choice: choice.target.region if choice.target else "", 14, drops=90),
        Column("Account", lambda choice: shown(_account(choice), _CELL), 12, drops=76),
        Column("Why", lambda choice: shown(choice.reason, _CELL), 12, share=4),
    ),
    key=lambda choice: choice.target.key if choice.target else "",
    haystack=lambda choice: choice.name,
)


def _account(choice: Choice) -> str:
    return "" if choice.target is None else called_as(choice.target.profile) or choice.target.account_id


class TargetPicker(Dialog[Choice]):
    """Gives the chosen target.

    Args:
        session: Knows what was found, and asks.
        what: The records that are to be pointed elsewhere, in words; untrusted.
        aims: The same, as guesses are made from them.
    """

    TITLE = "Point where?"
    STARTS_WITH_INPUT = True
    KEYS: ClassVar[str] = "↑ ↓ choose · enter takes it: nothing is sent yet · esc closes"
    HELP = """\
## Choose a target

Letters of a target's name, kind, region, account or host names; a pasted DNS name that belongs to no target found is
recognised offline. What is likely comes first, with the reason. The change that follows is shown before it is sent.
"""
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("up,ctrl+k", "move(-1)", "Up", show=False, id="pick-up", tooltip="The target above"),
        Binding("down,ctrl+j", "move(1)", "Down", show=False, id="pick-down", tooltip="The target below"),
        Binding("pageup", "move(-1, 'page')", "Page up", show=False, id="pick-page-up", tooltip="One page up"),
        Binding("pagedown", "move(1, 'page')", "Page down", show=False, id="pick-page-down", tooltip="One page down"),
    ]

    def __init__(self, session: Session, what: str, aims: Sequence[Aim]) -> None:
        super().__init__()
        self._session = session
        self._what = what
        self._aims = tuple(aims)
        self._choices: tuple[Choice, ...] = ()
        self._likely: tuple[Source[Choice], ...] = ()
        self._rest: tuple[Source[Choice], ...] = ()
        self._offered: tuple[Choice, ...] = ()

    def body(self) -> ComposeResult:
        """What is pointed, a line to type in, and the targets."""
        yield Static(safe(self._what, "bold", limit=300), id="pick-what")
        yield Input(placeholder="letters of a target, or paste its DNS name", compact=True, id="pick")
        yield RowList(_CHOICES, id="choices")
        yield Static(id="pick-says", classes="dialog-keys")

    def on_mount(self) -> None:
        """Every target, until it is known which are likely."""
        self.query_one(RowList).can_focus = False
        self._know(())
        self._session.ask(self, "guesses", partial(guess, self._aims, self._session.targets), self._know)

    def _know(self, guesses: tuple[Guess, ...]) -> None:
        """Targets with what speaks for them, the likeliest first."""
        choices = [Choice(guess.target, guess.reason) for guess in guesses[:_MOST_LIKELY]]
        if len(self._aims) > 1 and all(aim.successor is not None for aim in self._aims):
            choices.insert(0, Choice(None, "each took the place of what its record points to"))
        kept = self._session.kept
        first = self._session.targets if kept is None else (*kept.of_keys(self._session.memory.targets), *kept[:_MOST])
        known = {target.key: target for target in first if target.aliasable}
        found = {choice.target.key for choice in choices if choice.target is not None}
        recent = [known[key] for key in self._session.memory.targets if key in known and key not in found]
        choices += [Choice(target, "chosen before") for target in recent[:_MOST_RECENT]]
        likely = {choice.target.key for choice in choices if choice.target is not None}
        others = sorted(
            (target for target in known.values() if target.key not in likely),
            key=lambda target: (target.name.lower(), target.key),
        )
        sources = [Source(Index([_line(choice)]), at) for at, choice in enumerate(choices)]
        rest = [Choice(target) for target in others]
        self._choices = (*choices, *rest)
        self._likely = tuple(sources)
        self._rest = () if kept is not None else (Source(Index(_line(choice) for choice in rest), len(sources)),)
        self._search()

    def _matching(self, text: str) -> tuple[Source[Choice], ...]:
        """Where a text is looked for: of targets in a file those that hold its letters."""
        kept = self._session.kept
        if kept is None or not text.strip():
            return (*self._likely, *self._rest)
        holding, _ = kept.holding(text.lower().split())
        choices = [Choice(target) for target in holding[:_MOST] if target.aliasable]
        return (*self._likely, Source(Index(map(_line, choices)), len(self._likely)))

    def _search(self) -> None:
        rows: RowList[Choice] = self.query_one(RowList)
        text = self.query_one(Input).value
        found = find_in(self._matching(text), text, _MOST) if text.strip() else self._choices[:_MOST]
        rows.show((*found, *self._offered))
        rows.action_move(-1, "all")
        if not rows.rows:
            self._say_how_many("No target is called so. ")

    def _say_how_many(self, before: str = "") -> None:
        kept = self._session.kept
        many = len(self._choices if kept is None else kept)
        self._say(f"{before}{count(many, 'target')} found so far.")

    def _say(self, text: str) -> None:
        self.query_one("#pick-says", Static).update(safe(text, limit=300))

    def on_input_changed(self, event: Input.Changed) -> None:
        """Letters find targets; a DNS name that belongs to none of them may be recognised."""
        event.stop()
        self._offered = ()
        self._search()
        pasted = Pasted.read(event.value)
        if not self.query_one(RowList).rows and pasted.is_like_dns_name:
            self._session.ask(self, "offline", partial(recognise, pasted), self._offer, on_failed=self._fail)

    def _offer(self, answer: tuple[Recognition, Target]) -> None:
        recognition, target = answer
        if recognition.aliasable:
            self._offered = (Choice(target, "recognised by its name; it was not found in an account"),)
            self._search()
        else:
            self._say(recognition.reason or "An alias can't point there.")

    def _fail(self, error: XaliasError) -> None:
        self._say(str(error))

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Take the highlighted target."""
        event.stop()
        self.query_one(RowList).action_choose()

    def on_row_list_chosen(self, event: RowList.Chosen) -> None:
        """Take it."""
        event.stop()
        self.dismiss(event.row)

    def on_row_list_highlighted(self, event: RowList.Highlighted) -> None:
        """Say in full why it is likely."""
        event.stop()
        if event.row is not None and event.row.reason:
            self._say(f"{event.row.name}: {event.row.reason}.")
        elif event.row is not None:
            self._say_how_many()

    def action_move(self, by: int, step: Step = "row") -> None:
        """Move the cursor by rows or pages."""
        self.query_one(RowList).action_move(by, step)


def _line(choice: Choice) -> tuple[str, Callable[[], Choice]]:
    """What a choice is found by."""
    text = choice.name if choice.target is None else target_place(choice.target)[0]
    return text, partial(_same, choice)


def _same(choice: Choice) -> Choice:
    return choice


def guess(aims: tuple[Aim, ...], targets: Sequence[Target], _workspace: Workspace, _tell: object) -> tuple[Guess, ...]:
    """The likeliest targets of records."""
    from xalias_tui.jobs.targets.guess import candidates, guesses

    return guesses(aims, candidates(aims, targets))
