"""Changes of terms with what was done about them: whether it was told, who looked at it, and what they decided."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from bot.console.announcing import VendorsPage
from bot.knowledge.load import load
from bot.ledger.ledger import Ledger, open_ledger
from bot.policy.due.tasks import Deed, Done
from bot.policy.house import AnnouncedChange, Knowledge, Vendor
from bot.policy.vendors.facts import Migration
from bot.policy.vendors.terms import Direction, Judgement, Severity, Topic
from bot.policy.vendors.watching import PageChange
from bot.policy.words import Citation
from tests.databases import ledger_in
from tests.knowledge.folders import write

NOW = datetime.now(UTC)
TODAY = NOW.date()
JUDGED = Judgement(Severity.ALERT, (Topic.TRAINING,), Direction.LOOSER)


@pytest.fixture
def ledger(tmp_path: Path) -> Iterator[Ledger]:
    opened = open_ledger(ledger_in(tmp_path / "log.db"), b"a secret for tests only, 32 bytes")
    yield opened
    opened.close()


@pytest.fixture
def knowledge(tmp_path: Path) -> Knowledge:
    return load(write(tmp_path / "policy")).or_raise()


def page(knowledge: Knowledge, ledger: Ledger | None, since: date | None = None) -> VendorsPage:
    return VendorsPage.of(knowledge, "en", ledger, lambda user: f"Name of {user}", since)


def kept(ledger: Ledger, id_: str, at: datetime, told: str = "") -> None:
    ledger.keep_change(PageChange(id_, "openai/terms", "a", "b", at, JUDGED, told=told))


def deed(ledger: Ledger, task: str, number: int, done: Done) -> None:
    assert ledger.keep_deed(task, TODAY, number, replace(done, id=f"{task}:{number}"))


@pytest.mark.parametrize(
    ("told", "said"),
    [
        ("posted", "Told in Slack"),
        ("card", "Told in Slack"),
        ("refused", "Could not be told"),
        ("owed", "Being told"),
        ("", "Judged and kept"),
    ],
)
def test_a_change_that_nobody_did_anything_about_says_whether_it_was_told(
    ledger: Ledger, knowledge: Knowledge, told: str, said: str
) -> None:
    kept(ledger, "c1", NOW, told)
    assert page(knowledge, ledger).page().tables[1].rows[0][-1].text == said


def test_what_people_did_stands_in_its_order_by_name_and_in_their_words(ledger: Ledger, knowledge: Knowledge) -> None:
    kept(ledger, "c1", NOW, "card")
    kept(ledger, "c11", NOW, "card")
    deed(ledger, "clause:c1", 0, Done(Deed.SUSPEND, NOW, "U1", offerings=("chatgpt/team",)))
    deed(ledger, "clause:c1", 1, Done(Deed.ASSIGN, NOW + timedelta(hours=1), "U1", to="U2"))
    deed(ledger, "clause:c1", 2, Done(Deed.PROPOSE, NOW + timedelta(hours=2), "U2"))
    deed(ledger, "clause:c1", 3, Done(Deed.CONFIRM, NOW + timedelta(hours=3), "U2", note="Read by legal"))
    rows = {row[-1].text for row in page(knowledge, ledger).page().tables[1].rows}
    assert "Told in Slack" in rows, "another change, whose number begins the same, has none of it"
    (said,) = rows - {"Told in Slack"}
    parts = said.split(" · ")
    assert parts[1] == "Suspended, until somebody lifts it: ChatGPT Team (Name of U1)"
    assert parts[2] == "Given to Name of U2 (Name of U1)"
    assert parts[3].startswith("A stricter rule was written or proposed, ") and parts[3].endswith("(Name of U2)")
    assert parts[4].startswith("Confirmed on ") and parts[4].endswith(": the rules still hold (Name of U2): Read by legal")


def test_an_announced_change_tells_what_was_done_with_it_and_with_what_it_touches(ledger: Ledger, knowledge: Knowledge) -> None:
    change = AnnouncedChange("new-terms", "openai", "New terms", TODAY, at=Citation("vendors.yaml", 1))
    vendors = (Vendor("openai", "OpenAI", changes=(change,)),)
    deed(ledger, "change:new-terms", 0, Done(Deed.ACKNOWLEDGE, NOW, "U1"))
    deed(
        ledger, "clause:new-terms:openai/terms", 0, Done(Deed.RESOLVE, NOW + timedelta(hours=1), "U2", note="No rule rests on it")
    )
    row = page(replace(knowledge, vendors=vendors), ledger).page().tables[0].rows[0]
    assert row[-1].text.startswith("Seen, ")
    assert "(Name of U1) · Done, " in row[-1].text
    assert row[-1].text.endswith("(Name of U2): No rule rests on it")


def test_a_report_has_all_changes_since_its_day_and_no_others(ledger: Ledger, knowledge: Knowledge) -> None:
    for number in range(60):
        kept(ledger, f"c{number}", NOW - timedelta(days=number * 10))
    assert len(page(knowledge, ledger, TODAY - timedelta(days=599)).page().tables[1].rows) == 60
    assert len(page(knowledge, ledger, TODAY - timedelta(days=15)).page().tables[1].rows) == 2


def test_without_a_ledger_watched_pages_are_not_spoken_of(knowledge: Knowledge) -> None:
    titles = [one.title for one in page(knowledge, None).page().tables]
    assert titles == ["Announced changes", "Contracts", "If a vendor is down, dearer or on other terms"]


@pytest.mark.parametrize(
    ("plan", "shown", "mark"),
    [
        (
            Migration("claude/team", TODAY, steps=("Tell the teams.", "Move the prompts.")),
            "1. Tell the teams. 2. Move the prompts.",
            "",
        ),
        (Migration("claude/team", review=TODAY, steps=("Tell the teams.",), owner="it@example.org"), "1. Tell the teams.", ""),
        (Migration("claude/team", TODAY - timedelta(days=366)), "none written down", "forbidden"),
        (Migration("claude/team"), "none written down", "forbidden"),
    ],
    ids=["rehearsed today", "to be rehearsed today", "rehearsed too long ago", "never rehearsed"],
)
def test_the_way_out_tells_its_steps_and_is_marked_where_nobody_rehearsed_it_in_time(
    knowledge: Knowledge, plan: Migration, shown: str, mark: str
) -> None:
    vendors = (Vendor("openai", "OpenAI", migration=plan),)
    ((vendor, to, steps, _, again, owner),) = page(replace(knowledge, vendors=vendors), None).page().tables[-1].rows
    assert (vendor.text, steps.text, again.mark) == ("OpenAI", shown, mark)
    assert to.text
    assert owner.text == (plan.owner or knowledge.organisation.owner)
