"""What the desk needs from the house, as callables with harmless defaults, and the values that they take and give."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from typing import Literal

from bot.desk.requests import Clicker, Ended
from bot.policy.requests import RequestKind, Settlement, Wish

Action = Literal["answer", "rule", "approve", "grant", "decline", "pass"]


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a card: a heading, a person (user id) and words; person or words may be empty."""

    caption: str
    words: str = ""
    person: str = ""


@dataclass(frozen=True, slots=True)
class Button:
    """One button of a card."""

    action: Action
    label: str


@dataclass(frozen=True, slots=True)
class Card:
    """A request as the owner's channel sees it. ``foot``: small words below."""

    id: str
    title: str
    lines: tuple[Line, ...]
    buttons: tuple[Button, ...] = ()
    foot: str = ""
    language: str = "en"


@dataclass(frozen=True, slots=True)
class Offered:
    """What a form is filled in with: the tool and data that were understood, or what a request asks for."""

    kind: RequestKind = RequestKind.OWNER
    wish: Wish = field(default_factory=Wish)
    about: str = ""
    """What an owner's form is about: it covers the card."""
    lines: tuple[Line, ...] = ()
    """The rest of the card that the form covers."""
    verdict: str = ""
    """What the asker was answered."""
    contacts: tuple[tuple[str, str], ...] = ()
    """To whom it may be passed on: id and name."""


def nobody_to_ask(_kind: RequestKind, _receipt: str, _language: str, _private: bool, _wish: Wish | None) -> str:
    """There is no desk."""
    return ""


def not_an_owner(_user: str, _request: str) -> bool:
    """Nobody may answer."""
    return False


def nobody_rules(_user: str) -> bool:
    """Nobody may change the policy."""
    return False


def no_language(_user: str) -> str:
    """Nobody's language is known."""
    return ""


def nothing_offered(_what: str) -> Offered | None:
    """Nothing is known."""
    return None


def nothing_open(_request: str, _language: str) -> Offered | None:
    """Nothing waits."""
    return None


def no_choices(_language: str) -> tuple[tuple[str, str], ...]:
    """Nothing to choose."""
    return ()


def nothing_settled(_request: str, _clicker: Clicker, _said: Settlement, _refused: bool) -> Ended:
    """Nothing to settle."""
    return "gone"


def nothing_passed_on(_request: str, _to: str) -> Ended:
    """Nothing to pass on."""
    return "gone"


def nothing_to_say(_kind: RequestKind, _wish: Wish, _language: str) -> str:
    """There is nobody to tell anything."""
    return ""


def no_reason(_receipt: str, _team: str, _user: str, _reason: str, _words: str) -> None:
    """Reasons that nobody keeps."""


def nothing_doubted(_receipt: str, _team: str, _user: str, _language: str) -> str:
    """There is no model to take belief from."""
    return ""


def today_in_utc() -> date:
    """The date."""
    return datetime.now(UTC).date()


@dataclass(frozen=True, slots=True)
class DeskDoors:
    """Callables of the desk. What keeps something keeps it before Slack is acknowledged."""

    ask: Callable[[RequestKind, str, str, bool, Wish | None], str] = nobody_to_ask
    """Kind, receipt, language, whether the answer is private, what the form said (not yet redacted) -> words for the asker.
    May be called again: it is one request."""
    may_settle: Callable[[str, str], bool] = not_an_owner
    """User id, request id -> whether people.yaml makes them an owner, or one of those whom it is for, and who did not ask it."""
    may_rule: Callable[[str], bool] = nobody_rules
    """User id -> whether people.yaml makes them an owner: what is said for everybody is the owners'."""
    understood: Callable[[str], Offered | None] = nothing_offered
    """Receipt -> what a request form is filled in with."""
    open_request: Callable[[str, str], Offered | None] = nothing_open
    """Request id and the owner's language -> what it asks for; None where it is settled or taken back."""
    conditions: Callable[[str], tuple[tuple[str, str], ...]] = no_choices
    """Language -> the policy's conditions as id and label."""
    verdicts: Callable[[str], tuple[tuple[str, str], ...]] = no_choices
    """Language -> the verdicts that an owner may give, as id and word."""
    settle: Callable[[str, Clicker, Settlement, bool], Ended] = nothing_settled
    """Request id, who says it, what they say (not yet redacted), whether it is a no."""
    pass_on: Callable[[str, str], Ended] = nothing_passed_on
    """Request id, id of a contact."""
    consent: Callable[[RequestKind, Wish, str], str] = nothing_to_say
    """Kind, wish, language -> what whoever asks is told first: who sees what."""
    why: Callable[[str, str, str, str, str], None] = no_reason
    """Receipt, team, user, reason, words (not yet redacted): why an answer was not useful."""
    doubt: Callable[[str, str, str, str], str] = nothing_doubted
    """Receipt, team, user, language -> words for whoever says that an answer should not have been allowed."""
    today: Callable[[], date] = today_in_utc
    language: Callable[[str], str] = no_language
    """User id -> the language that people.yaml gives them; empty where none: then the card's."""
