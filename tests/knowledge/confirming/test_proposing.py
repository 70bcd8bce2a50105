"""What a model proposes of a policy's sentences: checked, put to the owner, and without any effect before an answer."""

from __future__ import annotations

import json
import re
import shutil
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from benchmarks.imported import imported
from bot.knowledge.catalog import load_catalog
from bot.knowledge.confirming.proposing import PROPOSED
from bot.knowledge.load import load
from bot.llm.replay import MODEL, Replay
from bot.owners.confirm import Confirming, Proposed, proposals_of
from bot.policy.confirming import FORBID, Way
from bot.policy.talks.claims import Reply
from bot.settings import Settings

ROOT = Path(__file__).resolve().parents[3]
REPLIES = ROOT / "tests" / "replies" / "proposals"
TEMPLATE = (ROOT / "prompts" / "propose.md").read_text(encoding="utf-8")
NAMES = sorted(path.stem for path in REPLIES.glob("*.json"))
Rules = list[dict[str, Any]]


def folder_of(name: str, tmp_path: Path) -> Path:
    """The policy as its import writes it."""
    imported(ROOT / "tests" / "cases" / name, tmp_path / "made")
    shutil.copytree(tmp_path / "made", tmp_path / "policy")
    return tmp_path / "policy"


def proposed(folder: Path, rules: Rules) -> Proposed:
    """Have a model that replies so read the folder; each sentence is found by the entry's quote."""

    def hear(prompt: str, *_: int) -> Mapping[str, Any]:
        numbers = numbered(prompt)
        return {"rules": [one | {"sentence": numbers[_holding(one["quote"], list(numbers))]} for one in rules]}

    return Confirming(folder).propose_with(TEMPLATE, hear)


def numbered(prompt: str) -> dict[str, int]:
    """Sentence -> its number."""
    lines = (line.partition(". ") for line in prompt.splitlines())
    return {text: int(number) for number, _, text in lines if number.isdecimal()}


def _holding(quote: str, texts: list[str]) -> str:
    return next((text for text in texts if quote in text), texts[0])


def reply_of(name: str) -> Rules:
    """The recorded reply."""
    rules: Rules = json.loads((REPLIES / f"{name}.json").read_text(encoding="utf-8"))["rules"]
    return rules


@pytest.mark.parametrize("name", NAMES)
def test_a_strong_models_proposals_stand_among_the_questions_and_change_nothing(name: str, tmp_path: Path) -> None:
    folder, rules = folder_of(name, tmp_path), reply_of(name)
    before = load(folder, load_catalog()).or_raise()
    found = proposed(folder, rules)
    assert (len(found.kept), found.refused) == (len(rules), ())
    assert load(folder, load_catalog()).or_raise().policy == before.policy
    asked = [one.question for one in Confirming(folder).questions() if one.question.proposed]
    assert len(asked) >= len(rules) // 3  # of the rest a rule or a condition stands already
    assert all(one.ways[0].id == one.proposed for one in asked)
    sayer = Confirming(folder).sayer("en")
    assert all(sayer.way(one, one.ways[0]).endswith("(proposed by the model)") for one in asked)


def test_a_proposal_that_is_clicked_becomes_a_rule_that_quotes_its_sentence(tmp_path: Path) -> None:
    folder = folder_of("wellington-charity", tmp_path)
    sentence = "No note-taker in a meeting where a child, a family, a donor or a volunteer is talked about."
    proposed(folder, reply_of("wellington-charity"))
    confirming = Confirming(folder)
    asked = next(one.question for one in confirming.questions() if one.question.sentence == sentence)
    confirming.answer(asked.id, Way(FORBID), "ada", asked.asked)
    rule = next(one for one in load(folder, load_catalog()).or_raise().policy.rules if one.because.get("en") == sentence)
    assert rule.data == {"children-and-families", "supporters"}
    assert rule.offerings == {"note-takers-that-join-meetings/any"}


@pytest.mark.parametrize(
    ("change", "why"),
    [
        ({"quote": "No note-taker anywhere at all"}, "the quote does not stand there"),
        ({"tools": ["zoom"]}, "no id of the policy: zoom"),
        ({"does": "allow"}, "no proposal"),
        ({"does": "grant"}, "no proposal"),
        ({"tools": [], "data": []}, "`forbid` of nothing"),
        ({"data": None}, "no proposal"),
    ],
    ids=lambda value: str(value)[:40],
)
def test_a_proposal_that_does_not_hold_is_refused_with_its_reason(change: dict[str, Any], why: str, tmp_path: Path) -> None:
    folder = folder_of("wellington-charity", tmp_path)
    entry = next(one for one in reply_of("wellington-charity") if one["does"] == "forbid" and one["tools"])
    found = proposed(folder, [entry | change])
    assert not found.kept
    assert why in found.refused[0]


