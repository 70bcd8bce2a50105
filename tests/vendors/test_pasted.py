"""Notices of vendors in five languages: what can be read off a pasted e-mail, and what is left to the person who pastes it."""

from __future__ import annotations

from datetime import date
from email.message import EmailMessage

import pytest

from bot.vendors.pasted import read_notice

DAY = date(2027, 1, 15)
CASES = [
    ("English", "Subject: New usage policies\n\nOur updated policies take effect on January 15, 2027.", DAY),
    ("Dutch", "Onderwerp: Nieuwe voorwaarden\n\nDe nieuwe voorwaarden gaan in op 15 januari 2027.", DAY),
    ("German", "Betreff: Neue Richtlinien\n\nDie neuen Nutzungsrichtlinien treten am 15. Januar 2027 in Kraft.", DAY),
    ("French", "Objet : Nouvelles conditions\n\nLes nouvelles conditions entreront en vigueur le 15 janvier 2027.", DAY),
    ("Spanish", "Asunto: Nuevos términos\n\nLos nuevos términos entrarán en vigor el 15 de enero de 2027.", DAY),
    ("German, with points", "Betreff: U\n\nDie Änderungen gelten ab dem 04.03.2027.", date(2027, 3, 4)),
    ("German, with a month cut short", "Betreff: U\n\nWirksam zum 1. Okt. 2027.", date(2027, 10, 1)),
    ("German, by what it does", "Betreff: U\n\nZum 15. Januar 2027 ändern wir unsere Liste.", DAY),
    ("French, the first of a month", "Objet : CGU\n\nElles s'appliqueront à compter du 1er mars 2027.", date(2027, 3, 1)),
    ("French, in numbers", "Objet : CGU\n\nLa nouvelle politique prendra effet le 04/03/2027 pour vous.", date(2027, 3, 4)),
    ("Spanish, from then on", "Asunto: x\n\nLos cambios serán efectivos a partir del 1.º de marzo de 2027.", date(2027, 3, 1)),
    ("Spanish of America", "Asunto: x\n\nLa política entra en vigencia el 15 de enero de 2027.", DAY),
    ("Dutch, by what it does", "Onderwerp: x\n\nPer 15 jan 2027 wijzigen wij onze voorwaarden.", DAY),
    ("Dutch, in numbers", "Onderwerp: x\n\nDe wijzigingen gaan in per 01-03-2027.", date(2027, 3, 1)),
    ("English, from then on", "Subject: x\n\nAs of January 15th, 2027, we keep chats for 90 days.", DAY),
    ("English, with the day of the week", "Subject: x\n\nStarting on Fri, Jan 15, 2027, we store data in the US.", DAY),
    ("English in numbers, which may mean two days", "Subject: x\n\nThe new terms take effect on 03/04/2027.", None),
    ("a stretch of days", "New terms\n\nThey take effect between 15 January 2027 and 1 March 2027.", None),
    (
        "the head of a forwarded mail is none of it",
        "See below\n\nVon: Acme\nGesendet: Freitag, 20. November 2026 09:00\nBetreff: Neu\n\nAb 15. Januar 2027 gilt: mehr.",
        DAY,
    ),
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


@pytest.mark.parametrize(
    ("text", "title"),
    [
        ("Subject: AW: Re: Neue Bedingungen\n\nx", "Neue Bedingungen"),
        ("Subject: Changes to our terms\n of service and privacy\n\nx", "Changes to our terms of service and privacy"),
        ("> Subject: New terms\n> \n> They change.", "New terms"),
        ("Subject: =?utf-8?Q?Neue_Bedingungen_f=C3=BCr_Sie?=\n\nx", "Neue Bedingungen für Sie"),
        ("**Subject:** New terms\n\nx", "New terms"),
    ],
    ids=["answered and forwarded", "in two lines", "quoted", "packed", "in bold"],
)
def test_the_subject_is_what_people_read(text: str, title: str) -> None:
    assert read_notice(text).title == title


@pytest.mark.parametrize("kind", ["plain", "html", "both"])
def test_a_mail_may_be_given_as_the_file_that_a_program_saved(kind: str) -> None:
    words = "Die neuen Bedingungen für Ihr Konto treten am 15. Januar 2027 in Kraft: https://acme.example/agb?v=2&s=3"
    mail = EmailMessage()
    mail["From"], mail["Date"], mail["Subject"] = "legal@acme.example", "Fri, 20 Nov 2026 09:00:00 +0100", "Neues für Sie"
    if kind != "html":
        mail.set_content(words, cte="quoted-printable")
    if kind != "plain":
        add = mail.set_content if kind == "html" else mail.add_alternative
        add(f"<html><body><p>{words.replace('&', '&amp;')}</p></body></html>", subtype="html", cte="base64")
    found = read_notice(mail.as_string())
    assert (found.title, found.effective, found.url) == ("Neues für Sie", DAY, "https://acme.example/agb?v=2&s=3")


@pytest.mark.parametrize(
    "text",
    ["Content-Type: nonsense\n\nx", "MIME-Version: 1.0\nContent-Type: text/plain; charset=klingon\n\nx", "Subject: =?x?Q?"],
)
def test_a_mail_that_is_broken_is_read_as_it_stands(text: str) -> None:
    assert read_notice(text).effective is None
