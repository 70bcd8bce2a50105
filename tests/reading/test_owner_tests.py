"""The sample company's own tests.yaml: what its owner expects is what is ruled."""

from __future__ import annotations

from bot.answers.answerer import Answerer


def test_the_owners_expectations_hold(sample: Answerer) -> None:
    wrong = []
    for test in sample.mind.knowledge.tests:
        ruling = sample.ask(test.question).ruled[0].ruling
        got = "-" if ruling is None else "ask" if ruling.ask_back else ruling.verdict.value
        needed = {need.condition for need in ruling.needs if not need.general} if ruling else set()
        if got != test.verdict or (test.conditions and needed != set(test.conditions)):
            wrong.append((test.question, got, needed))
    assert wrong == []
