"""What a sentence says of people, conditions and exceptions: the first answer that its owner is offered lets in no more."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

import pytest

from bot.policy.confirming import ALLOW, ASK, DROP, LEAVES, OF_SOME, About, Open
from bot.wiring import import_policy
from bot.wiring.owners.confirming import Confirming
from tests.yamls import read_yaml

CASES = read_yaml((Path(__file__).parent / "statements.yaml").read_text(encoding="utf-8"))
SENTENCES = [(language, case) for language, cases in CASES["sentences"].items() for case in cases]


@pytest.fixture(scope="module")
def asked(tmp_path_factory: pytest.TempPathFactory) -> Any:
    """Language -> the questions about the sentences of its document."""

    @cache
    def of(language: str) -> list[Open]:
        folder = tmp_path_factory.mktemp(language)
        said = "\n\n".join(case["said"] for case in CASES["sentences"][language])
        (folder / "policy.md").write_text(f"{CASES['documents'][language]}\n{said}\n", encoding="utf-8")
        import_policy(folder / "policy.md", None, folder / "policy.md", folder / "policy")
        questions = (one.question for one in Confirming(folder / "policy").questions())
        return [one for one in questions if one.about is About.SENTENCE]

    return of


@pytest.mark.parametrize(("language", "case"), SENTENCES, ids=[case["said"] for _, case in SENTENCES])
def test_the_first_answer_lets_in_no_more_than_the_sentence(language: str, case: dict[str, Any], asked: Any) -> None:
    (question,) = (one for one in asked(language) if one.sentence == case["said"])
    first = question.ways[0]
    assert (first.id, [*first.who]) == (case["first"], case.get("who", []))
    leaves = {way.id for way in question.ways} & {*LEAVES}
    if case["first"] in (ASK, DROP):
        assert not leaves and not question.gives
    elif case.get("reserved"):
        assert leaves == {*OF_SOME}
    assert case["of"] == "plain" or first.id != ALLOW
