"""A model behind a server of Ollama's protocol that sat the exam on terms -> what it may change."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import Path

import pytest

from benchmarks.readers_of_terms import knows, reader, says_major
from bot.environment import shipped
from bot.exam import terms_belief
from bot.exam.replies import Sheet
from bot.exam.terms_belief import TermsRecords, believed, judging, terms_digest
from bot.exam.terms_exam import Pair, TermsSitting, pairs
from bot.llm.ollama import OllamaModel
from bot.llm.replay import MODEL, Replay
from bot.policy.talks.claims import Reply
from bot.policy.trust import Level, Limits
from bot.policy.vendors.terms import Severity
from bot.reading.model.hearing import Hear
from bot.settings import Settings, read_settings
from bot.vendors.judging.judge import judge
from tests.commands.running import run_in

PAIRS = pairs()


def replies_of(hear: Hear) -> Mapping[str, Reply]:
    """All that it says in the exam, by key."""
    sheet = Sheet(hear)
    for _ in TermsSitting(sheet.hear)(PAIRS, lambda _: None):
        pass
    return sheet.replies


@pytest.fixture(scope="module")
def server() -> Iterator[Replay]:
    with Replay(replies_of(reader(knows))) as one:
        yield one


@pytest.fixture(scope="module")
def examined(server: Replay, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder in which the exam was sat and passed."""
    folder = tmp_path_factory.mktemp("examined")
    ran = run_in(folder, "exam", "--terms", "--model", MODEL, **env(server, folder))
    assert ran.code == 0, ran.err
    assert "350 changes of made-up terms" in ran.err
    assert "raise        may: 53 better, 0 worse, at most 5% of these worse with 95 % confidence" in ran.out
    assert "not looser" in ran.out
    assert "exams/terms-" in ran.out
    return folder


def env(server: Replay, folder: Path) -> dict[str, str]:
    return {"MAYI_OLLAMA_URL": server.url, "MAYI_EXAMS": str(folder / "exams"), "MAYI_CACHE": str(folder / "cache")}


def settings_of(server: Replay, folder: Path) -> Settings:
    return replace_settings(folder, ollama_url=server.url)


def replace_settings(folder: Path, **more: object) -> Settings:
    return read_settings(cache=folder / "cache", exams=folder / "exams", model=MODEL, **more)


def missed() -> Pair:
    """A grave change that words leave for the digest."""
    grave = (one for one in PAIRS if one.label.severity is Severity.ALERT)
    return next(one for one in grave if judge(one.before, one.after).severity is Severity.DIGEST)


def folder_of(pair: Pair, where: Path) -> str:
    inside = where / "014"
    inside.mkdir(exist_ok=True)
    (inside / "before.md").write_text(pair.before, encoding="utf-8")
    (inside / "after.md").write_text(pair.after, encoding="utf-8")
    return "014"


def test_a_command_says_what_words_and_both_passes_said_and_what_counted(server: Replay, examined: Path) -> None:
    name = folder_of(missed(), examined)
    ran = run_in(examined, "terms", "judge", name, "--model", MODEL, **env(server, examined))
    assert ran.out.startswith("014  alert · looser")
    assert "     words   digest · neutral\n     read    alert · looser “" in ran.out
    assert "     counted raise, turn, as both passes say (record " in ran.out
    told = json.loads(run_in(examined, "terms", "judge", name, "--model", MODEL, "--json", "-", **env(server, examined)).out)[0]
    assert (told["severity"], told["model"]["words"]["severity"], told["model"]["check"]["severity"]) == (
        "alert",
        "digest",
        "alert",
    )
    assert told["model"]["counted"] == ["raise", "turn"]


def test_without_an_exam_both_passes_are_shown_and_words_count(server: Replay, tmp_path: Path) -> None:
    name = folder_of(missed(), tmp_path)
    ran = run_in(tmp_path, "terms", "judge", name, "--model", MODEL, **env(server, tmp_path))
    assert ran.out.startswith("014  digest · neutral")
    assert "     check   alert · looser" in ran.out
    assert (
        f"counted words; {MODEL} changes nothing: it has passed no exam; examine it: mayi exam --terms --model {MODEL}" in ran.out
    )


