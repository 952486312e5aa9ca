"""The program's window: screens, the workspace behind the first paint, and leaving in order."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from functools import cached_property, partial
from typing import TYPE_CHECKING, ClassVar, Final

from textual import events
from textual.binding import Binding, BindingType
from textual.filter import LineFilter
from textual.screen import Screen

from xalias_tui.jobs.session.threads import Pool
from xalias_tui.tui import collecting
from xalias_tui.tui.every_screen import EveryScreen
from xalias_tui.tui.messages import as_shown, meanwhile, seconds_to_read, take_away
from xalias_tui.tui.screens.sending import Sender
from xalias_tui.tui.signin.mfa import MfaAsked, MfaGate, MfaQuestions
from xalias_tui.tui.start import Start
from xalias_tui.tui.state.questions import Questions, Reply, Submit
from xalias_tui.tui.state.session import Session
from xalias_tui.tui.state.sought import Sought
from xalias_tui.tui.terminal.browser import open_page
from xalias_tui.tui.terminal.crash_safety import crash_report, outlives_terminal, restore_on_signals
from xalias_tui.tui.terminal.pasting import pastes_whole
from xalias_tui.tui.terminal.right_of_way import heard_at_once
from xalias_tui.tui.terminal.themed_app import ThemedApp
from xalias_tui.tui.terminal.type_ahead import KeyTaken, TypeAhead
from xalias_tui.tui.terminal.untrusted_text import STRIP_CONTROLS
from xalias_tui.tui.text.phrases import in_order

if TYPE_CHECKING:
    from textual.notifications import SeverityLevel

    from xalias_tui.jobs.session.workspace import Workspace
    from xalias_tui.tui.going import Going
    from xalias_tui.tui.screens.all_records import AllRecordsScreen


def utc_now() -> datetime:
    """The clock."""
    return datetime.now(UTC)


_LONGEST_PASTED: Final = 2_000
"""Of a pasted text that is looked for: a DNS name has at most 255 octets, a page of the AWS console more."""


class XaliasApp(ThemedApp):
    """The explorer.

    Args:
        make_workspace: Called on a worker thread after the first paint.
        title: Name shown in the top bar.
        now: The clock.
        submit: Runs a read on a daemon thread.
    """

    DEFAULT_MODE = "explorer"
    CSS_PATH = "xalias.tcss"
    ENABLE_COMMAND_PALETTE = True
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("1", "mode('explorer')", "Explorer", show=False, id="explorer", tooltip="The explorer"),
        Binding("2", "mode('audit')", "Audit", show=False, id="audit", tooltip="Every alias of every zone, judged"),
        Binding("3", "mode('history')", "History", show=False, id="history", tooltip="The history of changes"),
        Binding("4", "mode('accounts')", "Accounts", show=False, id="accounts", tooltip="Profiles, sides, signing in"),
        Binding("question_mark,f1", "help", "Help", show=False, id="help", tooltip="Help of the focused pane"),
        Binding(
            "5", "mode('all')", "All records", show=False, id="all", tooltip="The records of every zone in one list"
        ),
        Binding("q", "quit", "Quit", show=False, id="quit", tooltip="Leave; asks while a change is in flight"),
    ]

    def __init__(
        self,
        make_workspace: Callable[[], Workspace],
        *,
        title: str = "xalias",
        now: Callable[[], datetime] = utc_now,
        submit: Submit | None = None,
    ) -> None:
        super().__init__()
        questions = Questions(
            submit or Pool(name="xalias-tui").submit, lambda error: self.notify(str(error), severity="error")
        )
        self.session = Session(now=now, questions=questions, title=title, meanwhile=partial(meanwhile, self))
        self.sender = Sender(self, self.session)
        self.type_ahead = TypeAhead(self, super().on_event)
        driver = outlives_terminal(pastes_whole(self.driver_class))
        self.driver_class = heard_at_once(driver, self.type_ahead.right_of_way)
        self._mfa = MfaQuestions(self.post_message)
        self._gate = MfaGate(self._mfa.ask)
        self._screens = EveryScreen(self, self.session, self.sender.send, self._gate)
        self._start = Start(self, self.session, make_workspace, self._gate, self.type_ahead.right_of_way.give_way)

    # -- Textual's own hooks

    def get_default_screen(self) -> Screen[None]:
        """The explorer is shown first."""
        return self._screens.explorer

    def get_line_filters(self) -> Sequence[LineFilter]:
        """Control octets are dropped last of all."""
        return [*super().get_line_filters(), STRIP_CONTROLS]

    async def on_event(self, event: events.Event) -> None:
        """Keys take effect one after the other."""
        if isinstance(event, events.Key) and not event.is_forwarded:
            await self.type_ahead.take(event)
        else:
            await super().on_event(event)

    async def on_key_taken(self, event: KeyTaken) -> None:
        """A key has had its effect."""
        event.stop()
        await self.type_ahead.done(event.number)

    def _fatal_error(self) -> None:
        """Report a crash without the values of local variables."""
        self.bell()
        self._exit_renderables.append(crash_report(self))
        self._close_messages_no_wait()

    def notify(
        self,
        message: str,
        *,
        title: str = "",
        severity: SeverityLevel = "information",
        timeout: float | None = None,
        markup: bool = False,  # noqa: ARG002 -- Textual's signature
    ) -> None:
        """Show a message once, for as long as it takes to read it; it may hold untrusted text, and is never markup."""
        message = as_shown(message)
        take_away(self, message)
        seconds = seconds_to_read(message, severity) if timeout is None else timeout
        super().notify(message, title=title, severity=severity, timeout=seconds, markup=False)

    def on_reply(self, event: Reply) -> None:
        """A thread answers a question of a screen, dialog, or of this app."""
        event.stop()
        asker = event.question.asker
        going = isinstance(asker, Screen) and not asker.display  # a dialog that was closed has lost its widgets
        if self.is_running and not going:  # on the way out there are no widgets left that could show it
            self.session.questions.handle(event)

    # -- start and end

    def on_mount(self) -> None:
        """A terminal that goes away, or an operator who ends us, gets the terminal back in order."""
        restore_on_signals(self)
        self._screens.add_modes()
        self.type_ahead.right_of_way.install()

    def on_unmount(self) -> None:
        """No thread waits for a code that will not come, nor for a key."""
        self._mfa.close()
        self.type_ahead.right_of_way.remove()

    def on_ready(self) -> None:
        """The first paint is done: the workspace, and with its first use the SDK, loads behind it."""
        self._start.begin(self._screens.workspace_ready, self._screens.explorer.start_failed)
        self.set_timer(collecting.START, collecting.resume)

    async def action_quit(self) -> None:
        """Leave, but never without a word while a change is in flight."""
        in_flight = self.session.desk.in_flight
        if in_flight is None:
            self.exit(0)
            return
        from xalias_tui.tui.dialogs.small import QuitDialog

        if not isinstance(self.screen, QuitDialog):

            def answered(leaves: bool | None) -> None:  # noqa: FBT001 -- Textual's callback
                if leaves:
                    self.exit(0)

            self.push_screen(QuitDialog(in_flight.name), answered)

    def action_help(self) -> None:
        """Help of what is focused, also in a dialog."""
        from xalias_tui.tui.dialogs.help import HelpDialog, help_of, keys_of

        if not isinstance(self.screen, HelpDialog):
            focused = self.focused or self.screen
            self.push_screen(HelpDialog(help_of(focused), keys_of(self.screen.active_bindings)))

    def action_help_quit(self) -> None:
        """Ctrl-C is not how it ends: say which key is."""
        keys = in_order(*["esc"] * (len(self.screen_stack) - 1), self._keymap.get("quit", "q"))
        self.notify(f"Press {keys} to quit.", title="Still here")

    def action_mode(self, mode: str) -> None:
        """Go to another screen."""
        if self.current_mode != mode and len(self.screen_stack) == 1:
            self.switch_mode(mode)

    @cached_property
    def _going(self) -> Going:
        from xalias_tui.tui.going import Going

        return Going(self, self._screens, self.session, self.sender.send)

    async def on_all_records_screen_wanted(self, event: AllRecordsScreen.Wanted) -> None:
        """A record of the list of all of them is wanted in the explorer."""
        await self._going.to_name(event.zone, event.name, plan=event.plan)

    def action_command_palette(self) -> None:
        """Find anything and go there; also from a dialog."""
        self._going.open()

    def on_sought(self, event: Sought) -> None:
        """A name that was pasted, or that no row has, is looked for everywhere."""
        self._going.open(event.text[:_LONGEST_PASTED].splitlines()[0])

    def on_mfa_asked(self, event: MfaAsked) -> None:
        """Ask, and hand the code to the waiting thread."""
        from xalias_tui.tui.dialogs.small import MfaDialog

        self.push_screen(MfaDialog(event.prompt), event.answer.put)


def run(workspace: Callable[[], Workspace], *, title: str = "xalias", card: bool = False) -> int:
    """Run the explorer until the operator leaves; the exit status is returned.

    Args:
        workspace: Makes the workspace; called on a worker thread behind the first paint. What it raises is shown.
        title: Name shown in the top bar.
        card: Whether it opens with a card of things to try.
    """
    app = XaliasApp(workspace, title=title)
    app.session.card = card
    app.session.browse = open_page
    status = app.run()
    return status if status is not None else (app.return_code or 0)


def themes() -> tuple[str, ...]:
    """Every theme of the explorer: Textual's own, and those that it brings."""

    def no_workspace() -> Workspace:
        raise NotImplementedError  # this explorer is never run

    return tuple(sorted(XaliasApp(no_workspace).available_themes))
