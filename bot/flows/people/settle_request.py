"""What an owner says to a request goes in; it is kept once, the asker is told once, and an edit of the policy is proposed."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal, Protocol

from bot.flows.people.open_request import NoteRequest
from bot.policy.house import Contact
from bot.policy.requests import APPROVED, Request, RequestState, Settlement


class Settle(Protocol):
    """Settles an open request; False where somebody was faster, or it was taken back."""

    def __call__(self, request: str, state: RequestState, settlement: Settlement, /, *, by: str, at: datetime) -> bool: ...


@dataclass(frozen=True, slots=True)
class SettleRequest:
    """Answers of owners. The policy itself is never edited here."""

    request: Callable[[str], Request | None]
    unfinished: Callable[[], Sequence[Request]]
    """Requests that are open, or settled with nobody told."""
    settle: Settle
    hand_on: Callable[[Request, str, str], bool]
    """Gives an open request to a contact and a channel; False where somebody was faster, or it was taken back."""
    note: NoteRequest
    words: Callable[[Request], str]
    """What the asker is told."""
    propose: Callable[[Request], tuple[str, str]]
    """Writes the proposed edit; gives where it stands (empty: none could be written), and a line for the owner or nothing."""
    carry: Callable[[Request], None]
    enqueue: Callable[[str, dict[str, Any]], None]
    now: Callable[[], datetime]

    def __call__(
        self, request: str, settlement: Settlement, *, by: str, refused: bool = False, remember: Callable[[], None] | None = None
    ) -> Literal["settled", "too_late", "gone"]:
        """Settle it. ``by``: the owner's pseudonym; ``remember`` keeps who that is before anybody is told."""
        kept = self.request(request)
        if kept is None or kept.erased:
            return "gone"
        state = RequestState.REFUSED if refused else RequestState.ANSWERED
        if not self.settle(request, state, settlement, by=by, at=self.now()):
            return "too_late"
        if remember:
            remember()
        self._spread(request)
        return "settled"

    def pass_on(self, request: str, to: Contact) -> Literal["settled", "too_early", "too_late", "gone"]:
        """Give it to another contact: a card in that channel, and a word where the old one stood. Whoever asked waits on.

        ``too_early``: its first card stands in the channel, but where it stands is not kept yet.
        """
        kept = self.request(request)
        if kept is None or kept.erased:
            return "gone"
        if kept.is_open and not kept.card_ts and not kept.wish.passed:
            return "too_early"
        if not kept.is_open or not kept.card_ts or not self.hand_on(kept, to.id, to.channel):
            return "too_late"
        where = {"channel": kept.channel, "ts": kept.card_ts, "to": to.id, "receipt": kept.receipt}
        self.enqueue(f"desk:{request}:passed:{kept.wish.passed}", {"kind": "desk.passed", "request": request, **where})
        if passed := self.request(request):
            self.carry(passed)
        return "settled"

    def sweep(self) -> None:
        """Do again what a crash may have cut off: between keeping and queueing nothing holds a request but its row."""
        for request in self.unfinished():
            if request.is_open:
                self.carry(request)
            elif not request.told:
                self._spread(request.id)

    def _spread(self, request: str) -> None:
        for what in ("told", "refresh", "patch"):
            self.enqueue(f"desk:{request}:{what}", {"kind": f"desk.{what}", "request": request})

    def told(self, notice: dict[str, Any]) -> dict[str, Any] | None:
        """The words to the asker; None where the question was taken back."""
        request = self.request(notice["request"])
        return (
            None
            if request is None or request.erased
            else {"kind": notice["kind"], "key": request.key, "words": self.words(request)}
        )

    def kept(self, notice: dict[str, Any], outcome: dict[str, Any]) -> None:
        """Keep what became of telling the asker; the card says it too."""
        if outcome["state"] == "dropped":
            return
        self.note(notice["request"], told="posted" if outcome["state"] == "posted" else outcome["reason"] or outcome["state"])
        self.enqueue(f"desk:{notice['request']}:shown", {"kind": "desk.refresh", "request": notice["request"]})

    def patch(self, notice: dict[str, Any]) -> dict[str, Any] | None:
        """Propose the edit, where one is wanted. May be done again: what was written is not written twice."""
        request = self.request(notice["request"])
        if request is None or request.erased or request.patch or not _wants_edit(request):
            return None
        where, line = self.propose(request)
        if where:
            self.note(request.id, patch=where)
            self.enqueue(f"desk:{request.id}:patched", {"kind": "desk.refresh", "request": request.id})
        return {"kind": notice["kind"], "channel": request.channel, "words": line} if line else None


def _wants_edit(request: Request) -> bool:
    """An approval is nothing without a waiver; an answer becomes knowledge where the owner wants it."""
    if request.state is not RequestState.ANSWERED:
        return False
    return request.kind in APPROVED or request.settlement.as_knowledge
