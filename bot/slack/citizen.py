"""What the Slack room needs from the house to keep an answer short: the rest of it, found again by its receipt."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from bot.answers.again import Found
from bot.policy.talks.checks import RedactedCopy


def nothing_found(_receipt: str, _message_ts: str) -> Found | None:
    """No answer is kept."""
    return None


def nothing_to_copy(_receipt: str) -> RedactedCopy | None:
    """No text is kept."""
    return None


def welcome(_user: str, _user_team: str, _language: str) -> str:
    """Everybody may look."""
    return ""


@dataclass(frozen=True, slots=True)
class Citizen:
    """Callables for the buttons that show the rest of an answer, and the redacted copy of its question."""

    find: Callable[[str, str], Found | None] = nothing_found
    """Receipt and ts of the message -> the newest answer in that message, by today's policy; None where it is erased."""
    refuse: Callable[[str, str, str], str] = welcome
    """User, their workspace and the language -> the words for somebody who is not answered; empty where they are."""
    copy: Callable[[str], RedactedCopy | None] = nothing_to_copy
    """Receipt -> the text that was asked, as it was kept; None where it is erased or nothing was left out of it."""
