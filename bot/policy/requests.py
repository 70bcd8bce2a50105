"""What somebody asks a person for through the bot, and what that person says: the values that travel between the rooms."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum


class RequestKind(StrEnum):
    """What is asked for."""

    OWNER = "owner"
    """The owner's word on a question."""
    INCIDENT = "incident"
    """Help after something went where it should not have gone."""
    TOOL = "tool"
    """A tool that the policy does not list."""
    EXCEPTION = "exception"
    """A waiver, or the approval that a rule asks for."""
    ACCESS = "access"
    """A tool that the policy lists, and that somebody has to be given."""
    APPROVAL = "approval"
    """The word of the one whom a condition names."""


class RequestState(StrEnum):
    """How far a request has come."""

    OPEN = "open"
    ANSWERED = "answered"
    """Answered, or approved."""
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"


APPROVED = frozenset({RequestKind.TOOL, RequestKind.EXCEPTION})
"""Kinds that end in an approval with a last day, or in a no."""


GRANTED = frozenset({RequestKind.ACCESS, RequestKind.APPROVAL})
"""Kinds that end in a plain yes or no, and change no file of the policy."""


@dataclass(frozen=True, slots=True)
class Offer:
    """What an answer offers to ask for with one button."""

    kind: RequestKind
    label: str
    tool: str = ""
    """Offering id."""
    to: str = ""
    """Id of the contact that the policy names for it."""
    form: str = ""
    """Address of a form, where the policy names that and no contact with a channel."""


@dataclass(frozen=True, slots=True)
class Wish:
    """What a form asks for. Words are redacted."""

    tool: str = ""
    """Offering id; empty where the policy does not list the tool."""
    tool_name: str = ""
    data: str = ""
    """Data type or class id."""
    why: str = ""
    until: str = ""
    """ISO day, the last one."""
    to: str = ""
    """Id of the contact whom it is for; empty: whoever the policy names for its kind."""
    passed: int = 0
    """How often it was passed on."""


@dataclass(frozen=True, slots=True)
class Settlement:
    """What was said to a request. Words are redacted."""

    verdict: str = ""
    """A ``Verdict`` value; empty for an approval or a no."""
    words: str = ""
    conditions: tuple[str, ...] = ()
    """Condition ids of the policy."""
    until: str = ""
    """ISO day, the last one of an approval."""
    as_knowledge: bool = False
    """Whether an edit of the policy is to be proposed."""


@dataclass(frozen=True, slots=True)
class Request:
    """One request. There is at most one of a kind for an answer, so that two clicks are one request."""

    kind: RequestKind
    receipt: str
    key: str
    """Key of the answer; its address is where the asker is told."""
    asker: str
    """A pseudonym."""
    at: datetime
    language: str = ""
    wish: Wish = field(default_factory=Wish)
    state: RequestState = RequestState.OPEN
    channel: str = ""
    """Where its card is, as policy.yaml wrote it."""
    card_ts: str = ""
    """Slack ts of the card, once it is posted."""
    settled_by: str = ""
    """A pseudonym."""
    settled_at: datetime | None = None
    settlement: Settlement = field(default_factory=Settlement)
    patch: str = ""
    """Where the proposed edit stands."""
    told: str = ""
    """What became of telling the asker: ``posted``, or why not."""
    erased_at: datetime | None = None
    """When who asked and all words went."""

    @property
    def erased(self) -> bool:
        return self.erased_at is not None

    @property
    def id(self) -> str:
        """``R-7F3K:owner``."""
        return request_id(self.receipt, self.kind)

    @property
    def is_open(self) -> bool:
        return self.state is RequestState.OPEN and not self.erased


def request_id(receipt: str, kind: RequestKind) -> str:
    """The one request of this kind for an answer."""
    return f"{receipt}:{kind.value}"
