"""The form of advice: one that Slack opens, what was picked in it comes back, and one screen holds whatever is told."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.answers.mind import Minds
from bot.policy.advice import DIMENSIONS, INPUTS, USUAL
from bot.policy.talks.checks import Entry
from bot.saying.words import languages, phrase
from bot.slack.advice.advise import Asked, Heard, Told
from bot.slack.advice.form import DATA, build, read, screen_of
from bot.slack.advice.listeners import WORDS, heard_in
from bot.slack.commands.mayi import HELP
from bot.slack.doors.all import Doors
from playground.answers import initial_state
from playground.views import checked_view
from tests.console.place import answerer
from tests.laws import examples


def asked(language: str) -> tuple[Asked, ...]:
    return tuple(
        Asked(
            name,
            phrase(language, f"advice.input.{name}"),
            tuple((value, phrase(language, f"advice.value.{name}.{value}")) for value in values),
            USUAL[name],
        )
        for name, values in INPUTS.items()
        if name != "data"
    )


@pytest.mark.parametrize("language", languages())
def test_slack_opens_the_form_in_every_language_and_gives_back_what_was_picked(language: str) -> None:
    view: dict[str, Any] = checked_view(build(asked(language), language, phrase), ("modal",))
    state = initial_state(view["blocks"])
    state[DATA][DATA]["selected_options"] = [{"text": {"type": "plain_text", "text": "x"}, "value": "client-names"}]
    data, answers = read({**view, "state": {"values": state}})
    assert data == ("client-names",)
    assert answers == {name: value for name, value in USUAL.items() if name != "data"}


def test_what_was_understood_is_chosen_and_the_rest_as_usual() -> None:
    heard = Heard("en", (Entry("letters", "Letters"), Entry("letters", "Letters")), ("Read: this.",))
    view = checked_view(build(asked("en"), "en", phrase, heard), ("modal",))
    data, answers = read({**view, "state": {"values": initial_state(view["blocks"])}})
    assert data == ("letters",)
    assert answers == {name: value for name, value in USUAL.items() if name != "data"}
    assert "Read: this." in json.dumps(view)


@pytest.mark.parametrize("language", languages())
def test_no_dimension_s_name_is_cut_and_the_table_fits_a_phone(language: str) -> None:
    names = [phrase(language, f"advice.dimension.{one}") for one in DIMENSIONS]
    told = Told(ways=("way",) * 4, grades=tuple((name, ("●●○○",) * 4) for name in names))
    table = next(one["text"]["text"] for one in screen_of(told, language, phrase)["blocks"] if "●" in repr(one)).partition("```")[
        2
    ]
    assert all(name in table for name in names)
    assert max(map(len, table.rstrip("`").splitlines())) <= 36
    assert len({line.index("●") for line in table.splitlines()[1:]}) == 1


def test_where_each_kind_of_data_goes_stands_above_the_comparison() -> None:
    told = Told(
        ("For all of it: nothing.",), ("By kind", ("Letters → a way",)), ("way",), (("Privacy", ("●●○○",)),), (("Why", ("x",)),)
    )
    said = [repr(one) for one in screen_of(told, "en", phrase)["blocks"]]
    places = [next(at for at, one in enumerate(said) if part in one) for part in ("For all", "Letters", "●", "Why")]
    assert places == sorted(places)


@pytest.mark.parametrize(
    ("said", "opens"),
    [("rat Quellcode", True), ("rat genome data?", False), ("advice Quellcode", True), ("conseil source code", True)],
)
def test_an_english_rat_is_no_german_advice(said: str, opens: bool) -> None:
    mind = answerer().mind
    doors = Doors(door=print, texts=phrase, app=None, minds=Minds(lambda: mind.knowledge, lambda _known: mind))
    heard = heard_in(doors, said)
    assert (heard is not None) == opens


def test_words_that_open_the_form_are_no_words_for_help() -> None:
    assert not WORDS & HELP


TEXT = st.text(max_size=300)
LINES = st.lists(TEXT, max_size=12).map(tuple)


@examples(60)
@given(LINES, st.lists(st.tuples(TEXT, LINES), max_size=5).map(tuple), TEXT)
def test_whatever_is_told_is_a_screen_that_slack_opens(lines: tuple[str, ...], lists: Any, name: str) -> None:
    told = Told(lines[:2], (name, lines), ("a way", "another"), ((name, ("●●○○", "●○○○")),), lists, lines)
    view = screen_of(told, "en", phrase)
    assert checked_view(view, ("modal",))["type"] == "modal"
    assert len(json.dumps(view)) < 250_000
