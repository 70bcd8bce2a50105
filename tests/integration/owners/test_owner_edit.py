"""An owner edits one cell in a git checkout: check, test, diff, publish, the new answer, and the correction to who had asked."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path

import pytest

from bot.desk.digests import queue_figures
from bot.desk.gaps import queue_gaps
from bot.environment import shipped
from bot.wiring import House
from bot.wiring.console.doors import work_of
from playground.company import SAMPLE, load_company
from playground.server import Playground
from tests.commands.running import Ran, run_in
from tests.integration.conftest import ASK, Talk
from tests.knowledge.repository import commit, run_git

DESK = "ai-policy"
QUESTION = "@may-i May I use DeepL Pro for a contract?"
BEFORE, AFTER = "DeepL Pro,allow,allow,conditional,deny", "DeepL Pro,allow,allow,deny,deny"
FAULTY = "DeepL Pro,allow,allow,denny,deny"
PATIENT = 60
_NOW = datetime.now(UTC)
MONDAY = (_NOW + timedelta(days=7 - _NOW.weekday())).replace(hour=9, minute=30, second=0, microsecond=0)
"""The next one: what is asked now was asked before it."""


@dataclass
class Owner:
    """Somebody with a checkout of the repository that the bot pulls."""

    checkout: Path

    @property
    def matrix(self) -> Path:
        return self.checkout / "knowledge" / "matrix.csv"

    def edit(self, before: str, after: str) -> None:
        text = self.matrix.read_text()
        assert text.count(before) == 1
        self.matrix.write_text(text.replace(before, after))

    def mayi(self, *words: str) -> Ran:
        return run_in(self.checkout, *words)

    def version(self) -> str:
        return run_git(self.checkout, "rev-parse", "HEAD")[:12]


@pytest.fixture
def owner(tmp_path: Path) -> Owner:
    first, bare, mine = tmp_path / "first", tmp_path / "origin.git", tmp_path / "mine"
    shutil.copytree(shipped("knowledge"), first / "knowledge")
    run_git(first, "init", "--quiet", "-b", "main", ".")
    commit(first, "the first policy")
    run_git(tmp_path, "clone", "--quiet", "--bare", str(first), str(bare))
    run_git(tmp_path, "clone", "--quiet", str(bare), str(mine))
    for name, value in (("user.name", "Noor"), ("user.email", "noor@example.org"), ("commit.gpgsign", "false")):
        run_git(mine, "config", name, value)
    return Owner(mine)


@pytest.fixture
def talk(make_house: Callable[..., House], owner: Owner, tmp_path: Path) -> Iterator[Talk]:
    with Playground(load_company(SAMPLE)) as slack:
        pulled = {
            "knowledge_git": f"file://{tmp_path / 'origin.git'}",
            "knowledge_poll_seconds": 1,
            "cache": tmp_path / "cache",
        }
        house = make_house(slack, **pulled)
        slack.wait_for_app()
        yield Talk(house, slack, house.settings.knowledge)


def calm(talk: Talk) -> None:
    talk.slack.wait_until(lambda: not talk.house.engine.under_way(), timeout=PATIENT)


def test_one_cell_from_the_edit_to_the_people_who_had_asked(talk: Talk, owner: Owner) -> None:
    slack, ledger = talk.slack, talk.house.ledger
    root, answer = talk.ask("lieke", QUESTION)
    assert answer["text"].startswith("Yes, if")
    calm(talk)
    assert ledger.questions()[0].policy_version == owner.version(), "the version in the receipt is the commit"

    owner.edit(BEFORE, AFTER)
    checked = owner.mayi("check")
    assert checked.code == 0 and f"{owner.version()}+edits-" in checked.out
    assert owner.mayi("test").code == 0
    differs = owner.mayi("diff", "HEAD")
    assert differs.code == 0 and "matrix:deepl/pro:confidential" in differs.out and "0 cells looser" in differs.out
    published = owner.mayi("publish", "-m", "DeepL is looked at anew")
    assert published.code == 0 and f"Version {owner.version()}; pushed to origin/main." in published.out

    told = slack.wait_for(ASK, "Changed on", thread_ts=root, timeout=PATIENT)
    assert "Not allowed" in told["text"] and "“Yes, if”" in told["text"]
    _, again = talk.ask("joost", QUESTION)
    assert again["text"].startswith("Not allowed")
    calm(talk)
    assert ledger.questions()[0].policy_version == owner.version()
    assert sum("Changed on" in m["text"] for m in talk.answers(root)) == 1

    looser = owner.mayi("diff", "HEAD", "HEAD~1")
    assert looser.code == 1 and "LOOSER" in looser.out

    good = owner.version()
    owner.edit(AFTER, FAULTY)
    assert owner.mayi("publish", "-m", "oops").code == 3
    commit(owner.checkout, "pushed past the check")
    run_git(owner.checkout, "push", "--quiet")
    slack.wait_for(DESK, "denny", user="noor", timeout=PATIENT)
    assert talk.house.store.current().version == good, "a broken push leaves the good policy"
    owner.edit(FAULTY, AFTER)
    commit(owner.checkout, "mended")

    back = owner.mayi("rollback", good)
    assert back.code == 2, "what it says now is what it said then"
    first = run_git(owner.checkout, "rev-list", "--max-parents=0", "HEAD")[:12]
    back = owner.mayi("rollback", first)
    assert back.code == 0 and f"Back to {first}" in back.out
    slack.wait_until(lambda: sum("Changed on" in m["text"] for m in talk.answers(root)) == 2, timeout=PATIENT)
    slack.wait_until(lambda: talk.house.store.current().version == owner.version(), timeout=PATIENT)


def test_the_weeks_gaps_and_figures_are_posted_once_and_next_week_again(talk: Talk) -> None:
    slack, digest = talk.slack, partial(queue_gaps, talk.house.app)
    talk.ask("lieke", "@may-i May I use Grok for a press release of jan@example.org?")
    talk.ask("joost", "@may-i May I use Grok for a press release?")
    talk.ask("sanne", "@may-i May I use ChatGPT Free for health records?")
    slack.wait_until(lambda: len(talk.house.ledger.questions()) == 3, timeout=PATIENT)

    def said() -> list[str]:
        return [m["text"] for m in slack.messages(DESK, user="noor") if "mayi gaps" in m["text"]]

    slack.wait_until(lambda: not talk.house.engine.under_way(), timeout=PATIENT)
    before = len(said())
    digest(MONDAY.replace(hour=6))
    calm(talk)
    assert len(said()) == before, "before nine nobody is told"
    for _ in range(3):
        digest(MONDAY)
        calm(talk)
    digest(MONDAY + timedelta(days=2))
    calm(talk)
    assert len(said()) == before + 1
    assert "Grok × Published texts: no file names the tool (2 people)" in said()[-1]
    assert "discharge" not in said()[-1] and "jan@" not in said()[-1]
    digest(MONDAY + timedelta(days=7))
    calm(talk)
    assert len(said()) == before + 2
    app, next_week = talk.house.app, datetime.now(UTC).replace(hour=12) + timedelta(days=7)
    app.settings = app.settings.model_copy(update={"admin_channel": DESK})
    for _ in range(2):
        queue_figures(app, next_week)
        calm(talk)
    (told,) = [m["text"] for m in slack.messages(DESK, user="noor") if "Asked for and not granted" in m["text"]]
    assert "Questions: 3. In the week before there were none." in told and "Grok (2)" in told
    assert [m["files"][0]["name"] for m in slack.messages(DESK, user="noor") if m.get("files")] == ["chart.png"]
    assert work_of(talk.house.engine) == (0, 0, 0), "the console's page of health counts what is left to do"
