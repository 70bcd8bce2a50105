"""Deeds on tasks are kept once and sealed; changes of terms are kept once and come back as they were."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import date

from sqlalchemy import text

from bot.desk import tasks
from bot.ledger.ledger import Ledger
from bot.policy.deciding.clauses import TermChange
from bot.policy.due.suspensions import standing_of
from bot.policy.due.tasks import Deed, Done, Task, TaskKind, Thing, standing
from bot.policy.house import Reminding
from tests.ledger.conftest import NOW

DUE = date(2026, 12, 15)
TASK = Task("change:x", TaskKind.CHANGE, DUE)
DONE = Done(Deed.ASSIGN, NOW, "U0NOOR0001", date(2026, 12, 1), "U0JOOST001", "Please.", ("a/x",), "click-1")


def tend(ledger: Ledger, task: Task, done: Done) -> str:
    return tasks.tend(ledger, task, done, Reminding(), date(2026, 11, 20))


def test_a_deed_comes_back_as_it_was_and_names_nobody_in_the_open(ledger: Ledger) -> None:
    assert ledger.keep_deed(TASK.id, DUE, 1, DONE)
    assert ledger.deeds() == ledger.deeds(TASK.id) == {(TASK.id, DUE): (DONE,)}
    assert ledger.deeds("change:y") == {}
    with ledger._engine.connect() as connection:
        kept = repr(connection.execute(text("SELECT * FROM task_deeds")).all())
    assert "U0NOOR0001" not in kept and "U0JOOST001" not in kept


def test_a_deed_is_kept_once_and_a_number_is_given_once(ledger: Ledger) -> None:
    assert ledger.keep_deed(TASK.id, DUE, 1, DONE)
    assert not ledger.keep_deed(TASK.id, DUE, 2, DONE)
    assert not ledger.keep_deed(TASK.id, DUE, 1, Done(Deed.RESOLVE, NOW, id="click-2"))


def test_of_many_who_put_it_off_at_once_no_more_than_three_do(ledger: Ledger) -> None:
    def snooze(number: int) -> str:
        return tend(ledger, TASK, Done(Deed.SNOOZE, NOW, "U1", date(2026, 11, 21), id=f"click-{number}"))

    with ThreadPoolExecutor(6) as pool:
        said = list(pool.map(snooze, range(6)))
    assert standing(ledger.deeds()[TASK.id, DUE]).snoozes == 3
    assert said.count("") == 3


def test_the_same_click_twice_is_one_deed(ledger: Ledger) -> None:
    assert [tend(ledger, TASK, DONE) for _ in range(3)] == ["", "", ""]
    assert len(ledger.deeds()[TASK.id, DUE]) == 1


def test_what_is_settled_takes_no_more_deeds(ledger: Ledger) -> None:
    assert tend(ledger, TASK, Done(Deed.RESOLVE, NOW, id="a")) == "unsaid" and not ledger.deeds()
    assert tend(ledger, TASK, Done(Deed.RESOLVE, NOW, note="The team knows.", id="a")) == ""
    assert tend(ledger, TASK, Done(Deed.ACKNOWLEDGE, NOW, id="b")) == "settled"


def test_a_review_that_is_done_is_open_again_for_what_comes_later_and_may_be_done_again(ledger: Ledger) -> None:
    first = Task("review:x", TaskKind.REVIEW, DUE, things=(Thing("rule", "r1"),))
    later = Task("review:x", TaskKind.REVIEW, DUE, things=(Thing("rule", "r1"), Thing("tool", "t1")))
    assert tend(ledger, first, Done(Deed.RESOLVE, NOW, note="Still right.", id="a")) == ""
    (kept,) = ledger.deeds()[first.id, DUE]
    assert (kept.note, kept.about) == ("Still right.", ("rule r1",))
    assert not standing_of(first, ledger.deeds()).is_open and standing_of(later, ledger.deeds()).is_open
    assert tend(ledger, later, Done(Deed.RESOLVE, NOW, note="This too.", id="b")) == ""
    assert not standing_of(later, ledger.deeds()).is_open


def test_a_change_of_terms_is_kept_once_and_comes_back_as_it_was(ledger: Ledger) -> None:
    change = TermChange(
        "c",
        "acme/privacy",
        DUE,
        "T",
        ("retention",),
        date(2027, 1, 1),
        (("-", "30"), ("+", "90")),
        "https://example.org",
        "looser",
    )
    assert ledger.keep_term_change(change, NOW)
    assert not ledger.keep_term_change(change, NOW)
    assert ledger.keep_term_change(TermChange("d", "acme/privacy", DUE), NOW)
    assert list(ledger.term_changes()) == [change, TermChange("d", "acme/privacy", DUE)]
