"""A first policy from ten answers: it is whole, it keeps what was answered, and it never allows what nobody said."""

from __future__ import annotations

from datetime import date
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from bot.knowledge.catalog import load_catalog
from bot.knowledge.load import load
from bot.knowledge.starting.answers import Answers, AnswersError, answers_from, questions
from bot.knowledge.starting.write import first_policy
from bot.policy.deciding.decide import careful, compile_policy, decide
from bot.policy.house import Knowledge
from bot.policy.words import DataAsk, Question, ToolAsk, Verdict
from bot.reading.naming.row_products import row_name_reader
from bot.saying.answers.starting import told
from bot.saying.words import languages
from tests.yamls import read_yaml

STARTER = Path(__file__).resolve().parents[3] / "docs" / "starter"
TODAY = date(2026, 11, 20)
CATALOG = load_catalog()
NAMES = row_name_reader(CATALOG)
TELL = partial(told, "en")
TOOLS = {"tools": ["ChatGPT Enterprise", "DeepL Pro"], "others": ["ChatGPT Free", "Frobnik"]}


def written(tmp_path: Path, **given: Any) -> tuple[dict[str, str], Path]:
    files = first_policy(answers_from(given), CATALOG, NAMES, TODAY, TELL)
    for path, text in files.items():
        target = tmp_path / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(text)
    return files, tmp_path / "knowledge"


def verdict(knowledge: Knowledge, tool: str, data: str) -> Verdict:
    question = Question((ToolAsk(tool, (tool,)),), (DataAsk(data, (data,)),), asked_back=2)
    return careful(question, decide(compile_policy(knowledge.policy), question, TODAY)).verdict


def test_there_are_ten_questions() -> None:
    assert len(questions()) == len(Answers.__dataclass_fields__) == 10
    assert list(questions()) == list(Answers.__dataclass_fields__)


@pytest.mark.parametrize("strictness", ["careful", "usual", "open"])
@pytest.mark.parametrize(
    ("more", "odd"), [({}, ["K028"]), (TOOLS, [])], ids=["without a contract nothing is conditional", "tools"]
)
def test_it_is_whole_and_its_own_tests_hold(tmp_path: Path, strictness: str, more: dict[str, Any], odd: list[str]) -> None:
    _, folder = written(tmp_path, strictness=strictness, **more)
    loaded = load(folder, CATALOG)
    assert [fault.code for fault in loaded.faults] == odd
    knowledge = loaded.or_raise()
    for test in read_yaml((folder / "tests.yaml").read_text())["tests"]:
        found = verdict(knowledge, test["slots"]["tool"], test["slots"]["data"][0])
        assert found.value == test["verdict"], test["name"]


@pytest.mark.parametrize("strictness", ["careful", "usual", "open"])
def test_secrets_go_nowhere_and_confidential_data_into_no_private_account(tmp_path: Path, strictness: str) -> None:
    knowledge = load(written(tmp_path, strictness=strictness, **TOOLS)[1], CATALOG).or_raise()
    for offering in knowledge.policy.offerings:
        assert verdict(knowledge, offering, "passwords") is Verdict.FORBIDDEN
    for data in ("confidential", "restricted", "customer-data"):
        assert verdict(knowledge, "chatgpt/free", data) is Verdict.FORBIDDEN


def test_stricter_answers_make_a_stricter_policy(tmp_path: Path) -> None:
    rank = list(Verdict)
    seen = []
    for strictness in ("open", "usual", "careful"):
        knowledge = load(written(tmp_path / strictness, strictness=strictness, **TOOLS)[1], CATALOG).or_raise()
        cells = [verdict(knowledge, tool, data) for tool in knowledge.policy.offerings for data in knowledge.policy.data_classes]
        seen.append([rank.index(cell) for cell in cells])
    assert all(a <= b <= c for a, b, c in zip(*seen, strict=True))


def test_one_brand_has_one_file_with_its_plans(tmp_path: Path) -> None:
    files, folder = written(tmp_path, **TOOLS)
    assert {Path(path).name for path in files if "/tools/" in path} == {"chatgpt.yaml", "deepl.yaml", "frobnik.yaml"}
    assert set(load(folder).or_raise().policy.offerings) == {"chatgpt/enterprise", "chatgpt/free", "deepl/pro", "frobnik/private"}


