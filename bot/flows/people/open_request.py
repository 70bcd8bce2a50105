"""A wish of an asker goes in; it is kept once and carried to the channel that the policy names; what came of that goes back."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal, Protocol

from bot.policy.house import Contact
from bot.policy.requests import GRANTED, Request, RequestKind, Wish, request_id

TO_ONE_ALONE = frozenset({"desk.closed"})
"""Notices that tell of a person what others in the channel need not know."""


class Answered(Protocol):
    """The answer that a request is about."""

    @property
    def receipt(self) -> str: ...
    @property
    def key(self) -> str: ...
    @property
    def asker(self) -> str: ...
    @property
    def language(self) -> str: ...
    @property
    def erased_at(self) -> datetime | None: ...


@dataclass(frozen=True, slots=True)
class Opened:
    """What to say to the one who asked. ``again``: it was asked before, in other words; ``told``: the contact of an incident
    knows already; ``unknown``: not in the log yet; ``gone``: erased; ``nobody``: no channel is named."""

    state: Literal["asked", "again", "told", "settled", "nobody", "gone", "unknown"]
    contact: Contact | None = None


class NoteRequest(Protocol):
    """Keeps what became of a request; idempotent."""

    def __call__(self, request: str, /, **values: str) -> None: ...


@dataclass(frozen=True, slots=True)
class OpenRequest:
    """Requests on their way to a person. All of it may be done again: one answer has one request of a kind, and one card."""

    question: Callable[[str], Answered | None]
    contact: Callable[[RequestKind, Wish], Contact | None]
    """Whom the policy names for it, or the wish; None where it names nobody."""
    request: Callable[[str], Request | None]
    requests_of: Callable[[str], list[Request]]
    """Key of an answer -> its requests."""
    keep: Callable[[Request], bool]
    note: NoteRequest
    words: Callable[[str, Request], str]
    """``desk.sent`` or ``desk.unreached`` -> what the asker is told."""
    enqueue: Callable[[str, dict[str, Any]], None]
    now: Callable[[], datetime]

    def __call__(self, kind: RequestKind, receipt: str, wish: Wish | None = None) -> Opened:
        """Ask, once. ``wish``: what the form said, redacted."""
        wish = wish or Wish()
        question, contact = self.question(receipt), self.contact(kind, wish)
        if question is None:
            return Opened("unknown", contact)
        if question.erased_at is not None:
            return Opened("gone", contact)
        if contact is None or not contact.channel:
            return Opened("nobody", contact)
        self.keep(
            Request(
                kind,
                receipt,
                question.key,
                question.asker,
                self.now(),
                question.language,
                wish,
                channel=contact.channel,
            )
        )
        kept = self.request(request_id(receipt, kind))
        if kept is None or not kept.is_open:
            return Opened("settled", contact)
        if kept.told:  # the channel could not be reached, and the asker knows
            return Opened("nobody", contact)
        self.carry(kept)
        return Opened(_how_it_stands(kept, wish), contact)

    def carry(self, request: Request) -> None:
        """Queue the card, unless it stands there already."""
        if not request.card_ts:
            again = f":{request.wish.passed}" if request.wish.passed else ""
            self.enqueue(f"desk:{request.id}:card{again}", {"kind": "desk.card", "request": request.id})

    def word(self, notice: dict[str, Any]) -> dict[str, Any] | None:
        """The card; None where the question was taken back before anybody saw it."""
        request = self.request(notice["request"])
        return None if request is None or request.erased else as_card(notice, request)

    def again(self, notice: dict[str, Any]) -> dict[str, Any] | None:
        """The card as it is now; None where there is none."""
        request = self.request(notice["request"])
        return None if request is None or not request.card_ts else as_card(notice, request)

    def kept(self, notice: dict[str, Any], outcome: dict[str, Any]) -> None:
        """Keep where the card stands. Who could not be reached is told to the asker, and so is that the contact has been told."""
        request = self.request(notice["request"])
        if request is None or outcome["state"] == "dropped":
            return
        if outcome["state"] == "posted":
            self.note(request.id, card_ts=outcome["ts"])
            if request.kind is RequestKind.INCIDENT:
                self.enqueue(f"desk:{request.id}:sent", {"kind": "desk.sent", "request": request.id})
            return
        self.note(request.id, told=outcome["reason"] or outcome["state"])
        self.enqueue(f"desk:{request.id}:unreached", {"kind": "desk.unreached", "request": request.id})

    def contact_word(self, notice: dict[str, Any]) -> dict[str, Any] | None:
        """To the asker: the contact has been told, or could not be."""
        request = self.request(notice["request"])
        if request is None or request.erased:
            return None
        told = {"kind": notice["kind"], "key": request.key, "words": self.words(notice["kind"], request)}
        return {**told, "in_private": True} if notice["kind"] in TO_ONE_ALONE else told

    def withdraw(self, key: str) -> None:
        """The question was taken back: its cards say so from now on."""
        for request in self.requests_of(key):
            self.enqueue(f"desk:{request.id}:withdrawn", {"kind": "desk.refresh", "request": request.id})


def _how_it_stands(kept: Request, wish: Wish) -> Literal["asked", "again", "told"]:
    if kept.card_ts and kept.kind is RequestKind.INCIDENT:
        return "told"
    is_in_other_words = kept.wish.why != wish.why and kept.kind in (RequestKind.OWNER, *GRANTED)
    return "again" if is_in_other_words else "asked"


def as_card(notice: dict[str, Any], request: Request) -> dict[str, Any]:
    """What is said is only which card: its words are made when it is posted, so that they are never older than the request."""
    return {"kind": notice["kind"], "channel": request.channel, "request": request.id}