def test_without_a_model_the_output_has_no_word_of_one(server: Replay, examined: Path) -> None:
    name = folder_of(missed(), examined)
    plain = json.loads(run_in(examined, "terms", "judge", name, "--json", "-", MAYI_MODEL=MODEL, **env(server, examined)).out)[0]
    assert plain["severity"] == "digest"
    assert "model" not in plain


def test_a_house_with_that_model_tells_at_once_what_words_leave_for_the_digest(server: Replay, examined: Path) -> None:
    pair = missed()
    made = judging(settings_of(server, examined))(pair.before, pair.after)
    assert made.severity is Severity.ALERT
    assert made.topics == judge(pair.before, pair.after).topics


@pytest.mark.parametrize("why", ["no record", "no model", "an owner who wants none believed", "a server that is away"])
def test_a_house_judges_by_words_where_nothing_admits_the_model(why: str, server: Replay, examined: Path, tmp_path: Path) -> None:
    pair = missed()
    settings = {
        "no record": settings_of(server, tmp_path),
        "no model": read_settings(exams=examined / "exams", cache=tmp_path),
        "an owner who wants none believed": settings_of(server, examined),
        "a server that is away": replace_settings(examined, ollama_url="http://127.0.0.1:9"),
    }[why]
    limits = Limits(Level.OFF) if "owner" in why else Limits()
    assert judging(settings, limits)(pair.before, pair.after) == judge(pair.before, pair.after)


def test_another_model_under_the_same_name_changes_nothing(examined: Path) -> None:
    with Replay(replies_of(reader(says_major))) as other:
        found = believed(settings_of(other, examined), MODEL).now()
    assert (found.trust.floors, found.why) == ((), "changed")


def test_any_change_of_a_prompt_takes_the_record_away(server: Replay, examined: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    one = believed(settings_of(server, examined), MODEL)
    assert one.now().trust.record
    before = terms_digest()
    for name in terms_belief.PROMPTS:
        changed = examined / name
        changed.write_text(f"{(shipped('prompts') / name).read_text(encoding='utf-8')} ", encoding="utf-8")
    monkeypatch.setattr(terms_belief, "shipped", lambda _: examined)
    assert terms_digest() != before
    assert (one.now().trust.floors, one.now().why) == ((), "changed")


def test_recorded_replies_admit_nobody(server: Replay, examined: Path, tmp_path: Path) -> None:
    (tmp_path / "replies.jsonl").write_text("", encoding="utf-8")
    told = run_in(tmp_path, "exam", "--terms", "--replies", "replies.jsonl", "--json", "-", **env(server, tmp_path))
    assert json.loads(told.out)["admitted"] is False
    assert not (tmp_path / "exams").exists()
    assert "678 prompts" in run_in(tmp_path, "exam", "--terms", "--dump", "dump", "--replies", "replies.jsonl").err


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("exam", "--terms"), "MAYI_MODEL"),
        (("exam", "--terms", "--model", "m"), "Ollama"),
        (("exam", "--terms", "--model", "m", "--only", "three-rivers"), "give one"),
    ],
)
def test_wrong_use_is_refused_with_what_to_do(words: tuple[str, ...], said: str, tmp_path: Path) -> None:
    ran = run_in(tmp_path, *words, MAYI_OLLAMA_URL="http://127.0.0.1:9")
    assert (ran.code, said in ran.err, "Traceback" in ran.err) == (2, True, False)


def test_it_thinks_as_it_did_in_its_exam(server: Replay, examined: Path) -> None:
    records = TermsRecords(examined / "exams")
    record = replace(records.all()[0][0], thinks="low", id="999999-000000")
    path = records.keep(record)
    one = believed(settings_of(server, examined), MODEL)
    assert one.now().record == record
    assert isinstance(one.model, OllamaModel)
    assert one.model.thinks == "low"
    path.unlink()
