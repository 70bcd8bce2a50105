"""What people say of a condition: only of what one has or lacks, never of what must not be there."""

from __future__ import annotations

import pytest

from bot.knowledge.importing.prose.duties import is_of_asker, says

SAID = [
    (
        "a consent of several parts",
        "en",
        "Matter partner's consent, in writing, before first use.",
        (),
        ("no matter partner's consent",),
    ),
    (
        "two arrangements",
        "en",
        "Allowed with redaction and approval.",
        ("we have redaction and approval",),
        ("no redaction", "no approval"),
    ),
    (
        "an order of two words",
        "en",
        "Take out names and the case number first.",
        ("names and the case number taken out",),
        ("without taking out", "names are still in", "case number is still in"),
    ),
    ("a thing with its article", "en", "Only with the pilot login.", ("pilot login in place",), ("no pilot login",)),
    ("an order in German", "de", "Nur mit Auftrag der Leitstelle und zu zweit.", (), ("ohne Auftrag der Leitstelle",)),
    ("an agreement in a compound", "de", "Mit Auftragsverarbeitungsvertrag.", ("wir haben auftragsverarbeitungsvertrag",), ()),
    ("a team alone", "en", "Communications team only", ("i am in the communications team",), ("not in the communications team",)),
    (
        "those who work somewhere",
        "de",
        "wenn Sie in der Personalabteilung arbeiten",
        ("wir sind personal",),
        ("nicht im personal",),
    ),
    ("a service", "fr", "si vous êtes du service RH", ("je suis du service rh",), ("pas du service rh",)),
]
NOT_SAID = [
    ("what is no team", "en", "Only for our own source code"),
    ("a Spanish en before a name", "es", "Solo en la fase de transformación, aprobada en la reunión del comité de dirección."),
    ("what must not be in it", "en", "Only if nobody could tell whose it is: no door numbers, street signs or belongings."),
    ("a group of people", "en", "Only members of the pilot group."),
    ("what a tool may not do", "en", "No tool declines, reduces, settles, prices or cancels."),
    ("kinds of data", "de", "Keine Personaldossiers, keine Arbeitszeugnisse, keine Löhne."),
]


@pytest.mark.parametrize(("language", "text", "met", "unmet"), [case[1:] for case in SAID], ids=[case[0] for case in SAID])
def test_people_say_that_they_have_it_or_not(language: str, text: str, met: tuple[str, ...], unmet: tuple[str, ...]) -> None:
    found = says(text, language)
    assert set(met) <= set(found[0]) and set(unmet) <= set(found[1])
    assert bool(found[0]) is bool(met)


@pytest.mark.parametrize(("language", "text"), [case[1:] for case in NOT_SAID], ids=[case[0] for case in NOT_SAID])
def test_nothing_that_people_say_is_taken_for_it(language: str, text: str) -> None:
    assert says(text, language) == ((), ())


@pytest.mark.parametrize(
    ("text", "is_it"),
    [
        ("you work in Crewing, HR or Payroll, or are that person's line manager", True),
        ("Sie in der Personalabteilung arbeiten", True),
        ("je bij Personeelszaken werkt", True),
        ("vous travaillez à la paie", True),
        ("trabajas en Nóminas", True),
        ("you remove the names first", False),
        ("everyone in the meeting agrees", False),
        ("Sie in der Kundenliste nachgesehen haben", False),
        ("je de namen weghaalt", False),
        ("vous retirez les noms", False),
        ("quitas los nombres", False),
    ],
)
def test_a_condition_on_who_asks_is_told_from_one_on_what_they_do(text: str, is_it: bool) -> None:
    assert is_of_asker(text) is is_it
