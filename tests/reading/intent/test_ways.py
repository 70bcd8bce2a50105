"""Who asks how a tool is best had is pointed to the adviser; who asks anything else is not."""

from __future__ import annotations

import pytest

from bot.answers.answerer import Answerer


@pytest.mark.parametrize(
    "asked",
    [
        "Should we self-host?",
        "Open or closed models: what fits us?",
        "Moeten we zelf hosten?",
        "Lohnt sich ein eigener Server für KI?",
        "Faut-il héberger nous-mêmes ?",
        "¿Deberíamos alojar nosotros el modelo?",
    ],
)
def test_a_question_for_the_way_is_pointed_to_the_adviser(asked: str, sample: Answerer) -> None:
    answer = sample.ask(asked).answer
    assert "/mayi advise" in answer.text
    assert answer.verdict == ""


@pytest.mark.parametrize(
    "asked",
    [
        "How do I write a better prompt?",
        "Who owns what the AI wrote?",
        "May client names go into our self-hosted Llama?",
        "Which self-hosted tool may take contracts?",
        "Does self-hosted Llama train on what we type?",
    ],
)
def test_another_question_is_not(asked: str, sample: Answerer) -> None:
    assert "/mayi advise" not in sample.ask(asked).answer.text
