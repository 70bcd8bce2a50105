"""Several admins erase the same person at the same moment: it is done once, nothing of them stays, and the log is whole."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

from bot.desk.erasing import erase_person
from bot.ledger.ledger import Ledger
from bot.ledger.verifying.verify import verify
from tests.databases import app_over
from tests.ledger.conftest import NOW


def test_two_admins_who_erase_the_same_person_at_once_erase_them_once(ledger: Ledger, database_url: str) -> None:
    for number in range(6):
        asker = "p1" if number % 2 else "p2"
        receipt = ledger.keep_question(f"{number:064x}", at=NOW, asker=asker, text=f"Salary of {asker}?", verdict="forbidden")
        ledger.keep_feedback(receipt, "not_right", at=NOW, who=asker, note="Salary again")
        ledger.keep_look(receipt, asker, by="Joost", reason="the works council asked", at=NOW)
    ledger.seal()

    def erase(admin: int) -> int:
        return erase_person(app_over(ledger), f"wish-{admin}", "p1", NOW).questions

    with ThreadPoolExecutor(4) as pool:
        counts = list(pool.map(erase, range(4)))
    ledger.seal()
    assert max(counts) == 3, "each proof tells what was there when it was asked for"
    assert sorted(row.text or "" for row in ledger.questions()) == ["", "", "", *["Salary of p2?"] * 3]
    assert (ledger.asked_by("p1", 9), ledger.feedback_by("p1"), ledger.looks(person="p1")) == ([], [], [])
    assert len(ledger.feedback_by("p2")) == len(ledger.looks(person="p2")) == 3
    found = verify(database_url)
    assert found.ok and found.erased == 3, found
