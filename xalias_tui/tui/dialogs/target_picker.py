"""Chooses the target that records are pointed to: the likeliest first, each with the reason."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import TYPE_CHECKING, ClassVar, Final

from textual.app import ComposeResult
from textual.widgets import Static

from xalias_tui.domain.dataclass import dataclass
from xalias_tui.domain.errors import XaliasError
from xalias_tui.domain.pasted import Pasted
from xalias_tui.domain.search import Index, Source, find_in
from xalias_tui.domain.targets import Target
from xalias_tui.domain.text import shown
from xalias_tui.domain.ways_in import called_as
from xalias_tui.tui.dialogs.base import Dialog
from xalias_tui.tui.dialogs.picker import Picker, best_of
from xalias_tui.tui.state.places import target_place
from xalias_tui.tui.state.recognising import recognise
from xalias_tui.tui.state.session import Session
from xalias_tui.tui.terminal.untrusted_text import safe
from xalias_tui.tui.text.phrases import count
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

    def __init__(self, session: Session, what: str, aims: Sequence[Aim]) -> None:
        super().__init__()
        self._session = session
        self._what = what
        self._aims = tuple(aims)
        self._choices: tuple[Choice, ...] = ()
        self._likely: tuple[Source[Choice], ...] = ()
        self._rest: tuple[Source[Choice], ...] = ()
        self._offered: dict[str, tuple[Choice]] = {}
        placeholder = "letters of a target, or paste its DNS name"
        self._picker = Picker(_CHOICES, self._find, self._says, placeholder=placeholder)

    def body(self) -> ComposeResult:
        """What is pointed, and the targets that letters find."""
        yield Static(safe(self._what, "bold", limit=300), id="pick-what")
        yield self._picker

    def on_mount(self) -> None:
        """Every target, until it is known which are likely."""
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
        self._picker.search()

    def _matching(self, text: str) -> tuple[Source[Choice], ...]:
        """Where a text is looked for: of targets in a file those that hold its letters."""
        kept = self._session.kept
        if kept is None or not text.strip():
            return (*self._likely, *self._rest)
        holding, _ = kept.holding(text.lower().split())
        choices = [Choice(target) for target in holding[:_MOST] if target.aliasable]
        return (*self._likely, Source(Index(map(_line, choices)), len(self._likely)))

    def _find(self, text: str) -> Sequence[Choice]:
        found = find_in(self._matching(text), text, _MOST) if text.strip() else self._choices[:_MOST]
        return (*found, *self._offered.get(text, ()))

    def _says(self, rows: Sequence[Choice]) -> str:
        """Why the highlighted one is likely, else among how many it was found."""
        row = self._picker.rows.highlighted
        if row is not None and row.reason:
            return f"{row.name}: {row.reason}."
        kept = self._session.kept
        many = len(self._choices if kept is None else kept)
        first = best_of(self._picker.rows.rows, _MOST) if rows else "No target is called so."
        return f"{first} {count(many, 'target')} found so far.".lstrip()

    def on_picker_typed(self, event: Picker.Typed) -> None:
        """A DNS name that belongs to no target that was found may be recognised."""
        event.stop()
        pasted = Pasted.read(event.text)
        if not self._picker.rows.rows and pasted.is_like_dns_name:
            then = partial(self._offer, event.text)
            self._session.ask(self, "offline", partial(recognise, pasted), then, on_failed=self._fail)

    def _offer(self, text: str, answer: tuple[Recognition, Target]) -> None:
        recognition, target = answer
        if recognition.aliasable:
            self._offered[text] = (Choice(target, "recognised by its name; it was not found in an account"),)
            self._picker.search()
        elif text == self._picker.text:
            self._picker.say(recognition.reason or "An alias can't point there.")

    def _fail(self, error: XaliasError) -> None:
        self._picker.say(str(error))

    def on_picker_chosen(self, event: Picker.Chosen) -> None:
        """Take it."""
        event.stop()
        self.dismiss(event.row)

    def on_picker_highlighted(self, event: Picker.Highlighted) -> None:
        """Say in full why it is likely."""
        event.stop()
        if event.row is not None:
            self._picker.say(self._says((event.row,)))


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
