"""Looking at a zone or a target in the AWS console."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

from textual.app import App

from xalias_tui.domain.accounts import digits
from xalias_tui.domain.console_pages import Resource, page_of
from xalias_tui.tui.state.session import Session
from xalias_tui.tui.terminal.clipboard import copy

if TYPE_CHECKING:
    from collections.abc import Callable

    from xalias_tui.jobs.session.workspace import Workspace


def look_at(app: App[Any], session: Session, resource: Resource | None) -> None:
    """Open the page of a resource in the browser; where there is none here, show and copy its address."""
    page = "" if resource is None else page_of(resource)
    if resource is None or not page:
        what = "Nothing that has a page in the AWS console is highlighted."
        app.notify(
            what if resource is None else f"The AWS console has no page of {resource.name}.",
            severity="warning",
        )
        return

    def opened(in_browser: bool) -> None:  # noqa: FBT001 -- an answer
        if in_browser:
            app.notify(f"Opened in the browser: {resource.name}{_whose(resource)}")
        else:
            copy(app, page)

    session.ask(app, "console", partial(browse, session.browse, page), opened)


def _whose(resource: Resource) -> str:
    """The account that the browser has to be signed in to: no page names one."""
    return f", of account {digits(resource.account_id)}" if resource.account_id else ""


def browse(open_page: Callable[[str], bool], page: str, _workspace: Workspace, _tell: object) -> bool:
    """Open a page; for a thread, as browsers take their time. Whether there is a browser."""
    return open_page(page)
