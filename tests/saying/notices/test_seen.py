"""What looks at pages write down goes in; words in each language come out. A reason that has no words is a failure here."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

import bot
from bot.desk.terms import ELSEWHERE, NOISE
from bot.saying.notices.seen import column, found, reason_in
from bot.saying.words import languages
from bot.vendors.archive import REWRITTEN
from bot.vendors.fetch import REFUSALS
from bot.vendors.page import WALLS

HOUSE = Path(bot.__file__).parent
PLACES = [*(HOUSE / "vendors").glob("*.py"), HOUSE / "desk" / "terms.py"]
CALLS = {"UnreadError", "Unread", "RefusedAddressError", "Unchanged", "_accepted", "_settled", "_seen"}
SAMPLES = ("7", "https://acme.example/terms", "alert", "7 of 9 words are left")


def _spoken(node: ast.expr, sample: str) -> str:
    if isinstance(node, ast.Constant):
        return str(node.value)
    if isinstance(node, ast.JoinedStr):
        return "".join(sample if isinstance(part, ast.FormattedValue) else str(part.value) for part in node.values)  # type: ignore[attr-defined]
    return ""


def _reasons() -> set[tuple[str, ...]]:
    """Each reason that stands in the code, with something in the place of each value."""
    found_: set[tuple[str, ...]] = set()
    for path in PLACES:
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and getattr(node.func, "id", getattr(node.func, "attr", "")) in CALLS:
                said = [tuple(_spoken(part, sample) for sample in SAMPLES) for part in node.args]
                tail = "; only public addresses are read" if getattr(node.func, "id", "") == "RefusedAddressError" else ""
                found_ |= {tuple(f"7 {one}{tail}" if tail else one for one in each) for each in said if " " in each[0]}
    return found_


REASONS = sorted(_reasons())


def test_the_code_was_read() -> None:
    """Else the next test looks at nothing."""
    assert len(REASONS) > 40


@pytest.mark.parametrize("samples", REASONS, ids=lambda samples: samples[0])
def test_every_reason_in_the_code_has_words(samples: tuple[str, ...]) -> None:
    """German stands for the others: every catalog has the same keys."""
    assert any(reason_in(one, "de") != one for one in samples)


def test_reasons_that_are_put_together_have_words() -> None:
    """From lists, and with a number."""
    said = [*NOISE.values(), *(why for _, why in ELSEWHERE.values()), *(why for _, _, why in WALLS), REWRITTEN]
    said += [f"the server {what} (403)" for what in REFUSALS.values()]
    said += ["the page is larger than 10 MB", "alert: About training on inputs.", "filters in JavaScript are not run: tidy"]
    assert [one for one in said if reason_in(one, "nl") == one] == []


def test_a_reason_with_a_note_is_said_in_parts() -> None:
    assert reason_in("the words are the same; filters in JavaScript are not run: tidy", "fr") == (
        "les mots sont les mêmes\u202f; les filtres en JavaScript ne sont pas exécutés\u202f: tidy"
    )


def test_a_reason_within_a_reason_is_said_too() -> None:
    assert reason_in("its robots.txt cannot be read: acme.example does not answer in time", "de") == (
        "ihre robots.txt ist nicht zu lesen (acme.example antwortet nicht rechtzeitig)"
    )


def test_what_nobody_wrote_words_for_stays_as_it_is() -> None:
    """An old record is shown rather than hidden."""
    assert reason_in("something of long ago", "es") == "something of long ago"


@pytest.mark.parametrize("language", languages())
def test_columns_and_states_have_words(language: str) -> None:
    names = ("when", "page", "found", "why", "from", "capture", "state", "looked_at", "next_at")
    assert all(column(name, language) for name in names)
    states = ("first", "same", "noise", "seen", "changed", "blocked", "moved", "broken", "emptied", "unread")
    assert all(found(state, language) for state in states)
