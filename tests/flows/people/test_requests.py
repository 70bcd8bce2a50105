"""A request is kept once, carried once, settled once, and its asker told once: over plain functions."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Any

import pytest

from bot.flows.people.open_request import OpenRequest
from bot.flows.people.settle_request import SettleRequest
from bot.policy.house import Contact
from bot.policy.requests import Request, RequestKind, RequestState, Settlement, Wish

NOW = datetime(2026, 11, 20, 9, tzinfo=UTC)
OWNER = Contact("owner", "Privacy office", "privacy@example.org", "#ai-policy")
SAID = Settlement("forbidden", "No.")


@dataclass
class Question:
    receipt: str = "R-1"
    key: str = "k1"
    asker: str = "someone"
    language: str = "en"
    erased_at: datetime | None = None


class Shelf:
    """Requests in memory, with the ledger's promises."""

    def __init__(self) -> None:
        self.rows: dict[str, Request] = {}
        self.queued: dict[str, dict[str, Any]] = {}
        self.proposed: list[str] = []
        self.question: Question | None = Question()
        self.contact: Contact | None = OWNER

    def keep(self, request: Request) -> bool:
        return self.rows.setdefault(request.id, request) is request

    def note(self, request: str, /, **values: str) -> None:
        self.rows[request] = replace(self.rows[request], **values)  # type: ignore[arg-type]

    def settle(self, request: str, state: RequestState, settlement: Settlement, *, by: str, at: datetime) -> bool:
        if not self.rows[request].is_open:
            return False
        self.rows[request] = replace(self.rows[request], state=state, settlement=settlement, settled_by=by, settled_at=at)
        return True

    def hand_on(self, request: Request, to: str, channel: str) -> bool:
        now = self.rows[request.id]
        if not now.is_open or now.card_ts != request.card_ts:
            return False
        wish = replace(now.wish, to=to, passed=now.wish.passed + 1)
        self.rows[request.id] = replace(now, wish=wish, channel=channel, card_ts="")
        return True

    def enqueue(self, id_: str, notice: dict[str, Any]) -> None:
        self.queued.setdefault(id_, notice)

    def propose(self, request: Request) -> tuple[str, str]:
        self.proposed.append(request.id)
        return "proposals/x.patch", ""

    def opening(self) -> OpenRequest:
        return OpenRequest(
            question=lambda _: self.question,
            contact=lambda *_: self.contact,
            request=self.rows.get,
            requests_of=lambda key: [row for row in self.rows.values() if row.key == key],
            keep=self.keep,
            note=self.note,
            words=lambda kind, request: f"{kind} {request.receipt}",
            enqueue=self.enqueue,
            now=lambda: NOW,
        )

    def settling(self) -> SettleRequest:
        return SettleRequest(
            request=self.rows.get,
            unfinished=lambda: list(self.rows.values()),
            settle=self.settle,
            hand_on=self.hand_on,
            note=self.note,
            words=lambda request: request.settlement.words,
            propose=self.propose,
            carry=self.opening().carry,
            enqueue=self.enqueue,
            now=lambda: NOW,
        )


@pytest.fixture
def shelf() -> Shelf:
    return Shelf()


def test_asking_twice_is_one_request_and_one_card(shelf: Shelf) -> None:
    assert [shelf.opening()(RequestKind.OWNER, "R-1").state for _ in range(2)] == ["asked", "asked"]
    assert list(shelf.rows) == ["R-1:owner"]
    assert list(shelf.queued) == ["desk:R-1:owner:card"]


def test_each_kind_is_a_request_of_its_own(shelf: Shelf) -> None:
    for kind in RequestKind:
        shelf.opening()(kind, "R-1", Wish(why="x"))
    assert len(shelf.rows) == len(RequestKind)


@pytest.mark.parametrize(
    ("question", "contact", "state"),
    [
        pytest.param(None, OWNER, "unknown", id="the answer is not in the log yet"),
        pytest.param(Question(erased_at=NOW), OWNER, "gone", id="the question was taken back"),
        pytest.param(Question(), None, "nobody", id="nobody is named"),
        pytest.param(Question(), replace(OWNER, channel=""), "nobody", id="no channel is named"),
    ],
)
def test_nothing_is_kept_where_nobody_can_be_asked(
    shelf: Shelf, question: Question | None, contact: Contact | None, state: str
) -> None:
    shelf.question, shelf.contact = question, contact
    assert shelf.opening()(RequestKind.OWNER, "R-1").state == state
    assert not shelf.rows and not shelf.queued


