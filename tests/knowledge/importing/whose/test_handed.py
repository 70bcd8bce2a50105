"""What is for the public hangs on the word of whoever a sentence says sees it first; nothing else does."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from bot.wiring import make_answerer
from tests.askers import label_as_read
from tests.knowledge.importing.imports import noted
from tests.knowledge.importing.waiting.test_cautions import imported, padding
from tests.yamls import read_yaml

CASES: list[dict[str, Any]] = read_yaml((Path(__file__).parent / "handed.yaml").read_text(encoding="utf-8"))
DESK = "| Who | Phone |\n|---|---|\n| Studio Desk | ext. 44 |\n| IT Desk | ext. 45 |"


@pytest.mark.parametrize("case", CASES, ids=[case["text"] for case in CASES])
def test_what_a_sentence_hands_to_somebody(case: dict[str, Any], tmp_path: Path) -> None:
    out = imported(tmp_path, *padding(case["language"]), case["text"], DESK)
    rules: list[dict[str, Any]] = read_yaml((out / "rules.yaml").read_text()) if (out / "rules.yaml").exists() else []
    named = read_yaml((out / "conditions.yaml").read_text())["conditions"] if (out / "conditions.yaml").exists() else []
    conditions = [one for one in named if "general" not in one]
    names = {one["id"]: one["name"] for one in read_yaml((out / "policy.yaml").read_text()).get("contacts", [])}
    whose = case.get("whose")
    effect = "condition" if whose else "review"
    wanted = [({"purpose": ["publishing"]}, effect)] if whose is not None else []
    wanted += [({"purpose": ["sending-out"]}, "review")] if "sends" in case else []
    wanted += [({"words": case["words"]}, "condition")] if "words" in case else []
    wanted += [({"words": case["waits"]}, "review")] if "waits" in case else []
    made = [(rule["where"], rule["effect"]) for rule in rules if "sends" not in case or "purpose" in rule["where"]]
    assert made == wanted
    assert [names[one["approver"]] for one in conditions] == ([whose] if whose else [])
    said = case.get("says") or case["text"].removeprefix("**Text for the public.** ")
    assert all(rule["because"] == said and said in noted(out) for rule in rules)
    assert all(rule.get("conditions", []) == [one["id"] for one in conditions] for rule in rules if rule["effect"] == "condition")


def test_only_what_is_for_the_public_hangs_on_it(tmp_path: Path) -> None:
    bot = make_answerer(imported(tmp_path, *padding("en"), CASES[0]["text"], DESK))
    for question in (
        "Claude Team wrote an internal notice, can I put it on our website?",
        "Claude Team to write a public text for a facebook post?",
        "a poster from a public text in Copilot Chat ok?",
        "Claude Team for a public text for the website, my boss approved it",
        "Claude Team for a public text for the website, I am in the Communications team",
        "Claude Team for a public text for the website, the Communications team will see it tomorrow",
    ):
        assert label_as_read(bot, question) == "conditional", question
    for question in ("Claude Team for an internal memo?", "can Copilot Chat shorten a public text from our website?"):
        assert label_as_read(bot, question) == "allow", question
    assert label_as_read(bot, "Perplexity for a public text for the website?") == "not_listed"


def test_what_goes_to_people_outside_is_looked_at_first(tmp_path: Path) -> None:
    said = "A text for a customer or a port authority may be sent only after a second person has read it."
    bot = make_answerer(imported(tmp_path, *padding("en"), said))
    for question in (
        "Claude Team for a public text, an email to a customer?",
        "Copilot Chat: answer to the harbour master, public text only",
        "Claude Team: Antwort an den Kunden mit einem public Text?",
    ):
        assert label_as_read(bot, question) == "conditional", question
    for question in ("Claude Team for an internal memo?", "Copilot Chat to shorten a public text?"):
        assert label_as_read(bot, question) == "allow", question
