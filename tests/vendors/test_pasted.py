"""Notices of vendors in five languages: what can be read off a pasted e-mail, and what is left to the person who pastes it."""

from __future__ import annotations

from datetime import date

import pytest

from bot.vendors.pasted import read_notice

DAY = date(2027, 1, 15)
CASES = [
    ("English", "Subject: New usage policies\n\nOur updated policies take effect on January 15, 2027.", DAY),
    ("Dutch", "Onderwerp: Nieuwe voorwaarden\n\nDe nieuwe voorwaarden gaan in op 15 januari 2027.", DAY),
    ("German", "Betreff: Neue Richtlinien\n\nDie neuen Nutzungsrichtlinien treten am 15. Januar 2027 in Kraft.", DAY),
    ("French", "Objet : Nouvelles conditions\n\nLes nouvelles conditions entreront en vigueur le 15 janvier 2027.", DAY),
    ("Spanish", "Asunto: Nuevos términos\n\nLos nuevos términos entrarán en vigor el 15 de enero de 2027.", DAY),
    ("a day that no calendar has", "New terms\n\nThey take effect on 31 February 2027.", None),
    ("two days", "New terms\n\nIn Europe they take effect on 15 January 2027. Elsewhere they take effect on 1 March 2027.", None),
    ("a day of something else", "New terms\n\nYour invoice of 15 January 2027 is attached.", None),
    ("nothing", "", None),
]


@pytest.mark.parametrize(("text", "effective"), [case[1:] for case in CASES], ids=[case[0] for case in CASES])
def test_the_day_on_which_it_takes_effect_is_read_and_never_guessed(text: str, effective: date | None) -> None:
    assert read_notice(text).effective == effective


def test_subject_link_and_all_days_are_read() -> None:
    found = read_notice(
        "From: legal@acme.example\nSubject:  New  terms \n\nSent 3 December 2026. Effective January 15, 2027.\nhttps://acme.example/t."
    )
    assert (found.title, found.url) == ("New terms", "https://acme.example/t")
    assert found.days == (date(2026, 12, 3), DAY)


def test_without_a_subject_the_first_line_is_the_title() -> None:
    assert read_notice("\n\n  We change our terms \nmore").title == "We change our terms"
