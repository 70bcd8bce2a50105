"""The message catalogs: every language has every sentence, with the same values in it."""

from __future__ import annotations

import ast
import re
from pathlib import Path
from string import Formatter

import pytest
from babel.messages.pofile import read_po

import bot.saying
from bot.policy.deciding.rulings import Stated
from bot.policy.talks.answer import CheckLine
from bot.policy.talks.talk import Intent, WhyLine
from bot.policy.words import Citation
from bot.redaction.spans import KINDS
from bot.saying.blank import blank
from bot.saying.plain import check_line, cited
from bot.saying.words import LOCALES, SayingError, languages, load_catalog_of, phrase, shorten, words_for

LANGUAGES = ("de", "en", "es", "fr", "nl")
KEYS = sorted(load_catalog_of("en"))


def values_in(words: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(words) if name}


def test_the_five_languages_have_a_catalog() -> None:
    assert languages() == LANGUAGES


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_entry_is_missing_fuzzy_empty_or_unknown(language: str) -> None:
    with (LOCALES / f"{language}.po").open("rb") as file:
        entries = {str(entry.id): entry for entry in read_po(file, locale=language) if entry.id}
    assert sorted(entries) == KEYS
    assert [key for key, entry in entries.items() if entry.fuzzy or not str(entry.string).strip()] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_translation_has_the_values_of_the_english_sentence(language: str) -> None:
    english, theirs = load_catalog_of("en"), load_catalog_of(language)
    wrong = {key: theirs[key] for key in KEYS if values_in(theirs[key]) != values_in(english[key])}
    assert wrong == {}


@pytest.mark.parametrize("language", LANGUAGES)
def test_nothing_is_shouted(language: str) -> None:
    shouted = [words for words in load_catalog_of(language).values() if "!" in words or "¡" in words]
    assert shouted == []


def test_french_has_a_narrow_space_at_which_no_line_breaks_before_double_signs_and_within_its_quotes() -> None:
    spoken = {key: re.sub(r"`[^`]*`", "", words) for key, words in load_catalog_of("fr").items()}
    assert {key: words for key, words in spoken.items() if re.search(r"(?<!\u202f)[?!:;»]|«(?!\u202f)|[“”„]", words)} == {}


def test_a_line_that_is_put_together_has_the_signs_of_its_language() -> None:
    captions = {language: blank(Intent.MAY_I, words_for(language, ())).captions for language in LANGUAGES}
    duty = CheckLine("Nommez l’outil.", Stated.OPEN, general=True)
    assert check_line(duty, captions["fr"]) == "Toujours\u202f: Nommez l’outil."
    cell = WhyLine("Pas de noms.", Citation("rules.yaml", 2), "rules.yaml:2")
    assert [cited(cell, captions[language])[:-13] for language in LANGUAGES] == [
        *("„Pas de noms.“", "“Pas de noms.”", "«Pas de noms.»", "«\u202fPas de noms.\u202f»", "“Pas de noms.”")
    ]


def test_spaces_at_which_no_line_breaks_outlive_shortening() -> None:
    assert shorten(" oui\u202f:   non\u00a0! ", 20) == "oui\u202f: non\u00a0!"


@pytest.mark.parametrize(
    ("language", "other"),
    [("de", r"Sie|Ihr\w*|Ihnen"), ("nl", r"[Uu]|[Uu]we?"), ("es", r"[Uu]sted(es)?"), ("fr", r"[Tt]u|[Tt]oi|[Tt]es|[Tt]a")],
)
def test_people_are_addressed_in_one_way(language: str, other: str) -> None:
    """German du, Dutch je, Spanish tú, French vous: as colleagues write there."""
    mixed = [words for words in load_catalog_of(language).values() if re.search(rf"\b({other})\b", words)]
    assert mixed == []


