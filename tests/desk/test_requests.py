"""A request is kept once, carried once, settled once, and its asker told once: over a real ledger."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from pydantic import SecretStr

from bot.app import App
from bot.desk import requests
from bot.knowledge.catalog import load_catalog
from bot.ledger.ledger import open_ledger
from bot.policy.house import Contact
from bot.policy.requests import Request, RequestKind, RequestState, Settlement, Wish, request_id
from bot.settings import read_settings
from tests.console.place import answerer
from tests.databases import ledger_in

NOW = datetime.now(UTC)
OWNER = Contact("owner", "Privacy office", "privacy@example.org", "#ai-policy")
FINANCE = Contact("finance", "Finance", "finance@example.org", "#finance")
LEGAL = Contact("legal", "Legal", "legal@example.org", "#legal")
SAID = Settlement("forbidden", "No.")
SHIPPED = answerer().mind.knowledge


class World:
    """An app whose engine only keeps what it is given, and one question that was answered."""

    def __init__(self, at: Path) -> None:
        self.ledger = open_ledger(ledger_in(at / "log.db"), b"a secret for tests only, 32 bytes")
        self.contacts: tuple[Contact, ...] = (OWNER, FINANCE, LEGAL, replace(LEGAL, id="incident"))
        self.queued: dict[str, dict[str, Any]] = {}
        self.receipt = self.ledger.keep_question("k1", at=NOW, asker="someone", text="May I?", language="en")
        self.app = App(
            read_settings(key=SecretStr("a secret for tests only, 32 bytes")), load_catalog(), self.ledger, self.knowledge
        )
        self.app.engine = self  # type: ignore[assignment]

    def knowledge(self) -> Any:
        return replace(SHIPPED, organisation=replace(SHIPPED.organisation, contacts=self.contacts))

    def notify(self, notice_id: str, notice: dict[str, Any]) -> None:
        self.queued.setdefault(notice_id, notice)

    def of(self, kind: RequestKind = RequestKind.OWNER) -> str:
        return request_id(self.receipt, kind)

    def open(self, kind: RequestKind = RequestKind.OWNER, wish: Wish | None = None) -> str:
        return requests.open_request(self.app, kind, self.receipt, wish or Wish()).state

    def settle(
        self, said: Settlement = SAID, user: str = "U1", kind: RequestKind = RequestKind.OWNER, refused: bool = False
    ) -> str:
        who = requests.Clicker("T1", user, user.lower())
        return requests.settle(self.app, self.of(kind), who, said, refused)

    def row(self, kind: RequestKind = RequestKind.OWNER) -> Request:
        found = self.ledger.request(self.of(kind))
        assert found
        return found

    def erase(self) -> None:
        self.ledger.erase(["k1"], NOW)

    def posted(self, ts: str = "5.5", kind: RequestKind = RequestKind.OWNER) -> None:
        requests.keep_card(self.app, {"request": self.of(kind)}, {"state": "posted", "ts": ts})


@pytest.fixture
def world(tmp_path: Path) -> Iterator[World]:
    made = World(tmp_path)
    yield made
    made.ledger.close()


@pytest.fixture
def with_card(world: World) -> World:
    """One whose card stands."""
    world.open()
    world.posted()
    world.queued.clear()
    return world


def test_asking_twice_is_one_request_and_one_card(world: World) -> None:
    assert [world.open() for _ in range(2)] == ["asked", "asked"]
    assert [one.id for one in world.ledger.requests()] == [world.of()]
    assert list(world.queued) == [f"desk:{world.of()}:card"]


def test_each_kind_is_a_request_of_its_own(world: World) -> None:
    for kind in RequestKind:
        world.open(kind, Wish(why="x"))
    assert len(world.ledger.requests()) == len(RequestKind)


@pytest.mark.parametrize(
    ("contacts", "state"),
    [
        pytest.param((), "nobody", id="nobody is named"),
        pytest.param((replace(OWNER, channel=""),), "nobody", id="no channel is named"),
    ],
)
def test_nothing_is_kept_where_nobody_can_be_asked(world: World, contacts: tuple[Contact, ...], state: str) -> None:
    world.contacts = contacts
    assert world.open() == state
    assert not world.ledger.requests() and not world.queued


def test_nothing_is_kept_of_a_question_that_is_not_in_the_log_or_was_taken_back(world: World) -> None:
    assert requests.open_request(world.app, RequestKind.OWNER, "R-0000", Wish()).state == "unknown"
    world.erase()
    assert world.open() == "gone"
    assert not world.ledger.requests() and not world.queued


def test_a_card_that_stands_is_not_carried_again_even_when_its_work_is_long_forgotten(with_card: World) -> None:
    assert with_card.open() == "asked"
    assert not with_card.queued


def test_who_is_told_of_an_incident_is_said_to_the_asker_once_it_is_posted(world: World) -> None:
    assert world.open(RequestKind.INCIDENT) == "asked"
    sent = f"desk:{world.of(RequestKind.INCIDENT)}:sent"
    assert sent not in world.queued
    world.posted(kind=RequestKind.INCIDENT)
    told = requests.contact_words(world.app, world.queued[sent])
    assert told and (told["kind"], told["key"]) == ("desk.sent", "k1") and world.receipt in told["words"]
    assert world.open(RequestKind.INCIDENT) == "told", "who tells a contact again is told that they know"


def test_a_channel_that_refuses_is_told_to_the_asker_and_not_promised_again(world: World) -> None:
    world.open()
    requests.keep_card(world.app, {"request": world.of()}, {"state": "refused", "ts": "", "reason": "not_in_channel"})
    assert f"desk:{world.of()}:unreached" in world.queued
    assert world.open() == "nobody"


def test_what_was_taken_back_before_it_was_posted_is_never_posted(world: World) -> None:
    world.open()
    world.erase()
    assert requests.new_card(world.app, {"kind": "desk.card", "request": world.of()}) is None


def test_the_first_owner_settles_it_and_the_second_comes_too_late(world: World) -> None:
    world.open()
    assert [world.settle(user=who) for who in ("U1", "U2")] == ["settled", "too_late"]
    assert world.row().settled_by == world.app.pseudonym("U1", "T1")
    assert requests.settler(world.app, world.of()) == {"user": "U1", "name": "u1"}


def test_what_an_owner_says_is_kept_redacted(world: World) -> None:
    world.open()
    world.settle(replace(SAID, words="Ask jan@example.org."))
    assert world.row().settlement.words == "Ask [email]."


def test_nothing_is_told_of_a_question_that_was_taken_back(world: World) -> None:
    world.open()
    world.settle()
    world.erase()
    assert requests.settled_words(world.app, {"kind": "desk.told", "request": world.of()}) is None
    assert world.settle(user="U2") == "gone"


@pytest.mark.parametrize(
    ("kind", "settlement", "refused", "wanted"),
    [
        pytest.param(RequestKind.OWNER, SAID, False, False, id="an answer alone proposes nothing"),
        pytest.param(RequestKind.OWNER, replace(SAID, as_knowledge=True), False, True, id="made knowledge"),
        pytest.param(RequestKind.EXCEPTION, Settlement(until="2027-01-01"), False, True, id="an approval"),
        pytest.param(RequestKind.EXCEPTION, SAID, True, False, id="a no"),
        pytest.param(RequestKind.ACCESS, Settlement(words="Welcome."), False, False, id="a plain yes to access"),
        pytest.param(RequestKind.APPROVAL, Settlement(words="Fine."), False, False, id="a plain yes to an approval"),
    ],
)
def test_an_edit_is_proposed_where_one_is_wanted_and_once(
    world: World, kind: RequestKind, settlement: Settlement, refused: bool, wanted: bool
) -> None:
    world.open(kind, Wish(to="owner"))
    world.settle(settlement, kind=kind, refused=refused)
    assert requests.wants_edit(world.row(kind)) is wanted
    world.ledger.note_request(world.of(kind), patch="proposals/x.patch")
    assert not requests.wants_edit(world.row(kind))


def test_the_sweep_does_what_was_cut_off_and_nothing_that_is_done(world: World) -> None:
    world.open()
    world.open(RequestKind.TOOL)
    tool = world.of(RequestKind.TOOL)
    world.ledger.settle_request(tool, RequestState.REFUSED, SAID, by="a", at=NOW)
    world.queued.clear()
    requests.sweep(world.app, NOW)
    assert {f"desk:{world.of()}:card", f"desk:{tool}:told"} <= set(world.queued)
    requests.keep_told(world.app, {"request": tool}, {"state": "posted", "reason": ""})
    world.posted()
    world.queued.clear()
    requests.sweep(world.app, NOW)
    assert not world.queued


# --- passing on --------------------------------------------------------------------------------------------------


def test_what_is_passed_on_gets_a_card_in_the_other_channel_and_a_word_where_it_stood(with_card: World) -> None:
    id_ = with_card.of()
    assert requests.pass_on(with_card.app, id_, "finance") == "settled"
    assert with_card.row().channel == "#finance" and with_card.row().is_open
    assert list(with_card.queued) == [f"desk:{id_}:passed:0", f"desk:{id_}:card:1"]
    old = with_card.queued[f"desk:{id_}:passed:0"]
    assert (old["channel"], old["ts"], old["to"]) == ("#ai-policy", "5.5", "finance")


def test_it_can_be_passed_back_and_has_a_card_each_time(with_card: World) -> None:
    for number, to in enumerate(("finance", "owner"), 6):
        assert requests.pass_on(with_card.app, with_card.of(), to) == "settled"
        with_card.posted(f"{number}.6")
    cards = [id_ for id_ in with_card.queued if ":card" in id_]
    assert cards == [f"desk:{with_card.of()}:card:1", f"desk:{with_card.of()}:card:2"]


def test_who_is_faster_than_the_note_of_where_the_card_stands_may_try_again(world: World) -> None:
    world.open()
    assert requests.pass_on(world.app, world.of(), "finance") == "too_early"
    world.posted()
    assert requests.pass_on(world.app, world.of(), "finance") == "settled"


def test_of_two_who_pass_it_on_at_once_the_first_counts(with_card: World) -> None:
    assert [requests.pass_on(with_card.app, with_card.of(), to) for to in ("finance", "legal")] == ["settled", "too_late"]
    assert with_card.row().wish.to == "finance"


def test_what_is_answered_or_taken_back_is_not_passed_on(with_card: World) -> None:
    with_card.settle()
    assert requests.pass_on(with_card.app, with_card.of(), "finance") == "too_late"
    with_card.erase()
    assert requests.pass_on(with_card.app, with_card.of(), "finance") == "gone"


def test_a_card_that_a_crash_cut_off_while_it_was_passed_on_is_posted_by_the_sweep(with_card: World) -> None:
    with_card.ledger.pass_request(with_card.row(), "finance", "#finance")
    requests.sweep(with_card.app, NOW)
    assert list(with_card.queued) == [f"desk:{with_card.of()}:card:1"]


# --- words of the asker ------------------------------------------------------------------------------------------


def test_who_asks_again_in_other_words_is_told_that_the_first_ones_stand(world: World) -> None:
    states = [world.open(wish=Wish(why=why)) for why in ("for the board", "for the board", "!")]
    assert states == ["asked", "asked", "again"]
    assert world.row().wish.why == "for the board"
