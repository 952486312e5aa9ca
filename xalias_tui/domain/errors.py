"""What ends a command: one clear sentence, what to do next, and the exit status that scripts see."""

from __future__ import annotations

from typing import ClassVar, Self

from xalias_tui.domain.commands import sentence
from xalias_tui.domain.rule import Rule


class XaliasError(Exception):
    """An error written for the operator.

    Attributes:
        code: Stable kebab-case key, or the id of the finding that decided.
        message: What happened and why, one sentence.
        remedy: What to do next; empty where nothing can be done.
        exit_status: The status of ``cli.md``.
    """

    exit_status: ClassVar[int] = 3

    def __init__(self, code: str, message: str, remedy: str = "") -> None:
        super().__init__(message)
        self.code = code
        self.message = message
        self.remedy = remedy

    @classmethod
    def of(cls, rule: Rule, *, remedy: str | None = None, **values: object) -> Self:
        """The error that a broken rule is: its id and its sentence, filled with ``values``.

        Args:
            rule: The rule.
            remedy: What to do here, as it is; None for the rule's usual remedy.
            values: What the rule's placeholders stand for.
        """
        return cls(rule.id, sentence(rule.message, values), sentence(rule.remedy, values) if remedy is None else remedy)

    def __str__(self) -> str:
        return f"{self.message} {self.remedy}".rstrip()


class UsageError(XaliasError):
    """What was asked for cannot be understood or does not exist (exit status 2)."""

    exit_status = 2


class AwsError(XaliasError):
    """AWS could not be asked: credentials, network, or access denied for everything (exit status 3)."""

    exit_status = 3


class ConflictError(XaliasError):
    """The record is no longer what the plan was made from; nothing was written (exit status 4)."""

    exit_status = 4


class RefusedError(XaliasError):
    """We, or Route 53, refuse to send or apply it: read-only, or findings of severity error (exit status 5)."""

    exit_status = 5


class OutcomeUnknownError(XaliasError):
    """The request left and no answer came; reading the record back settles it (exit status 3).

    Attributes:
        failed_with: AWS's own code of a server error, after which the same request may be sent again; else empty.
    """

    exit_status = 3
    failed_with: str = ""


class InvalidNameError(UsageError):
    """A text that cannot be a DNS name; ``code`` is the id of the rule it breaks."""