def test_every_key_in_the_code_has_words() -> None:
    """A key is the first argument of a call of ``words(...)`` or ``texts(language, ...)``; a computed one is not looked at."""
    called = re.compile(r"(?:words\(|texts\([^,()]*(?:\([^()]*\))?[^,()]*, )\"([a-z_.]+)\"")
    rooms = [*Path(bot.saying.__file__).parent.glob("*.py"), *(Path(bot.saying.__file__).parents[1] / "slack").rglob("*.py")]
    used = {key for path in rooms for key in called.findall(path.read_text(encoding="utf-8"))}
    assert len(used) > 50
    assert sorted(used - set(KEYS)) == []


def test_every_key_is_used_somewhere() -> None:
    house = Path(bot.saying.__file__).parents[1]
    rooms = [
        path
        for room in ("saying", "slack", "console", "answers", "desk", "owners", "wiring")
        for path in (house / room).rglob("*.py")
    ]
    strings = {
        node.value
        for path in rooms
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
    }
    computed = (
        "announced.missing.",
        "terms.",
        "task.",
        "barred.",
        "governance.state.",  # tests/console/test_governance_page.py looks at them
        "incidents.",  # one for each event and standing; tests/console/test_incidents_page.py looks at them
        "report.",  # one for each way in which a cell is turned; tests/desk/test_versions.py looks at them
        "look.kind.",
        "copy.kind.",  # tests/slack/shortcuts/test_redacted_copy.py looks at them
        "pick.hint.",
        "licence.use",  # one for each word of the catalog; tests/saying/answers/test_licences.py looks at them
        "licence.open_source.",  # likewise
        "across.",  # one for each state of a demand
        "price.",  # tests/saying/answers/test_priced.py looks at them
        "word.",
        "sentence.",
        "slot.",
        "account.",
        "hosting.",
        "ask.",
        "caption.",
        "talk.",
        "new.",  # tests/owners/test_start.py looks at them
        "start.",
        "which.",
        "why.",
        "finding.",  # test_findings.py looks at them
        "confirm.about.",  # tests/console/edits/test_lots.py looks at them
        "confirm.several.",  # likewise
        "coverage.",  # one for each standing of a sentence; tests/console/edits/test_confirm_page.py looks at them
        "advice.",  # one for each way, dimension, answer; test_advice.py looks at them
        "costs.",  # one for each kind of number, part and time; test_costs.py looks at them
        "acknowledged.",  # in a template; tests/console/test_acknowledged.py looks at them
        "console.",  # in templates; tests/console looks at them
        "slack.console.",  # one for each role; tests/integration/test_console_link.py looks at them
    )
    assert [key for key in KEYS if key not in strings and not key.startswith(computed)] == []


def test_a_missing_value_is_told_with_the_key() -> None:
    with pytest.raises(SayingError, match=r"`sentence\.allowed` needs the value"):
        phrase("en", "sentence.allowed", tool="Claude")


def test_an_unknown_key_is_told_with_the_file() -> None:
    with pytest.raises(SayingError, match=r"en\.po has no words for `no\.such`"):
        phrase("en", "no.such")


@pytest.mark.parametrize(
    ("asked", "policy", "chosen"),
    [("nl", ("en", "nl"), "nl"), ("fr", ("en",), "fr"), ("ja", ("nl", "en"), "nl"), ("ja", ("ja",), "en"), ("", (), "en")],
)
def test_the_askers_language_then_the_policys_then_english(asked: str, policy: tuple[str, ...], chosen: str) -> None:
    assert words_for(asked, policy).language == chosen


def test_braces_in_a_policys_words_are_only_words() -> None:
    assert phrase("en", "sentence.allowed", tool="{data}", data="Names {x}") == "Names {x} may go into {data}."


@pytest.mark.parametrize("kind", KINDS)
def test_each_kind_of_value_that_the_door_finds_has_a_name(kind: str) -> None:
    assert phrase("en", f"look.kind.{kind}")


def test_a_long_text_is_cut_at_a_word() -> None:
    assert shorten("one two  three four", 12) == "one two…"
