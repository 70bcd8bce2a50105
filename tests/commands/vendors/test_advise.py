"""`mayi advise`: the table's word and the policy's, for people and for scripts; answers that are none are told at once."""

from __future__ import annotations

import json
from pathlib import Path
from shutil import copytree

import pytest

from bot.policy.advice import DIMENSIONS, WAYS
from tests.commands.running import ROOT, run_in

SAMPLE = ("--knowledge", str(ROOT / "knowledge"))


def test_patient_letters_for_forty_people_without_gpus(tmp_path: Path) -> None:
    ran = run_in(
        tmp_path,
        "advise",
        "--data",
        "health-records",
        "--volume",
        "low",
        "--hardware",
        "none",
        "--as",
        "role=nurse",
        *SAMPLE,
        "--json",
    )
    told = json.loads(ran.out)
    assert ran.code == 0
    assert told["first"] == "self_hosted"  # the sample lets nothing else have them
    assert [one["way"] for one in told["hybrid"]] == ["self_hosted"]
    assert {one["way"] for one in told["ways"]} == set(WAYS)
    assert all(list(one["dimensions"]) == list(DIMENSIONS) for one in told["ways"])
    assert "skills" in told["assumed"]
    assert "hardware" not in told["assumed"]


def test_whom_the_policy_takes_for_the_asker_is_said_and_which_other_role_has_a_way(tmp_path: Path) -> None:
    words = ("advise", "patient letters", "--volume", "low", "--hardware", "none", *SAMPLE)
    page = " ".join(run_in(tmp_path, *words).out.split())
    assert "Assumed, as nobody said: role: staff, country: NL" in page
    assert "role: nurse → Open model on own servers" in page and "No single other answer opens a way" not in page
    told = json.loads(run_in(tmp_path, *words, "--json").out)
    assert told["assumed_of_asker"] == {"role": "staff", "country": "nl"}
    assert [(one["role"], one["first"]) for one in told["roles"]] == [("clinician", "self_hosted"), ("nurse", "self_hosted")]
    nurse = json.loads(run_in(tmp_path, *words, "--json", "--as", "role=nurse,country=NL").out)
    assert (nurse["first"], nurse["assumed_of_asker"], nurse["roles"]) == ("self_hosted", {}, [])


def test_a_role_that_the_policy_does_not_know_is_refused_with_those_that_it_knows(tmp_path: Path) -> None:
    ran = run_in(tmp_path, "advise", "patient letters", *SAMPLE, "--as", "role=wizard")
    assert (ran.code, ran.out) == (2, "")
    assert "no role `wizard`" in ran.err and "clinician" in ran.err and "nurse" in ran.err and "staff" in ran.err


def test_the_same_in_words(tmp_path: Path) -> None:
    ran = run_in(tmp_path, "advise", "we have patient letters", "--hardware", "none", "--as", "role=nurse", *SAMPLE, "--json")
    told = json.loads(ran.out)
    assert told["heard"] == {"data": ["health-records"], "unread": [], "cut_at": None}
    assert told["first"] == "self_hosted"
    assert "hardware" not in told["assumed"]
    page = " ".join(run_in(tmp_path, "advise", "patient", "letters", *SAMPLE).out.split())
    assert "Read in your words: Health records." in page


def test_words_too_many_for_a_file_name_are_words_and_are_said_to_be_cut_off(tmp_path: Path) -> None:
    ran = run_in(tmp_path, "advise", "contracts, 40 people, " + "and so on, " * 300, *SAMPLE, "--json")
    assert (ran.code, json.loads(ran.out)["heard"]["cut_at"]) == (0, 2000)
    page = " ".join(run_in(tmp_path, "advise", "contracts, 40 people, " + "and so on, " * 300, *SAMPLE).out.split())
    assert "Only the first 2000 letters were read; the rest is cut off." in page


def test_words_are_data_and_options_the_rest(tmp_path: Path) -> None:
    told = json.loads(run_in(tmp_path, "advise", "contracts", "--volume", "high", *SAMPLE, "--json").out)
    plain = json.loads(run_in(tmp_path, "advise", "--data", "contracts", "--volume", "high", *SAMPLE, "--json").out)
    assert {name: value for name, value in told.items() if name != "heard"} == plain


@pytest.mark.parametrize(
    ("words", "told"),
    [("hello", "no kind of data was understood"), ("minutes in Claude Team", "a tool is named"), ("no.yaml", "cannot be read")],
)
def test_words_that_are_no_answers_are_told(words: str, told: str, tmp_path: Path) -> None:
    ran = run_in(tmp_path, "advise", words, *SAMPLE)
    assert (ran.code, told in ran.err) == (2, True)


def test_a_class_splits_by_what_the_policy_rules(tmp_path: Path) -> None:
    told = json.loads(run_in(tmp_path, "advise", "--data", "public", "--data", "internal", *SAMPLE, "--json").out)
    found = {one["data"]: one["way"] for one in told["hybrid"]}
    assert (found["public"], found["internal"]) == ("closed_enterprise", "managed_open")
    offered = next(one for one in told["hybrid"] if one["data"] == "public")["policy"]
    assert all(fit["offerings"] for fit in offered)


