"""An app in the explorer's themes, whose style sheets are parsed once a theme."""

from __future__ import annotations

import os

from textual.app import App
from textual.css.stylesheet import Stylesheet
from textual.reactive import Reactive
from textual.theme import Theme

from xalias_tui.tui.terminal.colours import DARK, LIGHT, TERMINALS
from xalias_tui.tui.terminal.colours import variables as legible_variables


class ThemedApp(App[int]):
    """The first theme is the dark one, from the beginning: each other one costs another parsing."""

    theme = Reactive(os.environ.get("TEXTUAL_THEME", DARK.name))

    def __init__(self) -> None:
        super().__init__()
        self.stylesheet = ThemeStylesheet(variables=self.get_css_variables())

    @property
    def available_themes(self) -> dict[str, Theme]:
        """Textual's themes, those of the settings, and two that the explorer brings."""
        return {**super().available_themes, DARK.name: DARK, LIGHT.name: LIGHT}

    def get_css_variables(self) -> dict[str, str]:
        """Every text of a theme can be read on every background."""
        theme = super().get_css_variables()
        self.theme_variables = {**theme, **TERMINALS, **legible_variables(theme)}  # what styles of texts look up
        return self.theme_variables


class ThemeStylesheet(Stylesheet):
    """Parses what it has anew only for another theme.

    Textual asks for it whenever a screen is first shown, with the variables that it has been parsed with; what a screen
    or widget adds is parsed by itself.
    """

    def __init__(self, *, variables: dict[str, str]) -> None:
        super().__init__(variables=variables)
        self._used = variables
        self._stale = False

    def set_variables(self, variables: dict[str, str]) -> None:
        """Use these, if they are others."""
        if variables != self._used:
            super().set_variables(variables)
            self._used = variables
            self._stale = True

    def reparse(self) -> None:
        """Parse again what was parsed with other variables."""
        if self._stale:
            super().reparse()
            self._stale = False
