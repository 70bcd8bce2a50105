"""What was suspended stays suspended, until somebody lifts it or confirms the terms: by another day and by another name too."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest

from bot.policy.due.suspensions import Suspension, lost, standing_of, suspended_in, suspensions
from bot.policy.due.tasks import Deed, Done, Task, TaskKind
from bot.policy.words import Offering

AT = datetime(2026, 11, 20, 12, tzinfo=UTC)
OLD, NEW = date(2026, 12, 1), date(2027, 1, 15)
TASK = "clause:x"


def done(deed: Deed, *offerings: str, hours: int = 0) -> Done:
    return Done(deed, AT + timedelta(hours=hours), "U1", offerings=offerings, id=f"{deed}{hours}")


def offerings(*ids: str, vendor: str = "acme") -> dict[str, Offering]:
    return {one: Offering(one, one.partition("/")[0], vendor) for one in ids}


def test_what_was_suspended_can_be_lifted_after_the_day_has_moved() -> None:
    deeds = {(TASK, OLD): (done(Deed.SUSPEND, "chat/team"),)}
    assert standing_of(Task(TASK, TaskKind.CLAUSE, NEW), deeds).suspended == {"chat/team"}
    assert standing_of(Task(TASK, TaskKind.CLAUSE, NEW), deeds).suspender == deeds[TASK, OLD][0]
    assert standing_of(Task(TASK, TaskKind.CLAUSE, NEW), deeds).is_open
    lifted = {**deeds, (TASK, NEW): (done(Deed.LIFT, hours=1),)}
    assert not standing_of(Task(TASK, TaskKind.CLAUSE, NEW), lifted).suspended
    assert not suspensions(lifted, {})


def test_a_confirmation_on_the_old_day_does_not_end_a_suspension_of_the_new_one() -> None:
    deeds = {(TASK, OLD): (done(Deed.CONFIRM),), (TASK, NEW): (done(Deed.SUSPEND, "chat/team", hours=1),)}
    assert suspensions(deeds, {TASK: "acme"}) == {Suspension("chat/team", "acme")}
    assert not standing_of(Task(TASK, TaskKind.CLAUSE, OLD), deeds).is_open


def test_the_vendor_of_an_announced_change_stands_before_the_first_slash() -> None:
    deeds = {("change:acme/terms/annex", OLD): (done(Deed.SUSPEND, "chat/team"),)}
    assert suspensions(deeds, {}) == {Suspension("chat/team", "acme")}


def test_another_tasks_deed_lifts_nothing() -> None:
    deeds = {(TASK, OLD): (done(Deed.SUSPEND, "chat/team"),), ("clause:y", OLD): (done(Deed.LIFT, hours=1),)}
    assert suspensions(deeds, {}) == {Suspension("chat/team")}


@pytest.mark.parametrize(
    ("known", "wanted"),
    [
        (("chat/team", "chat/free"), {"chat/team"}),
        (("chat/business", "chat/free", "draw/pro"), {"chat/business", "chat/free"}),
        (("talk/team", "draw/pro"), {"talk/team", "draw/pro"}),
        ((), set()),
    ],
    ids=["by its name", "under another name, with the rest of its tool", "its tool under another name", "nothing is left"],
)
def test_a_suspended_offering_stays_suspended(known: tuple[str, ...], wanted: set[str]) -> None:
    others = offerings("write/pro", vendor="other")
    assert suspended_in({**offerings(*known), **others}, [Suspension("chat/team", "acme")]) == wanted


def test_what_goes_by_no_known_name_any_more_is_lost_and_named() -> None:
    some = [Suspension("chat/team", "acme"), Suspension("draw/pro"), Suspension("write/pro")]
    assert lost(offerings("talk/team", "write/pro"), some) == ("draw/pro",)
    assert lost(offerings("talk/team", vendor="new"), some) == ("chat/team", "draw/pro", "write/pro")
    assert lost(offerings("talk/team"), []) == ()


def test_an_announced_change_that_left_the_files_still_names_its_vendor() -> None:
    deeds = {("clause:new-terms:acme/privacy", OLD): (done(Deed.SUSPEND, "chat/team"),)}
    assert suspensions(deeds, {}) == {Suspension("chat/team", "acme")}
