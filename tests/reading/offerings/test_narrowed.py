"""A list of tools is narrowed by what its question wants of them; what is not on record is no yes, and no ruling changes."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest

from bot.policy.deciding.decide import which_tools
from bot.policy.talks.talk import BUT
from bot.policy.words import DataAsk, Question, ToolAsk
from bot.reading.offerings.narrowed import TRAIT
from bot.saying.words import languages, load_catalog_of
from bot.wiring import Answerer
from tests.reading.conftest import SAMPLE, answered, answerer_for, named
from tests.yamls import read_yaml

CASES: list[dict[str, Any]] = read_yaml((Path(__file__).parent / "narrowed.yaml").read_text(encoding="utf-8"))
TODAY = date(2026, 11, 25)


@pytest.mark.parametrize("case", CASES, ids=[case["name"] for case in CASES])
def test_a_list_of_tools(case: dict[str, Any]) -> None:
    turns = [("user", said) for said in case.get("before", ())]
    told = answered(named(SAMPLE), case["ask"], turns)
    assert [one for one in told.ruled[0].item.narrowed if not one.startswith(BUT)] == case["by"]
    assert told.answer.verdict == case.get("verdict", told.answer.verdict)
    for words in case.get("says", ()):
        assert words in told.answer.text
    for words in case.get("not", ()):
        assert words not in told.answer.text


def test_a_shorter_list_holds_the_same_rulings_and_no_tool_more(sample: Answerer) -> None:
    compiled, narrowing = sample.mind.compiled, sample.mind.reader.narrowing
    for data in sample.mind.knowledge.policy.data_types:
        asked = (DataAsk(data, (data,)),)
        whole = {one.name: one for one in which_tools(compiled, Question(data=asked), TODAY)}
        for offered in (
            *narrowing.offered.values(),
            *map(narrowing.makers.left, ("Microsoft", "Azure", "Google", "AWS", "Nobody")),
        ):
            tools = tuple(ToolAsk(id_, (id_,)) for id_ in sorted(offered)) or (ToolAsk("none"),)
            for one in which_tools(compiled, Question(tools, asked), TODAY):
                assert one.name in offered
                assert (one.verdict, one.needs, one.reasons) == (
                    whole[one.name].verdict,
                    whole[one.name].needs,
                    whole[one.name].reasons,
                )


@pytest.mark.parametrize(
    ("name", "gone"), [("Microsoft", "copilot-chat/work"), ("Azure", "llama/azure"), ("Google", "gemma/vertex")]
)
def test_what_is_left_out_is_gone_with_all_of_which_nobody_says_whose_it_is(name: str, gone: str, sample: Answerer) -> None:
    makers = sample.mind.reader.narrowing.makers
    assert gone not in makers.left(name)
    assert "meeting-bots/any" not in makers.left(name), "a group may be anybody's"
    assert ("chatgpt/team" in makers.left(name)) == (name != "Azure"), "where it runs is not on record"
    assert "mistral-models/self-hosted" in makers.left(name)


def test_every_trait_has_words_for_people_in_every_language(sample: Answerer) -> None:
    traits = {name for name in sample.mind.reader.catalog.words if name.startswith(TRAIT)}
    for language in languages():
        assert traits <= set(load_catalog_of(language))


def test_what_is_not_on_record_is_no_yes() -> None:
    rows = [
        {"id": "ours", "label": "Our box", "offerings": [{"id": "a", "label": "Our box", "hosting": "self_hosted"}]},
        {"id": "silent", "label": "Zorblax", "offerings": [{"id": "a", "label": "Zorblax"}]},
        {"id": "far", "label": "Wibble", "offerings": [{"id": "a", "label": "Wibble", "hosting": "vendor"}]},
    ]
    rule = {"rule": "all", "tools": "*", "data": "*", "effect": "allow", "because": {"en": "It is fine."}}
    data = {"classes": [{"id": "public", "label": "Public"}], "types": [{"id": "menus", "label": "Menus", "class": "public"}]}
    policy = {"organisation": "Test", "languages": ["en"], "owner": "owner@example.org", "default": "uncovered"}
    files = {"policy.yaml": policy, "tools/all.yaml": {"tools": rows}, "data.yaml": data, "rules.yaml": [rule]}
    told = answerer_for(files).ask("Which self-hosted tools may take menus?")
    assert {one.name for one in told.ruled[0].tools} == {"ours/a"}
