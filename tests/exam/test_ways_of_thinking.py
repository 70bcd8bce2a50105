"""How many replies keep to the form in each way of thinking -> the way in which an exam is sat."""

from __future__ import annotations

import pytest

from bot.exam.examined import way_of
from bot.llm.ollama import ModelError, OllamaModel

MOST = 2
WAYS = [
    ("it needs to be told nothing", {None: 2}, ""),
    ("it keeps to the form where it does not think", {None: 0, False: 2}, "false"),
    ("it keeps to it best where it thinks little", {None: 0, False: 0, "low": 1}, "low"),
    ("it cannot think, and one reply had no form", {None: 1, False: None, "low": None}, ""),
    ("it cannot think, and has no form", {None: 0, False: None, "low": None}, ""),
]
Held = dict[bool | str | None, int | None]
"""How it is told to think -> the replies that keep to the form; None: it refuses to be told so."""


def held_by(model: OllamaModel, held: Held) -> int:
    kept = held[model.thinks]
    if kept is None:
        raise ModelError("does not support thinking")
    return kept


@pytest.mark.parametrize(("held", "way"), [case[1:] for case in WAYS], ids=[case[0] for case in WAYS])
def test_the_way_is_the_first_in_which_the_most_replies_keep_to_the_form(held: Held, way: str) -> None:
    model = OllamaModel("m", "http://127.0.0.1:9")
    assert way_of(model, lambda: held_by(model, held), MOST) == way


def test_a_model_that_cannot_be_asked_at_all_is_told_of() -> None:
    model = OllamaModel("m", "http://127.0.0.1:9")
    with pytest.raises(ModelError):
        way_of(model, lambda: held_by(model, {None: None}), MOST)
