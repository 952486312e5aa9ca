"""The style sheet of the whole program, parsed once a theme."""

from __future__ import annotations

from textual.css.stylesheet import Stylesheet


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