@pytest.mark.parametrize(
    ("change", "why"),
    [
        ({"kinds": [{"name": "supporters", "class": "supporters"}]}, "the document does not name"),
        ({"kinds": [{"name": ".", "class": "supporters"}]}, "the document does not name"),
        ({"kinds": [{"name": 5, "class": "supporters"}]}, "no proposal"),
        ({"kinds": [{"name": "donor", "class": "nobody"}]}, "no id of the policy: nobody"),
        ({"who": ["everyone"]}, "people whom"),
        ({"who": ["other"]}, "people whom"),
        ({"who": ["onor"]}, "people whom"),
        ({"words": "donor"}, "no proposal"),
        ({"words": ["no such thing"]}, "words that"),
        ({"does": "only", "data": ["supporters"], "kinds": [{"name": "donor", "class": "supporters"}]}, "`only` of nothing"),
        ({"sentence": True}, "there is no sentence"),
    ],
    ids=[
        "data that is a class already",
        "data without a word",
        "data that is no text",
        "data of a class that is none",
        "people who are everybody",
        "people who are whoever else",
        "a part of a word",
        "words that are one text",
        "words that stand nowhere",
        "only a part of a class",
        "a number that is none",
    ],
)
def test_what_a_reading_cannot_be_of_is_refused(change: dict[str, Any], why: str, tmp_path: Path) -> None:
    folder = folder_of("wellington-charity", tmp_path)
    entry = next(one for one in reply_of("wellington-charity") if one["does"] == "forbid" and one["tools"])
    reply = entry | change
    found = Confirming(folder).propose_with(
        TEMPLATE, lambda prompt, *_: {"rules": [{**reply, "sentence": reply.get("sentence") is True or _number(prompt, entry)}]}
    )
    assert not found.kept
    assert why in found.refused[0]


def _number(prompt: str, entry: dict[str, Any]) -> int:
    numbers = numbered(prompt)
    return numbers[_holding(entry["quote"], list(numbers))]


def test_data_that_a_sentence_names_is_never_milder_than_its_words_are_heard_without_it(tmp_path: Path) -> None:
    folder = folder_of("wellington-charity", tmp_path)
    mildest = next(iter(load(folder, load_catalog()).or_raise().policy.data_classes))
    entry = next(one for one in reply_of("wellington-charity") if one["does"] == "forbid" and one["tools"])
    found = proposed(folder, [entry | {"data": [], "kinds": [{"name": "donor", "class": mildest}]}])
    ((kind,),) = [one.kinds for suggestion in found.kept for one in suggestion.provisions]
    assert mildest not in kind.classes


def test_a_file_of_proposals_that_is_none_and_one_whose_ids_are_gone_leave_the_questions_as_they_are(tmp_path: Path) -> None:
    folder = folder_of("wellington-charity", tmp_path)
    plain = [one.question for one in Confirming(folder).questions()]
    (folder / PROPOSED).write_text("{", encoding="utf-8")
    assert [one.question for one in Confirming(folder).questions()] == plain
    proposed(folder, [one for one in reply_of("wellington-charity") if one["does"] == "forbid" and one["tools"]])
    text = (folder / PROPOSED).read_text(encoding="utf-8").replace("note-takers-that-join-meetings", "gone")
    (folder / PROPOSED).write_text(text, encoding="utf-8")
    assert not any(one.question.proposed for one in Confirming(folder).questions())


def test_the_model_of_the_settings_is_asked_a_few_sentences_at_a_time_and_a_recorded_one_replies(tmp_path: Path) -> None:
    folder, rules = folder_of("orchard-labs", tmp_path), reply_of("orchard-labs")
    with Replay({}) as server:
        settings = Settings(model=MODEL, ollama_url=server.url)
        assert not proposals_of(Confirming(folder), settings).kept
        seen = list(server.missed.items())
    assert len({shared for _, (shared, _) in seen}) == 1, "the document is computed once"
    numbers = numbered(seen[0][1][0])
    found = [one | {"sentence": numbers[_holding(one["quote"], list(numbers))]} for one in rules]
    spans = {key: tuple(map(int, re.findall(r"\d+", rest))) for key, (_, rest) in seen}
    assert sorted(number for first, last in spans.values() for number in range(first, last + 1)) == sorted(numbers.values())
    replies = {
        key: Reply({"rules": [one for one in found if first <= one["sentence"] <= last]}) for key, (first, last) in spans.items()
    }
    told: list[tuple[int, int]] = []
    with Replay(replies) as server:
        settings = Settings(model=MODEL, ollama_url=server.url)
        kept = proposals_of(Confirming(folder), settings, lambda *now: told.append(now))
    assert (len(kept.kept), kept.refused, kept.lost) == (len(rules), (), 0)
    assert told[-1] == (len(numbers), len(numbers))
    first = found[0]["sentence"]
    gone = next(key for key, (start, end) in spans.items() if start <= first <= end)
    with Replay({key: reply for key, reply in replies.items() if key != gone}) as server:
        part = proposals_of(Confirming(folder), Settings(model=MODEL, ollama_url=server.url))
    assert part.lost == 8
    assert len(part.kept) < len(rules)


def test_no_reply_leaves_what_was_proposed_before(tmp_path: Path) -> None:
    folder = folder_of("wellington-charity", tmp_path)
    proposed(folder, reply_of("wellington-charity"))
    held = (folder / PROPOSED).read_text(encoding="utf-8")
    assert not Confirming(folder).propose_with(TEMPLATE, lambda *_: None).has_reply
    assert (folder / PROPOSED).read_text(encoding="utf-8") == held
