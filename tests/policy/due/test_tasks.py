"""Files -> what owners have to see to; deeds -> where a task stands, and what may still be done with it."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from bot.policy.deciding.clauses import TermChange
from bot.policy.due.tasks import (
    Deed,
    Done,
    Standing,
    Task,
    TaskKind,
    Thing,
    deeds_on,
    refusal,
    snooze_choices,
    standing,
    tasks_of,
)
from bot.policy.house import AnnouncedChange, Knowledge, Organisation, Reminding, Reviewed, Vendor
from bot.policy.policy import Policy
from bot.policy.vendors.facts import Contract
from bot.policy.vocabulary import Vocabulary
from bot.policy.words import Citation, Effect, Rule

AT = datetime(2026, 11, 20, 12, tzinfo=UTC)
TODAY = AT.date()
DUE = date(2026, 12, 1)
TASK = Task("change:x", TaskKind.CHANGE, DUE)
WANTED = Reminding()
FRIDAY = 4


def knowledge(*vendors: Vendor, reviews: tuple[Reviewed, ...] = (), rules: tuple[Rule, ...] = ()) -> Knowledge:
    return Knowledge(
        Policy({}, {}, {}, rules, {}), Vocabulary(), Organisation("Meander", owner="boss"), vendors=vendors, reviews=reviews
    )


def done(deed: Deed, until: date | None = None, *offerings: str, at: datetime = AT) -> Done:
    return Done(deed, at, "U1", until, offerings=offerings)


def test_an_announced_change_is_a_task_for_the_day_it_takes_effect() -> None:
    (task,) = tasks_of(knowledge(Vendor("acme", "Acme", changes=(AnnouncedChange("x", "acme", "New", DUE, owner="it"),))))
    assert (task.id, task.kind, task.due, task.owner) == ("change:x", TaskKind.CHANGE, DUE, "it")


def test_a_contracts_notice_period_is_counted_back_and_each_is_looked_at_when_it_ends() -> None:
    end = date(2027, 3, 31)
    tasks = tasks_of(
        knowledge(Vendor("acme", "Acme", contracts=(Contract("c1", end=end, notice_days=30), Contract("c2", end=end))))
    )
    assert [(task.id, task.due) for task in tasks] == [
        ("notice:acme:c1", date(2027, 3, 1)),
        ("review:2027-03-31:boss", end),
    ]
    assert [thing.id for thing in tasks[1].things] == ["acme/c1", "acme/c2"], "the one with notice too: it ends, or renews"


@pytest.mark.parametrize(
    ("contract", "by"),
    [
        (Contract("c", end=date(2027, 5, 31), notice_months=3), date(2027, 2, 28)),
        (Contract("c", end=date(2028, 5, 31), notice_months=3), date(2028, 2, 29)),
        (Contract("c", end=date(2027, 2, 28), notice_months=1), date(2027, 1, 28)),
        (Contract("c", end=date(2027, 1, 15), notice_months=1), date(2026, 12, 15)),
        (Contract("c", end=date(2027, 12, 31), notice_months=12), date(2026, 12, 31)),
        (Contract("c", end=date(2028, 3, 1), notice_days=1), date(2028, 2, 29)),
        (Contract("c", end=date(9999, 12, 31), notice_days=1), date(9999, 12, 30)),
        (Contract("c", end=date(2027, 12, 31), notice_days=14, notice_months=1), date(2027, 11, 16)),
        (Contract("c", end=date(2027, 12, 31), notice_months=0), date(2027, 12, 31)),
        (Contract("c", end=date(2027, 12, 31)), None),
        (Contract("c", notice_months=3), None),
    ],
    ids=[
        "months end where a month is shorter",
        "a leap year",
        "early rather than late",
        "over the turn of a year",
        "a year",
        "days over the end of a February",
        "an end that stands for none",
        "months and days",
        "until the last day",
        "no notice",
        "no end",
    ],
)
def test_notice_is_counted_in_days_and_in_months(contract: Contract, by: date | None) -> None:
    assert contract.notice_by == by


def test_what_one_owner_looks_at_on_one_day_is_one_task() -> None:
    reviews = (
        Reviewed("rule", "r1", DUE, "it"),
        Reviewed("tool", "t1", DUE, "it"),
        Reviewed("waiver", "w1", DUE),
        Reviewed("tool", "t2", None, "it"),
    )
    found = {task.owner: [thing.id for thing in task.things] for task in tasks_of(knowledge(reviews=reviews))}
    assert found == {"it": ["r1", "t1"], "boss": ["w1"]}


PLACE = Citation("vendors/acme.yaml", 7)


def test_a_task_says_whose_it_is_what_it_is_about_and_where_that_stands() -> None:
    change = AnnouncedChange("x", "acme", "New", DUE, at=PLACE)
    notice = Contract("c1", end=date(2026, 12, 9), notice_days=7, owner="it", at=PLACE)
    ending = Contract("c2", end=date(2026, 12, 3), at=PLACE)
    reviews = (Reviewed("rule", "r1", date(2026, 12, 4), at=PLACE),)
    vendor = Vendor("acme", "Acme", changes=(change,), contracts=(notice, ending))
    announced, given, ends, looked_at, _renews = tasks_of(knowledge(vendor, reviews=reviews))
    assert (announced.owner, announced.vendor, announced.change, announced.at) == ("boss", "acme", change, PLACE)
    assert (given.id, given.owner, given.vendor, given.contract, given.at) == ("notice:acme:c1", "it", "acme", notice, PLACE)
    assert (ends.id, ends.things, ends.at) == ("review:2026-12-03:boss", (Thing("contract", "acme/c2", PLACE),), PLACE)
    assert (looked_at.things, looked_at.at) == ((Thing("rule", "r1", PLACE),), PLACE)


def test_an_announced_change_whose_terms_have_changed_is_told_once() -> None:
    vendor = Vendor("acme", "Acme", changes=(AnnouncedChange("x", "acme", "New", DUE),))
    tasks = tasks_of(knowledge(vendor), [TermChange("x", "acme/privacy", TODAY)])
    assert [(task.id, task.vendor) for task in tasks] == [("clause:x", "acme")]


@pytest.mark.parametrize(
    ("owners", "wanted"),
    [(["it", ""], "boss"), (["", "it"], "it"), (["it", "hr"], "hr")],
    ids=["the rule that rests on it has none", "only that rule has one", "another rule has one too"],
)
def test_who_answers_for_a_rule_that_rests_on_the_page_answers_for_its_change(owners: list[str], wanted: str) -> None:
    other, resting = (Rule(f"r-{who}", Effect.ALLOW, frozenset(), frozenset(), PLACE, owner=who) for who in owners)
    rules = (other, replace(resting, rests_on=("acme/terms", "Acme/Privacy")))
    (task,) = tasks_of(knowledge(rules=rules), [TermChange("x", "acme/PRIVACY", TODAY)])
    assert task.owner == wanted


def test_a_changed_clause_is_a_task_of_who_answers_for_what_rests_on_it_and_stands_for_the_announced_change() -> None:
    rule = Rule("r", Effect.ALLOW, frozenset(), frozenset(), Citation("", 0), owner="it", rests_on=("acme/privacy#training",))
    change = TermChange("x:acme/privacy", "acme/privacy", TODAY, effective=DUE)
    vendor = Vendor("acme", "Acme", changes=(AnnouncedChange("x", "acme", "New", DUE),))
    (task,) = tasks_of(knowledge(vendor, rules=(rule,)), [change])
    assert (task.id, task.due, task.owner, task.begins) == ("clause:x:acme/privacy", DUE, "it", TODAY)


def test_a_change_that_took_effect_before_it_was_seen_is_due_when_it_is_seen() -> None:
    (task,) = tasks_of(knowledge(), [TermChange("x", "acme/privacy", TODAY, effective=date(2026, 2, 1))])
    assert task.due == TODAY


# --- deeds -----------------------------------------------------------------------------------------------------------


def review(*things: str) -> Task:
    return Task("review:x", TaskKind.REVIEW, DUE, things=tuple(Thing("rule", one) for one in things))


@pytest.mark.parametrize(
    ("looked_at", "now", "is_open"),
    [
        (("r1", "r2"), ("r1", "r2"), False),
        (("r1", "r2"), ("r2", "r1"), False),
        (("r1", "r2"), ("r2",), False),
        (("r1",), ("r1", "r2"), True),
        (("r1",), ("r2",), True),
        ((), ("r1",), False),
    ],
    ids=[
        "what was looked at stays done",
        "in another order",
        "when one of it has got a new day",
        "what comes beside it was not looked at",
        "nor what comes in its place",
        "a deed from before this was kept",
    ],
)
def test_a_review_is_done_for_what_it_was_about_and_for_nothing_that_comes_later(
    looked_at: tuple[str, ...], now: tuple[str, ...], is_open: bool
) -> None:
    deed = replace(done(Deed.RESOLVE), about=review(*looked_at).about)
    deeds = {("review:x", DUE): (done(Deed.ASSIGN), deed)}
    stands = standing(deeds_on(review(*now), deeds))
    assert stands.is_open is is_open and stands.assigned, "whom it was given to stays"


def test_nothing_done_is_open() -> None:
    assert standing(()) == Standing() and Standing().is_open


def test_the_newest_of_each_kind_counts() -> None:
    now = standing([done(Deed.SNOOZE, DUE), done(Deed.ASSIGN), done(Deed.SNOOZE, date(2026, 12, 2)), done(Deed.ACKNOWLEDGE)])
    assert (now.snoozes, now.snoozed and now.snoozed.until, now.is_open) == (2, date(2026, 12, 2), True)
    assert now.last is not None and now.last.deed is Deed.ACKNOWLEDGE
    kinds = (Deed.ACKNOWLEDGE, Deed.ASSIGN, Deed.PROPOSE, Deed.RESOLVE, Deed.SNOOZE, Deed.SUSPEND)
    each = standing([done(kind) for kind in kinds])
    found = (each.acknowledged, each.assigned, each.proposed, each.settled, each.snoozed, each.suspender)
    assert [one and one.deed for one in found] == list(kinds)
    assert each.snoozes == 1


@pytest.mark.parametrize(
    ("deeds", "suspended"),
    [
        ([done(Deed.SUSPEND, None, "a/x")], {"a/x"}),
        ([done(Deed.SUSPEND, None, "a/x"), done(Deed.SUSPEND, None, "b/x")], {"a/x", "b/x"}),
        ([done(Deed.SUSPEND, None, "a/x"), done(Deed.LIFT)], set()),
        ([done(Deed.SUSPEND, None, "a/x"), done(Deed.CONFIRM)], set()),
        ([done(Deed.SUSPEND, None, "a/x"), done(Deed.RESOLVE)], {"a/x"}),
        ([done(Deed.LIFT), done(Deed.SUSPEND, None, "a/x")], {"a/x"}),
    ],
    ids=["suspended", "twice", "lifted", "confirmed", "done is not lifted", "again"],
)
def test_a_suspension_lasts_until_somebody_lifts_it_or_confirms_the_terms(deeds: list[Done], suspended: set[str]) -> None:
    assert standing(deeds).suspended == suspended


@pytest.mark.parametrize(
    ("now", "deed", "until", "wanted"),
    [
        (Standing(), Deed.ACKNOWLEDGE, None, ""),
        (Standing(settled=done(Deed.RESOLVE)), Deed.ACKNOWLEDGE, None, "settled"),
        (Standing(), Deed.SNOOZE, date(2026, 11, 27), ""),
        (Standing(), Deed.SNOOZE, date(2026, 11, 28), "far"),
        (Standing(), Deed.SNOOZE, TODAY, "past"),
        (Standing(), Deed.SNOOZE, None, "past"),
        (Standing(snoozes=3), Deed.SNOOZE, date(2026, 11, 21), "snoozes"),
        (Standing(), Deed.LIFT, None, "settled"),
        (Standing(settled=done(Deed.RESOLVE), suspended=frozenset({"a/x"})), Deed.LIFT, None, ""),
    ],
)
def test_what_may_be_done(now: Standing, deed: Deed, until: date | None, wanted: str) -> None:
    assert refusal(now, deed, TASK, TODAY, WANTED, until=until) == wanted


@pytest.mark.parametrize(("note", "wanted"), [("Told the team.", ""), ("", "unsaid"), (" \n", "unsaid")])
def test_what_is_done_is_done_with_a_word_on_it(note: str, wanted: str) -> None:
    assert refusal(Standing(), Deed.RESOLVE, TASK, TODAY, WANTED, note=note) == wanted


def test_what_is_due_today_may_be_put_off_and_nothing_where_the_policy_gives_no_days() -> None:
    tomorrow = date(2026, 11, 21)
    assert refusal(Standing(), Deed.SNOOZE, replace(TASK, due=TODAY), TODAY, WANTED, until=tomorrow) == ""
    assert refusal(Standing(), Deed.SNOOZE, TASK, TODAY, Reminding(snooze_days=()), until=tomorrow) == "far"


def test_nothing_is_put_off_past_its_day_but_what_is_overdue_may_be() -> None:
    soon = replace(TASK, due=date(2026, 11, 22))
    assert snooze_choices(soon, Standing(), TODAY, WANTED, same) == (date(2026, 11, 21),)
    assert len(snooze_choices(replace(TASK, due=date(2026, 11, 1)), Standing(), TODAY, WANTED, same)) == 3
    assert snooze_choices(TASK, Standing(snoozes=3), TODAY, WANTED, same) == ()


def test_it_is_put_off_to_a_day_on_which_it_is_said() -> None:
    """From a Friday on, tomorrow and in three days are both Monday."""
    assert TODAY.weekday() == FRIDAY
    found = snooze_choices(TASK, Standing(), TODAY, WANTED, after_the_weekend)
    assert found == (date(2026, 11, 23), date(2026, 11, 27))
    over = Reminding(snooze_days=(1,))
    assert snooze_choices(TASK, Standing(), TODAY, over, after_the_weekend) == (date(2026, 11, 21),), "no later than may be"


def same(day: date) -> date:
    """Every day is a working day."""
    return day


def after_the_weekend(day: date) -> date:
    """The day, or the Monday after it."""
    return day + timedelta(days=max(0, 7 - day.weekday())) if day.weekday() > FRIDAY else day
