"""What a policy calls its data, as the reader finds it: no word that stands for much else is a thing's whole name."""

from __future__ import annotations

from typing import Any

import pytest

from bot.policy.talks.talk import Asker
from bot.reading.door import make_safe
from bot.reading.naming.labels import completed, parts_of
from tests.reading.conftest import answerer_for, answerer_of

WHOLE = [
    ("vauclair-bank", "May I put the code in Le Chat Enterprise?", "code-of-the-fraud"),
    ("halvorsen-bay", "May I put my own code in Claude Team?", "code-of-validated-systems"),
    ("aguas-del-turia", "¿Puedo pasar mis notas por Copilot Chat?", "notas-de-prensa-publicadas"),
    ("aguas-del-turia", "May I put the plan in Copilot Chat?", "planes-de-emergencia"),
    ("pemberton-law", "May I put the matter in Harvey?", "matters-of-clients-whose-outside-counsel-guidelines-forbid-a"),
]
"""A question with a word that is the first of a name, and the thing that is called so."""


@pytest.mark.parametrize(("policy", "asked", "thing"), WHOLE)
def test_a_word_for_much_else_is_not_a_whole_name(policy: str, asked: str, thing: str) -> None:
    assert thing not in read(policy, asked)


def test_a_rare_word_is_its_whole_name() -> None:
    assert "curvas-de-telelectura" in read("aguas-del-turia", "¿Puedo pasar la telelectura por Copilot Chat?")


@pytest.mark.parametrize("asked", ["May I put public info in ChatWL?", "Puis-je mettre des informations publiques dans ChatWL ?"])
def test_a_class_of_a_word_for_secrecy_and_one_for_data_is_known_in_every_language(asked: str) -> None:
    assert "openbare-informatie" in read("waterlinie", asked)


@pytest.mark.parametrize(
    "asked",
    [
        "Darf die Broschüre mit unserer internen Vorlage in Gemini?",
        "May I put the brochure and our internal layout in Gemini?",
        "La brochure et notre mise en page interne dans Gemini ?",
    ],
)
def test_a_class_of_two_words_is_called_by_the_one_that_is_not_for_data(asked: str) -> None:
    assert "donnees-internes" in read("departement-vezonne", asked)


@pytest.mark.parametrize(
    ("policy", "asked", "thing"),
    [
        ("waterlinie", "mag de export uit MijnWaterlinie in ChatWL?", "berichten-uit-mijnwaterlinie"),
        ("saltbush-airports", "the ASIC sheet in Copilot Chat?", "asic-applications"),
    ],
)
def test_the_name_of_a_system_in_a_guarded_thing_tells_it(policy: str, asked: str, thing: str) -> None:
    assert thing in read(policy, asked)


def test_a_word_behind_a_mild_class_says_nothing_of_the_data() -> None:
    assert "donnees-publiables" not in read(
        "ministere-littoral", "c'est sur notre intranet donc publiable, traducteur en ligne ?"
    )


LEVELS: dict[str, Any] = {
    "policy.yaml": {"organisation": "Levels", "languages": ["en"], "owner": "o@example.org"},
    "data.yaml": {
        "classes": [
            {"id": "public", "label": "Level 1 Public", "rank": 0, "synonyms": ["Public"]},
            {"id": "protected", "label": "Level 2 Protected", "rank": 1, "synonyms": ["Protected", "Confidential"]},
        ]
    },
    "tools/larch.yaml": {"id": "larch", "label": "Larch Chat", "vendor": "house"},
    "rules.yaml": [{"rule": "fine", "tools": ["larch"], "data": ["public", "protected"], "effect": "allow"}],
}


def test_a_level_is_the_policys_own_unless_more_than_a_word_for_data_is_said_with_it() -> None:
    levels = answerer_for(LEVELS)
    assert levels.label_and_why("may I put protected data in Larch Chat?", [])[0] == "allow"
    assert levels.label_and_why("may I put strictly confidential data in Larch Chat?", [])[0] == "ask"


def test_a_word_that_the_policy_says_of_its_tools_is_no_class_by_itself() -> None:
    classes = [
        {"id": "studio", "label": "T1 Studio", "rank": 0, "synonyms": ["Studio"]},
        {"id": "protected", "label": "T2 Protected", "rank": 1},
    ]
    tool = {"id": "larch", "label": "Larch Chat", "vendor": "house", "offerings": [{"id": "seat", "plan": ["studio seat"]}]}
    rules = [{"rule": "fine", "tools": ["larch"], "data": ["studio"], "effect": "allow"}]
    made = {**LEVELS, "data.yaml": {"classes": classes}, "tools/larch.yaml": tool, "rules.yaml": rules}
    assert answerer_for(made).label_and_why("may I put T1 Studio in Larch Chat?", [])[0] == "allow"
    assert answerer_for(made).label_and_why("may I put the story in Larch Chat with my studio seat?", [])[0] == "ask"


def test_data_of_which_it_is_only_said_that_it_is_anonymised_is_not_internal_for_sure() -> None:
    classes = [
        {"id": "internal", "label": "Internal", "rank": 0, "catalog": ["internal-information"]},
        {"id": "records", "label": "De-identified records", "rank": 1},
    ]
    rules = [{"rule": "fine", "tools": ["larch"], "data": ["internal"], "effect": "allow"}]
    answerer = answerer_for({**LEVELS, "data.yaml": {"classes": classes}, "rules.yaml": rules})
    assert answerer.label_and_why("may I put anonymised data in Larch Chat?", [])[0] != "allow"


def read(policy: str, asked: str) -> set[str]:
    """The ids of all data that a question may be about."""
    items = answerer_of(policy).mind.reader.read(make_safe(asked), None, Asker()).items
    return {id_ for item in items for ask in item.question.data if ask.grounded for id_ in ask.types}


COMPLETED = [
    ("en", "progress and final reports", ["progress reports"]),
    ("en", "unpublished progress and final reports", ["progress reports"]),
    ("de", "Tor- und Alarmcodes", ["Torcodes"]),
    ("nl", "loon- en ziektegegevens", ["loongegevens"]),
    ("fr", "rapports intermédiaires et finaux", ["rapports finaux"]),
    ("es", "datos fiscales y bancarios", ["datos bancarios"]),
    ("en", "scores and rankings", []),
    ("en", "plans of dams and locks", []),
    ("en", "rotas", []),
]


@pytest.mark.parametrize(("language", "name", "expected"), COMPLETED, ids=[name for _, name, _ in COMPLETED])
def test_what_one_part_of_a_list_leaves_out_is_taken_from_another(language: str, name: str, expected: list[str]) -> None:
    assert completed(parts_of(name, language), language) == expected
