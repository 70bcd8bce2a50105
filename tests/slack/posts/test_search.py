"""What is typed into a search, and what is offered: every word counts, other names find it too, and Slack's limits hold."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.policy.talks.checks import Entry, Looked
from bot.slack.checks import Checks
from bot.slack.posts.search import search, search_data
from tests.laws import examples

ENTRIES = (
    Entry("m365", "Microsoft 365 Copilot", "Microsoft", ("Copilot in Word", "Office Copilot")),
    Entry("chat", "Copilot Chat", "Microsoft", ("Bing Chat",)),
    Entry("patients", "Patiëntgegevens", "Strikt vertrouwelijk", ("medisch dossier", "EPD")),
    Entry("word", "Wordtune", "Others"),
)


def values(found: dict[str, Any]) -> list[str]:
    groups = found.get("option_groups", [found])
    return [option["value"] for group in groups for option in group["options"]]


@pytest.mark.parametrize(
    ("typed", "wanted"),
    [
        pytest.param("copilot", ["chat", "m365"], id="a label that begins so comes before one that holds it"),
        pytest.param("COPILOT 365", ["m365"], id="every word counts, in any order and size"),
        pytest.param("patient", ["patients"], id="accents need not be typed"),
        pytest.param("epd", ["patients"], id="another name finds it"),
        pytest.param("bing", ["chat"], id="an old name finds it"),
        pytest.param("word", ["word", "m365"], id="a label comes before another name"),
        pytest.param("medisch bing", [], id="words of two entries find neither"),
        pytest.param("nothing like it", [], id="nothing fits"),
        pytest.param("", ["m365", "chat", "patients", "word"], id="nothing typed: all of them, as they are listed"),
    ],
)
def test_a_search(typed: str, wanted: list[str]) -> None:
    assert values(search(ENTRIES, typed)) == wanted


def test_what_another_name_finds_says_which_so_that_nobody_wonders_why_it_is_there() -> None:
    entries = (
        Entry("pay", "Betaalgegevens", names=("kilometervergoeding",), examples="IBAN"),
        Entry("ids", "Nummers", names=("BSN", "vergunning", "verblijfsvergunning")),
        Entry("talks", "Vergadernotities", examples="notulen"),
    )
    told = [(one["value"], one["description"]["text"]) for one in search(entries, "verg")["options"]]
    assert told == [("talks", "notulen"), ("ids", "vergunning"), ("pay", "kilometervergoeding")], "beginnings of words first"


def test_what_is_meant_by_the_typed_words_comes_first_whatever_it_is_called() -> None:
    """ "Patient letters" is no name of anything, and everybody's words for health records."""
    assert values(search(ENTRIES, "brieven", read=("patients",))) == ["patients"]
    assert values(search(ENTRIES, "copilot", read=("patients", "on-no-list"))) == ["patients", "chat", "m365"]
    asked: list[str] = []

    def look(typed: str, _names: tuple[str, ...], _language: str = "") -> Looked:
        asked.append(typed)
        return Looked(data=("patients",))

    checks = Checks(entries=lambda *_: ENTRIES, look=look)
    assert values(search_data(checks, "nl", "brieven")) == ["patients"]
    assert len(values(search_data(checks, "nl", " "))) == len(ENTRIES)
    assert asked == ["brieven"], "nothing is read where nothing was typed"


def test_entries_stand_under_their_headings() -> None:
    headings = [group["label"]["text"] for group in search(ENTRIES, "")["option_groups"]]
    assert headings == ["Microsoft", "Strikt vertrouwelijk", "Others"]


def test_of_hundreds_the_hundred_best_are_offered() -> None:
    many = [Entry(f"t{n}", f"Tool {n}", f"Vendor {n % 7}") for n in range(500)]
    assert len(values(search(many, ""))) == 100
    assert values(search(many, "499")) == ["t499"]


WORDS = st.text(max_size=90)


@examples(60)
@given(st.lists(st.builds(Entry, WORDS, WORDS, WORDS, st.tuples(WORDS)), max_size=130), WORDS)
def test_what_is_offered_is_what_slack_takes(entries: list[Entry], typed: str) -> None:
    found = search(entries, typed)
    groups = found.get("option_groups", [])
    options = [option for group in groups for option in group["options"]] or found.get("options", [])
    assert len(options) <= 100
    assert all(0 < len(option["value"]) <= 150 and 0 < len(option["text"]["text"]) <= 75 for option in options)
    assert all(group["options"] and 0 < len(group["label"]["text"]) <= 75 for group in groups)
    assert len({option["value"] for option in options}) == len(options)
