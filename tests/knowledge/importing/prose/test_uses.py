"""Uses of the catalog in sentences of documents that forbid them, as policies of five languages name them."""

from __future__ import annotations

import pytest

from bot.knowledge.catalog import load_catalog
from bot.knowledge.importing.prose.uses import Named, UseReader, find_use_bans
from bot.knowledge.importing.texts.document import parse

NAMED = [
    ("en", "AI is never used to grade students.", {"grading"}),
    ("de", "Prüfungsleistungen werden nicht durch KI bewertet.", {"coursework", "grading"}),
    ("nl", "Werk van studenten wordt niet door AI beoordeeld.", {"grading"}),
    ("fr", "Les copies des élèves ne sont pas notées par une IA.", {"grading"}),
    ("en", "AI must not be the only basis for the admission of anybody.", {"deciding"}),
    ("es", "La IA no adopta decisiones sobre la contratación.", {"deciding"}),
    ("de", "Die KI stellt keine Diagnosen.", {"treating"}),
    ("en", "AI may not be used to record client meetings.", {"recording-outsiders"}),
    ("de", "Beratungsgespräche werden nicht mit KI aufgezeichnet.", {"recording-outsiders"}),
    ("en", "AI is not used to monitor field crews.", {"watching-staff"}),
    ("nl", "Gebruik ze niet voor behandeladvies of dosering.", {"treating"}),
    ("fr", "Ne jamais confier à l'IA un diagnostic.", {"treating"}),
    ("de", "Leistung oder Verhalten von Beschäftigten auszuwerten;", {"watching-staff"}),
    ("de", "einen Verwaltungsakt ohne Entscheidung eines Menschen zu erlassen;", {"deciding"}),
    ("en", "Drivers may not use AI to track parcels.", set()),
    ("fr", "Ni le dossier, ni l'avis d'un collègue ne change la classe.", set()),
    ("fr", "Le document qui est classé Interne ou Confidentiel ne va dans aucun outil d'IA.", set()),
    ("fr", "Aucune IA ne classe les candidats.", {"ranking-people"}),
    ("en", "Students may not use AI tools in marked rooms.", set()),
]


@pytest.mark.parametrize(("language", "text", "uses"), NAMED)
def test_a_sentence_names_a_use(language: str, text: str, uses: set[str]) -> None:
    assert set(UseReader(load_catalog(), language).read(text)) == uses


def test_items_below_a_lead_that_forbids_are_forbidden() -> None:
    items = "- Bewerbungen zu bewerten;\n- Gefühle von Personen zu erkennen."
    catalog = load_catalog()
    both = {"ranking-people", "reading-minds"}
    for lead, found in (("Untersagt ist:", both), ("Es ist untersagt, KI einzusetzen, um", both), ("Erlaubt ist:", set())):
        document = parse(f"# Ordnung\n\n{lead}\n\n{items}\n")
        bans = find_use_bans(document, Named([], frozenset()), (), UseReader(catalog, "de"), set())
        assert {ban.use for ban in bans} == found


def test_what_says_what_a_class_holds_forbids_no_use_whatever_noun_stands_behind_its_name() -> None:
    ban = "AI must not be the only basis for the admission of anybody."
    told = f"**Working information** has no pay of anybody in it: rotas, minutes. {ban}"
    document, classes = parse(f"# Policy\n\n{told}\n"), frozenset({"working"})
    for of, found in ((classes, set()), (frozenset[str](), {"deciding"})):
        bans = find_use_bans(document, Named([], of), (), UseReader(load_catalog(), "en"), set())
        assert {ban.use for ban in bans} == found
