"""One policy kept loaded: what is asked anew after a save, and that tests are ruled as whole answers are."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.clock.today import today_at
from bot.owners.policy_tests import Got, Trying, trying
from bot.owners.try_edits import Faulty, Retried, TryOut
from bot.policy.deciding.rulings import Note
from bot.policy.house import PolicyTest
from tests.knowledge.folders import WHOLE, write

ROOT = Path(__file__).resolve().parents[2]
SLOTS = "  - {name: in slots, slots: {tool: chatgpt/team, data: customer-names}, verdict: conditional}\n"
WORDS = "  - {name: in words, question: May I put customer names into ChatGPT Team?, verdict: conditional}\n"


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The tests that a policy was asked, in order."""
    names: list[str] = []
    whole = Trying.ask

    def ask(policy: Trying, test: PolicyTest) -> Got:
        names.append(test.name)
        return whole(policy, test)

    monkeypatch.setattr(Trying, "ask", ask)
    return names


def test_an_edit_of_the_tests_alone_asks_only_what_is_new(tmp_path: Path, asked: list[str]) -> None:
    tryout = TryOut(write(tmp_path, {"tests.yaml": f"tests:\n{SLOTS}"}), {})
    tryout.begin()
    (tmp_path / "tests.yaml").write_text(f"tests:\n{WORDS}{SLOTS}")
    *_, last = tryout.look(at_once=True)
    assert isinstance(last, Retried)
    assert (asked, len(last.tried), last.failed) == (["in slots", "in words"], 2, ())


def test_an_edit_of_a_rule_asks_all_of_them_again(tmp_path: Path, asked: list[str]) -> None:
    tryout = TryOut(write(tmp_path, {"tests.yaml": f"tests:\n{WORDS}{SLOTS}"}), {})
    tryout.begin()
    (tmp_path / "rules.yaml").write_text(WHOLE["rules.yaml"].replace("condition\n", "forbid\n", 1))
    *_, last = tryout.look(at_once=True)
    assert asked == ["in words", "in slots", "in slots", "in words"]
    assert isinstance(last, Retried)
    assert len(last.failed) == 2


def test_without_a_save_a_look_tells_nothing_and_a_fault_is_told_once_for_each_save(tmp_path: Path) -> None:
    tryout = TryOut(write(tmp_path), {})
    tryout.begin()
    assert list(tryout.look(at_once=True)) == []
    (tmp_path / "rules.yaml").write_text("- rule: [\n")
    (told,) = tryout.look(at_once=True)
    assert isinstance(told, Faulty)
    assert list(tryout.look(at_once=True)) == []


def test_a_new_thread_forgets_the_one_before(tmp_path: Path) -> None:
    tryout = TryOut(write(tmp_path), {})
    tryout.begin()
    tryout.ask("May I put customer names into ChatGPT Free?")
    assert tryout.ask("and into ChatGPT Team?").answer.label == "conditional"
    assert tryout.is_in_thread
    tryout.new_thread()
    assert not tryout.is_in_thread
    assert tryout.ask("and into ChatGPT Team?").answer.label == "ask"


def test_a_number_ticks_a_box_of_the_last_answer_and_an_edit_asks_the_same_again(tmp_path: Path) -> None:
    tryout = TryOut(write(tmp_path), {})
    tryout.begin()
    tryout.ask("May I put customer names into ChatGPT Team?")
    count = len(tryout.offered)
    assert count and all(one.startswith("☐") for one in tryout.offered)
    for number in range(count):
        answered = tryout.click(number)
    assert all(one.startswith("☑") for one in tryout.offered) and Note.ALL_MET in answered.ruled[0].ruling.notes
    with pytest.raises(IndexError):
        tryout.click(count)
    (tmp_path / "conditions.yaml").write_text(WHOLE["conditions.yaml"].replace("are out", "are out and checked"))
    *_, told = tryout.look(at_once=True)
    assert isinstance(told, Retried) and told.last is None, "a yes-if as before, whose boxes are open again"
    tryout.click(0)
    assert tryout.offered[0] == "☐ Names are out and checked."
    tryout.click(0)
    assert tryout.offered[0] == "☑ Names are out and checked."


def test_a_test_in_words_is_ruled_as_the_whole_answer_is() -> None:
    policy = trying(ROOT / "knowledge")
    today = today_at(policy.knowledge)
    for test in policy.knowledge.tests:
        whole = policy.answerer.ask(test.question, as_=test.asker, today=today).ruled
        bare = policy.answerer.rule(test.question, test.asker, today)
        assert [(one.item, one.ruling) for one in bare] == [(one.item, one.ruling) for one in whole], test.name
