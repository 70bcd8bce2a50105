"""The one question of an owner's App Home: what is shown, what a click writes, and what is told where it cannot."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.environment import shipped
from bot.knowledge.catalog import load_catalog
from bot.knowledge.files.believing import with_exam
from bot.knowledge.load import load
from bot.ledger.ledger import Ledger, open_ledger
from bot.owners.confirm import Confirming, confirming_of
from bot.policy.confirming import Tier
from bot.policy.talks.home import OpenQuestion, Wish
from bot.policy.trust import BY_HAND, WHEN_IDLE, Limits
from bot.saying.words import languages, load_catalog_of, words_for
from bot.settings import Settings, read_settings
from bot.slack.doors.home import Clicked
from bot.wiring.desk.home_question import HomeQuestion
from tests.console.edits.confirming import BAN, BARE
from tests.databases import ledger_in

LEDGERS: list[Ledger] = []


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    shutil.copytree(shipped("knowledge"), tmp_path / "knowledge")
    (tmp_path / "knowledge" / "guidance" / "more.md").write_text(f"# A\n\n{BAN}\n\n{BARE}\n", encoding="utf-8")
    (tmp_path / "knowledge" / ".import.json").write_text("{}\n", encoding="utf-8")
    return read_settings(knowledge=tmp_path / "knowledge", proposals=tmp_path / "proposals")


@pytest.fixture(scope="module", autouse=True)
def ledger(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Ledger]:
    """In which nobody has clicked anything."""
    opened = open_ledger(ledger_in(tmp_path_factory.mktemp("ledger") / "mayi.db"), b"k" * 32)
    LEDGERS.append(opened)
    yield LEDGERS[0]
    LEDGERS.pop().close()


def home_of(settings: Settings) -> HomeQuestion:
    return HomeQuestion(settings, LEDGERS[0])


def questions_of(settings: Settings) -> Confirming:
    return confirming_of(settings.knowledge, LEDGERS[0])


def shown(settings: Settings, passed: int = 0, language: str = "en") -> OpenQuestion:
    found = home_of(settings).shown(Wish(passed=passed), words_for(language, ("en",)))
    assert found is not None
    return found


def last_of(settings: Settings) -> str:
    last = questions_of(settings).last()
    return last.id if last else ""


def files(settings: Settings) -> dict[str, str]:
    return {str(one): one.read_text() for one in settings.knowledge.rglob("*") if one.is_file() and one.name[0] != "."}


def test_the_weightiest_is_shown_with_what_its_answers_change(settings: Settings) -> None:
    first = questions_of(settings).questions()[0].question
    found = shown(settings)
    assert (found.id, found.sentence, found.place) == (first.id, first.sentence, f"{first.at.file}:{first.at.line}")
    assert any("→ Not allowed" in line.changes for line in found.answers) and found.last == ""
    changing = sum(one.tier is Tier.MATTERS for one in questions_of(settings).questions())
    assert f"{changing} are open" in found.small and changing < questions_of(settings).count()


def test_what_is_not_known_is_left_and_the_next_comes_up_until_the_first_does_again(settings: Settings) -> None:
    ids = [shown(settings, passed).id for passed in range(3)]
    assert len(set(ids)) == 3
    count = sum(one.tier is Tier.MATTERS for one in questions_of(settings).questions())
    assert ids[0] in {shown(settings, passed).id for passed in (count - 1, count)}, "none is lost"
    assert files(settings)  # nothing was written
    assert not last_of(settings)


def test_one_click_never_forbids_everything_everywhere(settings: Settings) -> None:
    found = next(one for passed in range(200) if (one := shown(settings, passed)).sentence == BARE)
    assert [line.way for line in found.answers] == ["drop"]
    before = files(settings)
    assert home_of(settings).confirm(Clicked(found.id, "forbid", found.asked), "Noor") == "console.confirm.refused.bare"
    assert files(settings) == before


def test_a_click_edits_the_files_and_is_taken_back(settings: Settings) -> None:
    before, found, home = files(settings), shown(settings), home_of(settings)
    assert home.confirm(Clicked(found.id, "drop", found.asked), "Noor") == "home.confirm.done"
    assert found.id in (settings.knowledge / "confirmed.yaml").read_text() and shown(settings).id != found.id
    assert shown(settings).last == last_of(settings)
    assert home.take_back("rule/another") == "console.confirm.refused.other"
    edit = last_of(settings)
    assert home.take_back(edit) == "home.confirm.undone" and files(settings) == before
    assert home.take_back(edit) == "console.confirm.nothing_to_undo"


def test_what_cannot_be_done_is_told(settings: Settings) -> None:
    found, home = shown(settings), home_of(settings)
    assert home.confirm(Clicked(found.id, "drop", "another"), "Noor") == "console.confirm.refused.moved"
    assert home.confirm(Clicked(found.id, "perhaps", found.asked), "Noor") == "console.confirm.refused.way"
    assert home.confirm(Clicked("kind/no-such", "drop", found.asked), "Noor") == "console.confirm.refused.gone"
    home.confirm(Clicked(found.id, "drop", found.asked), "Noor")
    (settings.knowledge / "confirmed.yaml").open("a", encoding="utf-8").write("# mine\n")
    assert home.take_back(last_of(settings)) == "home.confirm.edited"
    (settings.knowledge / "rules.yaml").write_text("- rule: [", encoding="utf-8")
    assert home.confirm(Clicked(found.id, "drop", found.asked), "Noor") == "home.confirm.faulty"
    assert home_of(settings).shown(Wish(), words_for("en", ("en",))) is None, "the rest of App Home is still there"


def test_where_the_policy_comes_from_a_repository_an_answer_is_proposed(settings: Settings) -> None:
    remote = settings.model_copy(update={"knowledge_git": "https://git.example/policy"})
    before, found = files(settings), shown(settings)
    assert home_of(remote).confirm(Clicked(found.id, "drop", found.asked), "Noor") == "home.confirm.proposed"
    assert files(settings) == before and len(list(settings.proposals.glob("*.patch"))) == 1
    assert home_of(remote).take_back(found.id) == "console.confirm.nothing_to_undo"


@pytest.mark.parametrize("language", languages())
def test_every_language_has_its_words(settings: Settings, language: str) -> None:
    assert shown(settings, 0, language).text == load_catalog_of(language)["confirm.sentence"]


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("owner: x", "owner: x\nmodel:\n  exam: when_idle\n"),
        ("model:\n  believe: believed\n", "model:\n  exam: when_idle\n  believe: believed\n"),
        ("model:  # the model\n\n    # so far\n    believe: off\nowner: x\n",
         "model:  # the model\n    exam: when_idle\n\n    # so far\n    believe: off\nowner: x\n"),
        ("model: {believe: believed}\n", "model: {exam: when_idle, believe: believed}\n"),
        ("model: {}\n", "model: {exam: when_idle}\n"),
    ],
    ids=["no model yet", "a block", "a block with comments", "in braces", "empty braces"],
)  # fmt: skip
def test_the_word_for_the_exam_stands_with_the_model_however_that_is_written(before: str, after: str) -> None:
    assert with_exam(before, "when_idle") == after


@pytest.mark.parametrize("when", [WHEN_IDLE, BY_HAND])
def test_an_owner_says_when_the_exam_is_sat_and_it_stands_in_the_policys_files(settings: Settings, when: str) -> None:
    assert home_of(settings).sit_exam(when, "Femke") == f"home.exam.{when}.done"
    known = load(settings.knowledge, load_catalog()).or_raise()
    assert known.organisation.believing == Limits(exam=when)
    assert home_of(settings).sit_exam("always", "Femke") == "home.confirm.refused"


def test_a_policy_that_has_said_so_is_left_as_it_is(settings: Settings) -> None:
    home_of(settings).sit_exam(BY_HAND, "Femke")
    before = files(settings)
    assert home_of(settings).sit_exam(WHEN_IDLE, "Femke") == "home.confirm.faulty", "two words for one"
    assert files(settings) == before


def test_where_the_folder_is_a_copy_it_waits_as_a_proposal(settings: Settings) -> None:
    copy = settings.model_copy(update={"knowledge_git": "https://git.example/policy"})
    before = files(settings)
    assert home_of(copy).sit_exam(WHEN_IDLE, "Femke") == "home.confirm.proposed"
    assert files(settings) == before
    assert "exam: when_idle" in "".join(one.read_text() for one in settings.proposals.iterdir())
