"""The operator's browser, where it runs on this machine."""

from __future__ import annotations


def open_page(address: str) -> bool:
    """Open a page; False where there is no browser here that leaves the terminal alone. It may take seconds."""
    import webbrowser

    from xalias_tui.jobs.session.login import is_far

    if is_far():
        return False
    try:
        browser = webbrowser.get()
    except webbrowser.Error:
        return False
    if type(browser) is webbrowser.GenericBrowser:  # one that draws in this very terminal, such as w3m
        return False
    return browser.open(address)
