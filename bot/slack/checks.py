"""What the forms need from the house, as callables: wiring fills them in, tests give plain functions."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from bot.policy.talks.checks import Chosen, Entry, Form, Looked, RedactedCopy, Shown, Who


def one_language(_who: Who) -> str:
    """The policy's own language."""
    return ""


def welcome(_who: Who, _channel: str, _language: str) -> str:
    """Everybody may ask."""
    return ""


def no_version() -> str:
    """No policy."""
    return ""


def nothing_to_pick(_slot: str, _language: str, _tool: str) -> Sequence[Entry]:
    """An empty list."""
    return ()


def nothing_shown(_chosen: Chosen, form: Form) -> Shown:
    """Nothing is ruled."""
    return Shown(form.language)


def nothing_seen(_text: str, _names: tuple[str, ...], _language: str = "") -> Looked:
    """Nothing is seen in any text."""
    return Looked()


def nothing_to_copy(_text: str) -> RedactedCopy | None:
    """There is nothing to leave out of any text."""
    return None


def nothing_of_it(_looked: Looked, _said: tuple[str, ...] | None, form: Form) -> Shown:
    """Nothing is ruled of it."""
    return Shown(form.language)


def not_kept(_shown: Shown, _who: Who) -> None:
    """Nothing is kept."""


def not_told(_who: Who, _unique: str, _words: str) -> None:
    """Nobody is told."""


def not_shared(_receipt: str, _who: Who, _channel: str, _response_url: str, _language: str) -> str:
    """Nothing is shared."""
    return ""


@dataclass(frozen=True, slots=True)
class Checks:
    """Callables of the forms. A language is always the one that ``language`` gave."""

    language: Callable[[Who], str] = one_language
    """What people.yaml says, else what Slack says, else the policy's own. May ask Slack."""
    refusal: Callable[[Who, str, str], str] = welcome
    """Who, channel (may be empty), language -> the words for somebody who gets no answers here; empty for all others."""
    version: Callable[[], str] = no_version
    """The policy's version now."""
    entries: Callable[[str, str, str], Sequence[Entry]] = nothing_to_pick
    """``tool``, ``plan`` or ``data``; language; for plans the tool -> what can be picked."""
    pick: Callable[[Chosen, Form], Shown] = nothing_shown
    """What was picked in a form -> what to show."""
    look: Callable[..., Looked] = nothing_seen
    """A text, names of files, the language where its words cannot tell -> what is seen in it. Keeps nothing."""
    copy: Callable[[str], RedactedCopy | None] = nothing_to_copy
    """A text -> what is shown of it to whoever has it; None where redaction found nothing. Keeps nothing."""
    check: Callable[[Looked, tuple[str, ...] | None, Form], Shown] = nothing_of_it
    """What was seen, and what somebody says by hand is in it (None: nothing yet) -> what to show."""
    keep: Callable[[Shown, Who], None] = not_kept
    """Log what was shown, once."""
    tell: Callable[[Who, str, str], None] = not_told
    """Say something to one person directly, once for each of its ids; it is never lost."""
    share: Callable[[str, Who, str, str, str], str] = not_shared
    """Receipt, who, channel, response_url, language -> what to say; empty where the channel will show it. Does not wait."""
