"""`mayi ask` and `mayi eval`: forms, fields, labels and exit codes that are used from outside."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
import typer
from typer.testing import CliRunner

from bot.commands.policy import ask
from bot.commands.policy import eval as eval_command

ROOT = Path(__file__).resolve().parents[3]
KNOWLEDGE = str(ROOT / "knowledge")
FIELDS = {
    "label", "verdict", "intent", "conditions", "read_as", "ask_back", "alternatives", "citations", "text", "language", "receipt",
    "timings_ms",
}  # fmt: skip

app = typer.Typer()
ask.register(app)
eval_command.register(app)


def run(*words: str) -> tuple[int, str, str]:
    result = CliRunner().invoke(app, list(words))
    return result.exit_code, result.stdout, result.stderr


def told(*words: str) -> dict[str, object]:
    code, out, _ = run("ask", *words, "--knowledge", KNOWLEDGE, "--no-model", "--json")
    assert code == 0
    found = json.loads(out)
    assert isinstance(found, dict)
    return found


def test_one_object_with_all_fields() -> None:
    answer = told("May I put client names into Claude Team?")
    assert set(answer) >= FIELDS
    assert (answer["label"], answer["verdict"], answer["intent"], answer["language"]) == (
        "conditional",
        "conditional",
        "may_i",
        "en",
    )
    assert answer["read_as"] == "Claude Team · Client names"
    assert all(set(cited) == {"file", "line", "quote"} for cited in answer["citations"])  # type: ignore[attr-defined]
    assert all((ROOT / "knowledge" / cited["file"]).is_file() for cited in answer["citations"])  # type: ignore[attr-defined]


LABELS = [
    ("allowed", "May I put a press release into Claude Team?", "allow"),
    ("forbidden", "May I paste client names into free ChatGPT?", "deny"),
    ("review", "May I analyse next month's results with ChatGPT Enterprise?", "conditional"),
    ("a question back", "Can I use Claude for an internal memo?", "ask"),
    ("an empty cell", "Can I use Perplexity Enterprise for an internal memo?", "not_listed"),
    ("a tool that no file names", "Notion AI for the agenda of our team day?", "not_listed"),
    ("an incident", "I just pasted a patient file into ChatGPT by accident", "deny"),
    ("a greeting", "thank you so much", "off_topic"),
]


@pytest.mark.parametrize(("name", "text", "label"), LABELS, ids=[case[0] for case in LABELS])
def test_every_outcome_has_its_label(name: str, text: str, label: str) -> None:
    assert told(text)["label"] == label


def test_several_tools_have_a_ruling_each_and_the_best_is_the_label() -> None:
    answer = told("DeepL Pro vs DeepL Free for a work instruction?")
    assert answer["per_tool"] == {"DeepL Pro": "allow", "DeepL Free": "deny"}
    assert answer["label"] == "allow"


def test_which_tool_lists_the_allowed_and_the_conditional_ones() -> None:
    answer = told("which tools may take an internal memo?")
    assert answer["intent"] == "which_tool"
    assert "Claude Team" in answer["tools"]  # type: ignore[operator]
    assert "tools_conditional" in answer


def test_several_questions_in_one_text_have_an_answer_each_and_the_strictest_label() -> None:
    answer = told("May I put a press release into Claude Team? And may I put client names into free ChatGPT?")
    assert [part["label"] for part in answer["answers"]] == ["conditional", "deny"]  # type: ignore[attr-defined]
    assert answer["label"] == "deny"


def test_a_thread_is_replayed_oldest_first() -> None:
    thread = ("--thread", "user: May I put an internal memo into Claude Team?", "--thread", "bot: Yes.")
    assert told("and with patient data?", *thread)["label"] == "deny"


def test_who_asks_is_taken_into_account() -> None:
    text = "May I put a patient file into our in-house Llama?"
    assert told(text)["label"] == "deny"
    assert told(text, "--as", "role=nurse,country=NL")["label"] == "conditional"


def test_a_ledger_is_made_and_knows_the_receipt(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path}/ledger.db"
    answer = told("May I put a press release into Claude Team?", "--ledger", url)
    assert (tmp_path / "ledger.db").exists()
    assert str(answer["receipt"]) in str(answer["text"])


def test_why_shows_what_was_read_and_the_rules() -> None:
    code, out, _ = run("ask", "May I put client names into Claude Team?", "--knowledge", KNOWLEDGE, "--why")
    assert code == 0
    assert "read      data client-names from “client names” (name, policy)" in out
    assert "rule      names-out-first at rules.yaml:" in out


WRONG = [
    ("a turn without a speaker", ("--thread", "hello"), 2),
    ("a fact that nobody knows", ("--as", "shoe=42"), 2),
    ("a model and no model", ("--model", "x", "--no-model"), 2),
    ("a knowledge folder that is not there", ("--knowledge", "/nowhere/at/all"), 3),
]


@pytest.mark.parametrize(("name", "words", "code"), WRONG, ids=[case[0] for case in WRONG])
def test_wrong_use_and_faulty_knowledge_have_their_exit_codes(name: str, words: tuple[str, ...], code: int) -> None:
    assert run("ask", "May I?", *words)[0] == code


def test_eval_scores_a_file_and_writes_json(tmp_path: Path) -> None:
    questions = tmp_path / "questions.jsonl"
    questions.write_text(
        '{"id": "a", "question": "May I put a press release into Claude Team?", "expected": "allow", "kind": "plain", "new": 1}\n'
        '{"id": "b", "question": "May I put client names into free ChatGPT?", "expected": "allow", "also_ok": ["deny"]}\n'
    )
    code, _, _ = run("eval", str(questions), "--knowledge", KNOWLEDGE, "--no-model", "--json", str(tmp_path / "out.json"))
    made = json.loads((tmp_path / "out.json").read_text())
    assert code == 0
    assert (made["n"], made["strict"], made["lenient"], made["false_allow"], made["asks"]) == (2, 0.5, 1.0, 0, 0)
    assert set(made) >= {"n", "strict", "lenient", "false_allow", "asks", "by_kind", "p50_ms", "p95_ms", "misses"}
    assert [set(miss) for miss in made["misses"]] == [{"id", "question", "expected", "got", "because"}]


def test_eval_tells_why_and_which_name_would_mend_it(tmp_path: Path) -> None:
    questions = tmp_path / "questions.jsonl"
    questions.write_text(
        '{"id": "a", "question": "Can I paste our swimming rota into Claude Team?", "expected": "allow"}\n'
        '{"id": "b", "question": "May I put a press release into Claude Team?", "expected": "deny"}\n'
        '{"id": "c", "question": "May I put client names into free ChatGPT?", "expected": "ask", "also_ok": ["deny"]}\n'
    )
    _, told, _ = run("eval", str(questions), "--knowledge", KNOWLEDGE, "--why")
    assert "a: expected allow, got ask" in told and "swimming rota into" in told and "synonyms" not in told
    _, told, _ = run("eval", str(questions), "--knowledge", KNOWLEDGE, "--suggest", "--json", "-")
    first, second, third = json.loads(told)["misses"]
    assert first["mend"]["where"] == "policy"
    assert first["mend"]["edit"]["synonym"] == "swimming rota" and first["mend"]["flips"] == []
    assert second["mend"] == {"where": "reading", "unread": [], "edit": None, "flips": []}
    assert "mend" not in third, "that answer is fine, too"


def test_eval_fails_under_a_wanted_score_only_where_asked(tmp_path: Path) -> None:
    questions = tmp_path / "questions.jsonl"
    questions.write_text('{"question": "May I put client names into free ChatGPT?", "expected": "allow"}\n')
    assert run("eval", str(questions), "--knowledge", KNOWLEDGE)[0] == 0
    assert run("eval", str(questions), "--knowledge", KNOWLEDGE, "--fail-under", "0.5")[0] == 1


def test_eval_tells_which_line_is_wrong(tmp_path: Path) -> None:
    questions = tmp_path / "questions.jsonl"
    questions.write_text('{"question": "May I?", "expected": "ask"}\nnot json\n')
    code, _, err = run("eval", str(questions), "--knowledge", KNOWLEDGE)
    assert code == 2
    assert "line 2" in err


def test_bytes_that_are_no_text_end_no_command(tmp_path: Path) -> None:
    half, ledger = "\udcff", f"sqlite:///{tmp_path / 'a.db'}"
    asked = f"May I put client names{half} into Claude Team?"
    assert (
        told(asked, "--thread", f"user: hello{half}", "--as", f"role=nurse{half}", "--ledger", ledger)["label"] == "conditional"
    )
