"""What is seen in a text that is no question: kinds of data by words and shapes, and never a word of it."""

from __future__ import annotations

from dataclasses import asdict

import pytest

from bot.answers.answerer import Answerer
from bot.policy.talks.checks import Looked
from bot.reading.contents import Contents

CANARY = "zwartkruikquetzal"


@pytest.fixture(scope="module")
def look(sample: Answerer) -> Contents:
    return Contents(sample.mind.reader)


@pytest.mark.parametrize(
    ("text", "kinds", "data"),
    [
        pytest.param("Please pay to NL91ABNA0417164300.", {"iban"}, {"payment-details"}, id="an account number, by its shape"),
        pytest.param(
            "Write to <mailto:jan@example.org|jan@example.org> or call +31 6 12345678",
            {"email", "phone"},
            {"contact-details"},
            id="an address and a number, in Slack's own writing",
        ),
        pytest.param("the DB password: hunter2secret9", {"password"}, {"credentials"}, id="a password that is called so"),
        pytest.param("> discharge letter: diagnosis heart failure", set(), {"health-records"}, id="quoted words count as well"),
        pytest.param("```salary data of Piet```", set(), {"employee-records"}, id="a code block counts as well"),
        pytest.param("Strictly confidential. Not for others.", set(), {"restricted"}, id="what a text says of itself"),
        pytest.param("lunch at noon? see you there", set(), set(), id="small talk"),
        pytest.param("this is on our public website already", set(), set(), id="what is mild says nothing of the rest"),
        pytest.param("", set(), set(), id="nothing at all"),
        pytest.param("😀 🎉", set(), set(), id="only pictures"),
    ],
)
def test_what_is_seen(look: Contents, text: str, kinds: set[str], data: set[str]) -> None:
    looked = look(text)
    assert set(looked.kinds) == kinds
    assert data <= set(looked.data)
    assert bool(looked.data) is bool(data)


def test_names_of_files_are_read_as_words(look: Contents) -> None:
    assert "employee-records" in look("see the attachment", ("salary_data_2026.xlsx (Excel)",)).data


@pytest.mark.parametrize(
    ("text", "happened"),
    [
        ("I already pasted the client list into ChatGPT yesterday, what now?", True),
        ("Could you look at the client list before lunch?", False),
    ],
)
def test_something_that_happened_is_told_from_something_that_is_asked(look: Contents, text: str, happened: bool) -> None:
    assert look(text).is_incident is happened


def test_what_stands_in_the_middle_of_a_long_text_is_seen(look: Contents) -> None:
    text = "word " * 3000 + "diagnosis heart failure " + "word " * 3000
    assert "health-records" in look(text).data
    assert not look(text).is_cut
    assert look("word " * 9000).is_cut


def test_not_a_word_of_the_text_is_in_what_comes_out(look: Contents) -> None:
    seen = look(f"{CANARY} has the diagnosis {CANARY}, mail {CANARY}@example.org, 10.0.0.12", (f"{CANARY}.pdf",))
    assert CANARY not in repr(asdict(seen))
    assert isinstance(seen, Looked) and seen.data


def test_the_shape_of_a_value_is_tied_to_the_policy_without_the_text(look: Contents) -> None:
    assert look.of_kinds(("iban", "password")) == ("payment-details", "credentials")