@pytest.mark.parametrize(
    ("given", "point"),
    [
        ({"tools": "Frobnik"}, "`Frobnik` may be several tools or none"),
        ({"tools": "Copilot"}, "`Copilot` may be several tools or none"),
        ({"tools": "DeepL"}, "`DeepL`: say which plan"),
        ({"tools": "ChatGPT Plus"}, "really a contract"),
        ({"tools": "DeepL Pro"}, "signed contract for DeepL Pro"),
        ({"tools": ""}, "No tool with a contract"),
        ({"languages": "en, nl"}, r"add the others (nl)"),
    ],
)
def test_what_must_still_be_decided_is_marked(tmp_path: Path, given: dict[str, Any], point: str) -> None:
    assert point in written(tmp_path, **given)[0]["OPEN.md"]


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ({"owner": "nobody"}, "owner: `nobody` is no mail address"),
        ({"country": "Holland"}, "country: "),
        ({"channel": 'a"b c'}, "channel: "),
        ({"strictness": "lax"}, "careful, usual, open"),
        ({"data": "customers, secrets"}, "data: `secrets`"),
        ({"languages": "en, tlh"}, "languages: `tlh`"),
        ({"size": 3}, "size: is no question"),
        ({"organisation": "  "}, "organisation: is empty"),
        ({"tools": "", "others": ""}, "name one tool"),
    ],
)
def test_an_answer_that_cannot_be_used_is_named(given: dict[str, Any], words: str) -> None:
    with pytest.raises(AnswersError) as caught:
        answers_from(given)
    assert words in str(caught.value)


def test_all_wrong_answers_are_told_at_once() -> None:
    with pytest.raises(AnswersError) as caught:
        answers_from({"owner": "nobody", "country": "Holland", "strictness": "lax"})
    assert len(str(caught.value).splitlines()) == 3


def test_strange_words_stay_words(tmp_path: Path) -> None:
    strange = "Ha: \"x\" & #1 ${owner} {a: b} 'é'\n- rule: evil"
    _, folder = written(tmp_path, organisation=strange, incident=strange, others=["*&x: [", "Tool, with comma", "a/b"])
    loaded = load(folder, CATALOG)
    assert [str(fault) for fault in loaded.faults if fault.severity == "fault"] == []
    assert loaded.or_raise().organisation.name == "Ha: 'x' & #1 ${owner} {a: b} 'é' - rule: evil"


@pytest.mark.parametrize("language", languages())
def test_what_is_written_for_people_is_in_the_language_of_the_policy(language: str) -> None:
    """Comments and pages share no line with the English ones, but for lines of commands alone."""
    answers = answers_from({**TOOLS, "organisation": "X"}, language)
    own, english = (first_policy(answers, CATALOG, NAMES, TODAY, partial(told, lang)) for lang in (language, "en"))

    def lines(files: dict[str, str]) -> set[str]:
        words = {line for path in ("README.md", "OPEN.md") for line in files[path].splitlines()}
        words |= {line[line.index("#") :] for text in files.values() for line in text.splitlines() if "# " in line}
        return {line for line in words if len(line.split()) > 3 and "git.example.org" not in line}

    assert len(lines(own)) > 20
    assert language == "en" or not lines(own) & lines(english)
    assert (language == "en") is ("what no rule covers" in own["knowledge/policy.yaml"])


def test_who_does_not_say_where_they_are_is_where_the_language_is_at_home() -> None:
    found = {language: answers_from({**TOOLS, "organisation": "X"}, language).country for language in languages()}
    assert found == {"en": "NL", "nl": "NL", "de": "DE", "fr": "FR", "es": "ES"}
    assert answers_from({**TOOLS, "organisation": "X", "country": "mx"}, "es").country == "MX"


def test_nothing_that_is_written_fetches_a_package_by_its_bare_name() -> None:
    """Nobody promised that the name belongs to us wherever packages are fetched from."""
    made = first_policy(answers_from(TOOLS), CATALOG, NAMES, TODAY, TELL)
    pages = [*made.values(), *(path.read_text() for path in STARTER.parent.glob("*.md"))]
    assert not [text for text in pages if "pip install may-i" in text]


def test_the_starter_policy_is_what_its_answers_give() -> None:
    """The way to write it anew stands in docs/starter/README.md."""
    answers = answers_from(read_yaml((STARTER / "answers.yaml").read_text()))
    kept = {path.relative_to(STARTER).as_posix(): path.read_text() for path in STARTER.rglob("*") if path.is_file()}
    made = first_policy(answers, CATALOG, NAMES, TODAY, TELL)
    wanted = {path: text for path, text in made.items() if path.startswith("knowledge/") or path == "OPEN.md"}
    assert {path: text for path, text in kept.items() if path not in ("README.md", "answers.yaml")} == wanted
