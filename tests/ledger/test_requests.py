"""Requests are kept once, settled once, and erased with the answer that they are about."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import timedelta

from bot.ledger.ledger import Ledger
from bot.policy.requests import Request, RequestKind, RequestState, Settlement, Wish
from tests.ledger.conftest import NOW

WISH = Wish("claude/team", "Claude Team", "client-names", "for letters", "2027-03-01")
ASKED = Request(RequestKind.EXCEPTION, "R-7F3K", "k1", "someone", NOW, "nl", WISH, channel="#ai-policy")
YES = Settlement(words="Fine.", conditions=("minimum-needed",), until="2027-02-01")


def test_a_request_comes_out_as_it_went_in(ledger: Ledger) -> None:
    assert ledger.keep_request(ASKED)
    assert ledger.request("R-7F3K:exception") == ASKED
    assert ledger.requests(asker="someone") == [ASKED]
    assert ledger.requests(asker="somebody else") == []


def test_of_many_who_ask_the_same_one_is_kept_and_it_stays_as_it_was(ledger: Ledger) -> None:
    with ThreadPoolExecutor(6) as pool:
        kept = list(pool.map(lambda n: ledger.keep_request(replace(ASKED, language=f"{n}")), range(6)))
    assert sum(kept) == 1
    assert len(ledger.requests()) == 1


def test_of_many_who_settle_it_one_does(ledger: Ledger) -> None:
    ledger.keep_request(ASKED)

    def settle(who: str) -> bool:
        return ledger.settle_request(ASKED.id, RequestState.ANSWERED, YES, by=who, at=NOW)

    with ThreadPoolExecutor(6) as pool:
        done = list(pool.map(settle, "abcdef"))
    kept = ledger.request(ASKED.id)
    assert sum(done) == 1
    assert kept and kept.settlement == YES and kept.settled_by == "abcdef"[done.index(True)]


def test_what_became_of_it_is_noted(ledger: Ledger) -> None:
    ledger.keep_request(ASKED)
    ledger.note_request(ASKED.id, card_ts="12.5", told="posted", patch="proposals/x.patch")
    kept = ledger.request(ASKED.id)
    assert kept and (kept.card_ts, kept.told, kept.patch) == ("12.5", "posted", "proposals/x.patch")


def test_erasing_the_answer_withdraws_an_open_request_and_leaves_no_word_of_it(ledger: Ledger) -> None:
    ledger.keep_question("k1", at=NOW, receipt="R-7F3K", text="may I?", asker="someone")
    ledger.keep_request(ASKED)
    ledger.erase(["k1"], NOW)
    kept = ledger.request(ASKED.id)
    assert kept and kept.erased and kept.state is RequestState.WITHDRAWN
    assert (kept.asker, kept.wish) == ("", Wish())
    assert not ledger.settle_request(ASKED.id, RequestState.ANSWERED, YES, by="x", at=NOW)


def test_erasing_keeps_that_a_request_was_answered_but_not_the_words(ledger: Ledger) -> None:
    ledger.keep_question("k1", at=NOW, receipt="R-7F3K", text="may I?", asker="someone")
    ledger.keep_request(ASKED)
    ledger.settle_request(ASKED.id, RequestState.ANSWERED, YES, by="owner", at=NOW)
    ledger.erase(["k1"], NOW)
    kept = ledger.request(ASKED.id)
    assert kept and kept.state is RequestState.ANSWERED and kept.settlement == Settlement()


def test_words_of_a_request_are_erased_when_they_have_outlived_their_time(ledger: Ledger) -> None:
    ledger.keep_request(ASKED)
    assert ledger.purge(NOW + timedelta(days=100))["requests"] == 0
    assert ledger.purge(NOW + timedelta(days=1000))["requests"] == 1
    assert ledger.purge(NOW + timedelta(days=1001))["requests"] == 0
