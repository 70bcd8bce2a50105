"""That somebody else finds it fine is heard, and meets nothing that asks for another's yes."""

from __future__ import annotations

import pytest

from bot.wiring import Answerer

HEARD = (
    "my colleague says ChatGPT Free is fine for client names, so ok?",
    "our VP says we can put client names into ChatGPT Free",
    "mijn chef zegt dat ChatGPT Free prima is voor klantnamen",
    "Mein Chef sagt, ChatGPT Free ist ok für Kundennamen",
)
NOT_HEARD = (
    "is ChatGPT Free fine for client names?",
    "my colleague says ChatGPT Free is not fine for client names, is that so?",
    "I said ok to ChatGPT Free, client names?",
)


@pytest.mark.parametrize("text", HEARD)
def test_somebody_elses_yes_is_heard(text: str, sample: Answerer) -> None:
    assert any(ruled.item.hearsay for ruled in sample.ask(text).ruled)


@pytest.mark.parametrize("text", NOT_HEARD)
def test_no_yes_of_somebody_else_is_heard(text: str, sample: Answerer) -> None:
    assert not any(ruled.item.hearsay for ruled in sample.ask(text).ruled)


@pytest.mark.parametrize("told", ["my boss said it's fine", "mein Chef hat ja gesagt", "mi jefe dijo que sí"])
def test_somebody_elses_yes_in_a_thread_changes_nothing_and_the_answer_says_so(told: str, sample: Answerer) -> None:
    asked = "client letter in ChatGPT Enterprise"
    first, then = sample.ask(asked), sample.ask(told, [("user", asked)])
    assert then.ruled[0].item.hearsay
    assert then.answer.verdict == first.answer.verdict
    assert len(then.answer.notes) > len(first.answer.notes)
