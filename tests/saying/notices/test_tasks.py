"""Cards of tasks: what, for whom, by when, what is needed, in every language; only what the files say is said."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from bot.policy.deciding.clauses import TermChange
from bot.policy.due.tasks import THINGS, Deed, Done, Standing, Task, TaskKind, Thing
from bot.policy.governance import Demand, Governance
from bot.policy.house import AnnouncedChange, Knowledge, Organisation, Vendor
from bot.policy.policy import Policy
from bot.policy.vendors.facts import Contract
from bot.policy.vocabulary import Vocabulary
from bot.policy.words import Citation
from bot.saying.notices.tasks import Affected, Circumstances, card, digest, reviewed_name, shortened
from bot.saying.words import languages, words_for

DUE = date(2026, 12, 15)
NOW = datetime(2026, 12, 1, 12, tzinfo=UTC)
TODAY = NOW.date()
CHANGE = AnnouncedChange(
    "x", "acme", "New usage policy", DUE, ("acme/team",), "Look at rule `r1`.", url="https://example.org/terms"
)
TERMS = TermChange(
    "c",
    "acme/privacy",
    TODAY,
    "Inputs are kept longer",
    ("retention",),
    None,
    (("-", "30"), ("+", "90")),
    "https://example.org/p",
)
AT = Citation("vendors/acme.yaml", 7)
TASKS = {
    TaskKind.CHANGE: Task("change:x", TaskKind.CHANGE, DUE, "privacy", "acme", CHANGE, at=AT),
    TaskKind.NOTICE: Task(
        "notice:acme:c",
        TaskKind.NOTICE,
        DUE,
        "it",
        "acme",
        contract=Contract("c", "Seats", end=date(2027, 1, 31), auto_renewal=True),
    ),
    TaskKind.REVIEW: Task("review:x", TaskKind.REVIEW, DUE, "it", things=tuple(Thing(kind, f"{kind}-1", AT) for kind in THINGS)),
    TaskKind.CLAUSE: Task("clause:c", TaskKind.CLAUSE, TODAY, "privacy", "acme", terms=TERMS),
}
RESTS = Affected(("r1",), ("cond",), ("acme/team",), 12, 3, 90)


def knowledge(language: str = "en") -> Knowledge:
    return Knowledge(
        Policy({}, {}, {}, (), {}),
        Vocabulary(),
        Organisation("Meander", languages=(language,)),
        vendors=(Vendor("acme", "Acme AI"),),
        labels={"acme/team": {"en": "Acme Team"}},
    )


@pytest.mark.parametrize("language", languages())
@pytest.mark.parametrize("kind", TaskKind)
def test_every_kind_says_what_when_and_who_in_every_language(kind: TaskKind, language: str) -> None:
    task = TASKS[kind]
    drawn = card(
        task, Standing(), knowledge(language), TODAY, why=Circumstances(asked=("U1",)), rests=RESTS if task.terms else None
    )
    assert "{" not in drawn.text and task.owner in drawn.text and "2026" in drawn.text
    assert ("U1",) in [people for _, _, people in drawn.lines]
    assert len({label for _, label in drawn.buttons}) == len(drawn.buttons) > 2
    if kind is not TaskKind.REVIEW:
        assert "Acme AI" in drawn.title


@pytest.mark.parametrize(
    ("language", "wanted"),
    [
        ("en", "Looser for our data: Acme AI, privacy policy · how long data is kept"),
        ("nl", "Ruimer voor onze gegevens: Acme AI, privacyverklaring · hoe lang gegevens worden bewaard"),
    ],
)
def test_what_the_watcher_saw_is_said_in_the_policys_language(language: str, wanted: str) -> None:
    """No name of a topic or a page, and no sentence of the judging, which has one language."""
    for topic in ("retention", "training-on-inputs", "training"):
        task = replace(TASKS[TaskKind.CLAUSE], terms=replace(TERMS, title="", topics=(topic,), direction="looser"))
        said = card(task, Standing(), knowledge(language), TODAY, why=Circumstances()).text
        assert (wanted in said) == (topic == "retention")
        assert topic not in said or language == "en"


@pytest.mark.parametrize(
    ("shows", "of", "said"),
    [
        ("dpa", ("acme/team",), "A contract: Acme Team"),
        ("dpa", ("acme/team", "b", "c"), "A contract: Acme Team and 2 more"),
        ("dpa", ("*",), "A contract: every tool"),
        ("unknown", ("acme/team",), "the id"),
        ("", (), "the id"),
    ],
)
def test_evidence_is_called_by_its_demand_and_its_tools(shows: str, of: tuple[str, ...], said: str) -> None:
    known = replace(knowledge(), governance=Governance((Demand("dpa", {"en": "A contract"}),)))
    assert reviewed_name(Thing("evidence", "the id", AT, shows, of), known, words_for("", ("en",))) == said


@pytest.mark.parametrize("language", languages())
def test_a_contract_that_ends_wants_its_new_end_and_what_is_reviewed_beside_it_a_new_day(language: str) -> None:
    """Each is asked for where there is such a thing, and only there."""

    def needed(*kinds: str) -> str:
        task = replace(TASKS[TaskKind.REVIEW], things=tuple(Thing(kind, "x", AT) for kind in kinds))
        drawn = card(task, Standing(), knowledge(language), TODAY, why=Circumstances())
        return next(said for label, said, _ in drawn.lines if label == words_for("", (language,))("task.line.needed"))

    assert needed("rule", "contract") == f"{needed('rule')} {needed('contract')}"
    assert needed("tool", "rule") == needed("rule") != needed("contract")


def test_a_change_that_names_no_tools_is_for_all_of_its_vendor() -> None:
    whole = replace(knowledge(), vendors=(Vendor("acme", "Acme AI", products=("acme/team",)),))
    task = replace(TASKS[TaskKind.CHANGE], change=replace(CHANGE, tools=()))
    assert "For whom: Acme Team" in card(task, Standing(), whole, TODAY, why=Circumstances()).text


def test_a_change_says_what_for_whom_by_when_and_what_is_needed_in_this_order() -> None:
    drawn = card(TASKS[TaskKind.CHANGE], Standing(), knowledge(), TODAY, why=Circumstances())
    assert drawn.text.splitlines() == [
        "Acme AI changes its terms: New usage policy",
        "For whom: Acme Team",
        "By when: December 15, 2026, in 14 days",
        "What we need: Look at rule `r1`.",
        "Read it: https://example.org/terms",
        "Who sees to it: privacy",
    ]
    assert drawn.foot == "vendors/acme.yaml:7"


@pytest.mark.parametrize(("days", "wanted"), [(1, "Tomorrow,"), (0, "Today,"), (-3, "It was")])
def test_a_day_is_near_or_past(days: int, wanted: str) -> None:
    drawn = card(TASKS[TaskKind.CHANGE], Standing(), knowledge(), DUE - timedelta(days=days), why=Circumstances())
    assert f"By when: {wanted}" in drawn.text


def test_what_the_file_does_not_say_is_not_said() -> None:
    bare = Task("change:x", TaskKind.CHANGE, DUE, "", "acme", AnnouncedChange("x", "acme", "New terms", DUE))
    drawn = card(bare, Standing(), knowledge(), TODAY, why=Circumstances())
    assert drawn.text.splitlines() == ["Acme AI changes its terms: New terms", "By when: December 15, 2026, in 14 days"]


def test_a_contract_that_renews_itself_says_so() -> None:
    drawn = card(TASKS[TaskKind.NOTICE], Standing(), knowledge(), TODAY, why=Circumstances())
    assert "The contract “Seats” ends on January 31, 2027. Without notice it renews by itself." in drawn.text


def test_why_it_comes_now_and_here_stands_first() -> None:
    why = Circumstances(date(2026, 11, 27), date(2026, 11, 26), "#gone", ("U1",), True)
    text = card(TASKS[TaskKind.CHANGE], Standing(), knowledge(), TODAY, why=why).text.splitlines()
    assert text[1:5] == [
        "This comes late: it was due on November 27, 2026.",
        "Nobody has reacted since November 26, 2026.",
        "#gone could not be reached, so this comes here.",
        "Who was asked first is no longer there; it goes to the next.",
    ]


@pytest.mark.parametrize("language", languages())
@pytest.mark.parametrize("deed", Deed)
def test_what_was_done_stands_on_the_card_in_every_language(deed: Deed, language: str) -> None:
    done = Done(deed, NOW, "U9", DUE, "U8", "Called them.", ("acme/team",))
    parts = {
        Deed.ACKNOWLEDGE: Standing(acknowledged=done, last=done),
        Deed.SNOOZE: Standing(snoozed=done, snoozes=1, last=done),
        Deed.ASSIGN: Standing(assigned=done, last=done),
        Deed.RESOLVE: Standing(settled=done, last=done),
        Deed.CONFIRM: Standing(settled=done, last=done),
        Deed.SUSPEND: Standing(suspender=done, suspended=frozenset({"acme/team"}), last=done),
        Deed.LIFT: Standing(last=done),
        Deed.PROPOSE: Standing(proposed=done, last=done),
    }
    drawn = card(TASKS[TaskKind.CLAUSE], parts[deed], knowledge(language), TODAY, why=Circumstances(), rests=RESTS)
    assert "Called them." in drawn.text and "{" not in drawn.text
    people = [person for _, _, named in drawn.lines for person in named]
    assert people == ([] if deed is Deed.LIFT else ["U8"] if deed is Deed.ASSIGN else ["U9"])


def test_a_settled_task_offers_nothing_but_its_diff_and_to_lift_what_is_suspended() -> None:
    done = Done(Deed.RESOLVE, NOW, "U9")
    now = Standing(settled=done, suspended=frozenset({"acme/team"}), last=done)
    drawn = card(TASKS[TaskKind.CLAUSE], now, knowledge(), TODAY, why=Circumstances())
    assert [deed for deed, _ in drawn.buttons] == ["diff", "lift"]


def test_the_digest_tells_what_is_overdue_before_what_comes() -> None:
    late = replace(TASKS[TaskKind.REVIEW], due=date(2026, 11, 2))
    title, text = digest([late, TASKS[TaskKind.CHANGE]], knowledge(), TODAY, None)
    assert title == "What is coming up"
    assert text.splitlines() == [
        "Overdue",
        "• November 2, 2026 · To be looked at again: rule rule-1, tool tool-1, 5 more",
        "",
        "Soon",
        "• December 15, 2026 · Acme AI changes its terms: New usage policy",
    ]


def test_a_long_digest_is_cut_and_says_how_many_more_there_are() -> None:
    _, text = digest([TASKS[TaskKind.CHANGE]] * 30, knowledge(), TODAY, TODAY)
    assert len(text.splitlines()) == 12 and "22" in text.splitlines()[-1]


def test_a_diff_keeps_what_stands_around_the_change_and_at_most_a_screen() -> None:
    shown = shortened((("", "a" * 500), ("-", "not"), ("", "short"), ("+", "b" * 900)))
    assert [mark for mark, _ in shown] == ["", "-", "", ""]
    assert shown[0][1].count("a") == 120 and shown[1:] == (("-", "not"), ("", "short"), ("", "…"))
