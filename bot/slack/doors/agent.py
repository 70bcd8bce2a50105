"""What the agent view needs from the house, as callables with harmless defaults."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Prompt:
    """One suggested question: what stands on the button, and what is asked when it is pressed."""

    title: str
    message: str


@dataclass(frozen=True, slots=True)
class Suggestions:
    """The questions that are suggested to one person, and the words above them."""

    title: str = ""
    prompts: tuple[Prompt, ...] = ()


def nothing_suggested(_user: str) -> Suggestions:
    """No question is suggested."""
    return Suggestions()


def nothing_stopped(_team: str, _channel: str, _thread_ts: str, _user: str) -> bool:
    """Nothing is under way."""
    return True


@dataclass(frozen=True, slots=True)
class AgentDoors:
    """Callables of the agent view."""

    suggest: Callable[[str], Suggestions] = nothing_suggested
    """User -> what somebody may want to ask, in their language."""
    stop: Callable[[str, str, str, str], bool] = nothing_stopped
    """Team, channel, thread ts, user: stop what that person asked there and has no answer to yet. May be repeated.

    Whether nothing is under way there any more: what somebody else asked goes on.
    """