def test_a_card_that_stands_is_not_carried_again_even_when_its_work_is_long_forgotten(shelf: Shelf) -> None:
    flow = shelf.opening()
    flow(RequestKind.OWNER, "R-1")
    flow.kept({"request": "R-1:owner"}, {"state": "posted", "ts": "5.5"})
    shelf.queued.clear()
    assert flow(RequestKind.OWNER, "R-1").state == "asked"
    assert not shelf.queued


def test_who_is_told_of_an_incident_is_said_to_the_asker_once_it_is_posted(shelf: Shelf) -> None:
    flow = shelf.opening()
    flow(RequestKind.INCIDENT, "R-1")
    assert "desk:R-1:incident:sent" not in shelf.queued
    flow.kept({"request": "R-1:incident"}, {"state": "posted", "ts": "5.5"})
    assert flow.contact_word(shelf.queued["desk:R-1:incident:sent"]) == {
        "kind": "desk.sent",
        "key": "k1",
        "words": "desk.sent R-1",
    }


def test_who_tells_a_contact_again_is_told_that_they_know(shelf: Shelf) -> None:
    flow = shelf.opening()
    assert flow(RequestKind.INCIDENT, "R-1").state == "asked"
    flow.kept({"request": "R-1:incident"}, {"state": "posted", "ts": "5.5"})
    assert flow(RequestKind.INCIDENT, "R-1").state == "told"


def test_a_channel_that_refuses_is_told_to_the_asker_and_not_promised_again(shelf: Shelf) -> None:
    flow = shelf.opening()
    flow(RequestKind.OWNER, "R-1")
    flow.kept({"request": "R-1:owner"}, {"state": "refused", "ts": "", "reason": "not_in_channel"})
    assert "desk:R-1:owner:unreached" in shelf.queued
    assert flow(RequestKind.OWNER, "R-1").state == "nobody"


def test_what_was_taken_back_before_it_was_posted_is_never_posted(shelf: Shelf) -> None:
    flow = shelf.opening()
    flow(RequestKind.OWNER, "R-1")
    shelf.rows["R-1:owner"] = replace(shelf.rows["R-1:owner"], erased_at=NOW)
    assert flow.word({"kind": "desk.card", "request": "R-1:owner"}) is None


def test_the_first_owner_settles_it_and_the_second_comes_too_late(shelf: Shelf) -> None:
    shelf.opening()(RequestKind.OWNER, "R-1")
    settle = shelf.settling()
    assert [settle("R-1:owner", SAID, by=who) for who in "ab"] == ["settled", "too_late"]
    assert shelf.rows["R-1:owner"].settled_by == "a"


def test_nothing_is_told_of_a_question_that_was_taken_back(shelf: Shelf) -> None:
    shelf.opening()(RequestKind.OWNER, "R-1")
    settle = shelf.settling()
    settle("R-1:owner", SAID, by="a")
    shelf.rows["R-1:owner"] = replace(shelf.rows["R-1:owner"], erased_at=NOW)
    assert settle.told({"kind": "desk.told", "request": "R-1:owner"}) is None
    assert settle("R-1:owner", SAID, by="b") == "gone"


@pytest.mark.parametrize(
    ("kind", "settlement", "refused", "proposed"),
    [
        pytest.param(RequestKind.OWNER, SAID, False, False, id="an answer alone proposes nothing"),
        pytest.param(RequestKind.OWNER, replace(SAID, as_knowledge=True), False, True, id="made knowledge"),
        pytest.param(RequestKind.EXCEPTION, Settlement(until="2027-01-01"), False, True, id="an approval"),
        pytest.param(RequestKind.EXCEPTION, SAID, True, False, id="a no"),
    ],
)
def test_an_edit_is_proposed_where_one_is_wanted_and_once(
    shelf: Shelf, kind: RequestKind, settlement: Settlement, refused: bool, proposed: bool
) -> None:
    shelf.opening()(kind, "R-1")
    settle = shelf.settling()
    settle(f"R-1:{kind.value}", settlement, by="a", refused=refused)
    for _ in range(2):
        settle.patch({"kind": "desk.patch", "request": f"R-1:{kind.value}"})
    assert len(shelf.proposed) == int(proposed)


def test_the_sweep_does_what_was_cut_off_and_nothing_that_is_done(shelf: Shelf) -> None:
    shelf.opening()(RequestKind.OWNER, "R-1")
    shelf.opening()(RequestKind.TOOL, "R-1")
    shelf.settle("R-1:tool", RequestState.REFUSED, SAID, by="a", at=NOW)
    shelf.queued.clear()
    settle = shelf.settling()
    settle.sweep()
    assert {"desk:R-1:owner:card", "desk:R-1:tool:told"} <= set(shelf.queued)
    settle.kept({"request": "R-1:tool"}, {"state": "posted", "reason": ""})
    shelf.note("R-1:owner", card_ts="5.5")
    shelf.queued.clear()
    settle.sweep()
    assert not shelf.queued


