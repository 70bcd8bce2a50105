"""Forms of sentences tell what is wanted, and never where leave is asked for."""

from __future__ import annotations

import pytest

from bot.wiring import Answerer

CASES = [
    ("terms", "How long does Otter keep the audio?"),
    ("terms", "Trainiert Perplexity mit unseren Eingaben?"),
    ("may_i", "Is it ok to put our leaflet into Claude Team, how long does it keep it?"),
    ("incident", "The notetaker mailed the summary to everybody on the invite"),
    ("may_i", "May I use Claude Team for a text that is on our site?"),
    ("advice", "How do I check that it has not made up the sources?"),
    ("explain", "Ab wann ist etwas bei uns eigentlich vertraulich?"),
    ("which_tool", "il me faudrait un outil pour sous-titrer des vidéos de formation"),
    ("report", "quién lleva aquí lo de las brechas"),
]


@pytest.mark.parametrize(("intent", "text"), CASES, ids=[text for _, text in CASES])
def test_the_form_of_a_sentence_tells_what_is_wanted(intent: str, text: str, sample: Answerer) -> None:
    assert [item.intent.value for item in sample.ask(text).reading.items] == [intent]