def test_a_kind_that_is_forbidden_an_offering_of_its_class_is_named(tmp_path: Path) -> None:
    answers = ("--frontier", "must", "--start", "days", "--residency", "free", "--volume", "medium")
    told = json.loads(run_in(tmp_path, "advise", "--data", "confidential", *answers, *SAMPLE, "--json").out)

    def offered(data: str) -> list[str]:
        (split,) = (one for one in told["hybrid"] if one["data"] == data)
        return next(fit["offerings"] for fit in split["policy"] if fit["way"] == "closed_enterprise")

    assert "chatgpt/team" in offered("confidential")
    assert "chatgpt/team" not in offered("personal-data")
    page = " ".join(run_in(tmp_path, "advise", "--data", "confidential", *answers, *SAMPLE).out.split())
    assert "Claude Enterprise, …; stricter with ChatGPT Team" in page.partition("Personal data (within Confidential)")[2]


def test_a_policy_without_data_has_nothing_recommended(tmp_path: Path) -> None:
    house = tmp_path / "house"
    (house / "tools").mkdir(parents=True)
    (house / "policy.yaml").write_text("organisation: Small House\nowner: owner@example.org\n")
    (house / "data.yaml").write_text("classes: []\ntypes: []\n")
    (house / "tools" / "chatgpt.yaml").write_text(
        "id: chatgpt\nofferings:\n  - {id: team, label: ChatGPT Team, account: company}\n"
    )
    said = " ".join(run_in(tmp_path, "advise", "--knowledge", str(house)).out.split())
    assert "The policy names no kinds of data, so that nothing can be said to be allowed." in said
    assert "For all of it" not in said
    assert "Open model in a managed cloud: the policy lists no offering of that kind." in said
    assert "Closed tool under a company contract: the policy" not in said
    assert "What it still takes" not in said
    told = json.loads(run_in(tmp_path, "advise", "--knowledge", str(house), "--json").out)
    assert (told["first"], told["hybrid"], told["demands"]) == (None, [], [])
    assert told["not_known"][0].startswith("The policy names no kinds of data")


def test_a_page_for_people_in_their_language(tmp_path: Path) -> None:
    ran = run_in(tmp_path, "advise", "--data", "internal", "--language", "nl", *SAMPLE)
    said = " ".join(ran.out.split())
    assert ran.code == 0
    assert "Voor alles: Open model in een beheerde cloud." in said
    assert "Wat het nog vraagt" in said


def test_answers_of_a_file_and_options_over_them(tmp_path: Path) -> None:
    (tmp_path / "answers.yaml").write_text("data: [public]\nfrontier: no\nresidency: free\nstart: days\n")
    told = json.loads(run_in(tmp_path, "advise", "answers.yaml", "--start", "months", *SAMPLE, "--json").out)
    assert (told["answers"]["frontier"], told["answers"]["start"]) == ("no", "months")


@pytest.mark.parametrize(
    ("given", "said"),
    [
        (("--volume", "huge", "--data", "helth-records"), "volume: `huge` is not one of low, medium, high"),
        (("--data", "helth-records"), "did you mean `health-records`?"),
        (("--language", "xx"), "`xx` is not one of de, en, es, fr, nl"),
        (("none.yaml",), "cannot be read"),
        (("/dev/zero",), "cannot be read: [Errno 22] no plain file"),
        (("list.yaml",), "write one answer a line"),
        (("odd.yaml",), "odd.yaml: volume: write one word"),
        (("unknown.yaml",), "volumes: is no question; did you mean `volume`?"),
    ],
)
def test_answers_that_are_none(tmp_path: Path, given: tuple[str, ...], said: str) -> None:
    (tmp_path / "list.yaml").write_text("- volume\n")
    (tmp_path / "odd.yaml").write_text("volume: [high]\n")
    (tmp_path / "unknown.yaml").write_text("volumes: high\n")
    ran = run_in(tmp_path, "advise", *given, *SAMPLE)
    assert (ran.code, ran.out) == (2, "")
    assert said in ran.err


def test_rules_about_uses_stop_no_ordinary_use(tmp_path: Path) -> None:
    """The same as the console and Slack say: a ban on ranking people is no question that every kind of data waits for."""
    rules = tmp_path / "sample"
    copytree(ROOT / "knowledge", rules)
    use = "where: {purpose: [ranking-people]}"
    ban = f"- {{rule: never-ranking, tools: '*', data: '*', {use}, effect: forbid, because: No.}}\n"
    (rules / "rules.yaml").write_text((rules / "rules.yaml").read_text(encoding="utf-8") + ban, encoding="utf-8")
    told = json.loads(run_in(tmp_path, "advise", "--data", "public", "--knowledge", str(rules), "--json").out)
    assert told["hybrid"][0]["way"] == "closed_enterprise"
    services = json.loads(run_in(tmp_path, "bom", str(rules)).out)["services"]
    assert len(services) == len(json.loads(run_in(tmp_path, "bom", str(ROOT / "knowledge")).out)["services"])