# --- passing on --------------------------------------------------------------------------------------------------

FINANCE = Contact("finance", "Finance", "finance@example.org", "#finance")
LEGAL = Contact("legal", "Legal", "legal@example.org", "#legal")


def posted(shelf: Shelf, ts: str = "5.5") -> None:
    shelf.opening()(RequestKind.OWNER, "R-1")
    shelf.opening().kept({"request": "R-1:owner"}, {"state": "posted", "ts": ts})
    shelf.queued.clear()


def test_what_is_passed_on_gets_a_card_in_the_other_channel_and_a_word_where_it_stood(shelf: Shelf) -> None:
    posted(shelf)
    assert shelf.settling().pass_on("R-1:owner", FINANCE) == "settled"
    assert shelf.rows["R-1:owner"].channel == "#finance" and shelf.rows["R-1:owner"].is_open
    assert list(shelf.queued) == ["desk:R-1:owner:passed:0", "desk:R-1:owner:card:1"]
    old = shelf.queued["desk:R-1:owner:passed:0"]
    assert (old["channel"], old["ts"], old["to"]) == ("#ai-policy", "5.5", "finance")


def test_it_can_be_passed_back_and_has_a_card_each_time(shelf: Shelf) -> None:
    posted(shelf)
    for number, contact in enumerate((FINANCE, OWNER), 6):
        assert shelf.settling().pass_on("R-1:owner", contact) == "settled"
        shelf.opening().kept({"request": "R-1:owner"}, {"state": "posted", "ts": f"{number}.6"})
    assert [id_ for id_ in shelf.queued if ":card" in id_] == ["desk:R-1:owner:card:1", "desk:R-1:owner:card:2"]


def test_who_is_faster_than_the_note_of_where_the_card_stands_may_try_again(shelf: Shelf) -> None:
    shelf.opening()(RequestKind.OWNER, "R-1")
    assert shelf.settling().pass_on("R-1:owner", FINANCE) == "too_early"
    posted(shelf)
    assert shelf.settling().pass_on("R-1:owner", FINANCE) == "settled"


def test_of_two_who_pass_it_on_at_once_the_first_counts(shelf: Shelf) -> None:
    posted(shelf)
    assert [shelf.settling().pass_on("R-1:owner", to) for to in (FINANCE, LEGAL)] == ["settled", "too_late"]
    assert shelf.rows["R-1:owner"].wish.to == "finance"


def test_what_is_answered_or_taken_back_is_not_passed_on(shelf: Shelf) -> None:
    posted(shelf)
    shelf.settling()("R-1:owner", SAID, by="x")
    assert shelf.settling().pass_on("R-1:owner", FINANCE) == "too_late"
    shelf.rows["R-1:owner"] = replace(shelf.rows["R-1:owner"], erased_at=NOW)
    assert shelf.settling().pass_on("R-1:owner", FINANCE) == "gone"


def test_a_card_that_a_crash_cut_off_while_it_was_passed_on_is_posted_by_the_sweep(shelf: Shelf) -> None:
    posted(shelf)
    shelf.hand_on(shelf.rows["R-1:owner"], "finance", "#finance")
    shelf.settling().sweep()
    assert list(shelf.queued) == ["desk:R-1:owner:card:1"]


# --- words of the asker -------------------------------------------------------------------------------------------


def test_who_asks_again_in_other_words_is_told_that_the_first_ones_stand(shelf: Shelf) -> None:
    states = [shelf.opening()(RequestKind.OWNER, "R-1", Wish(why=why)).state for why in ("for the board", "for the board", "!")]
    assert states == ["asked", "asked", "again"]
    assert shelf.rows["R-1:owner"].wish.why == "for the board"


@pytest.mark.parametrize("kind", [RequestKind.ACCESS, RequestKind.APPROVAL])
def test_a_plain_yes_or_no_proposes_no_edit(shelf: Shelf, kind: RequestKind) -> None:
    shelf.opening()(kind, "R-1", Wish(to="owner"))
    shelf.settling()(f"R-1:{kind.value}", Settlement(words="Welcome."), by="x")
    assert shelf.settling().patch({"kind": "desk.patch", "request": f"R-1:{kind.value}"}) is None
    assert not shelf.proposed
