"""Words of languages and of brands are data: the Python of the reader holds none, neither in patterns nor in lists."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.knowledge.importing.texts.words import fold
from bot.text.patterns import written
from bot.text.small import lists_in
from tests.words_in_code import Words, parts_of

ROOT = Path(__file__).resolve().parents[3] / "bot"
MODULES = sorted(path for room in ("reading", "redaction") for path in (ROOT / room).rglob("*.py") if path.parent.name != "model")
LISTS = ("words_small.yaml", "words_written.yaml")
"""Words that are looked for one by one; the other lists of the catalog are cues, which code asks for by their lists' names."""
FORMATS = {
    "redaction/finder.py": "the names of groups in patterns",
    "redaction/configuration.py": "how code is written",
    "redaction/vendor_token.py": "how private keys and headers are written",
}
"""Modules that read a format, which has words of its own."""
OWN = {
    *("data", "kind", "mark", "part", "person", "policy", "row", "word"),  # slots of the index
    *("account", "beside", "feature", "plan", "read", "told", "tool"),  # of a tool
    *("examples", "words"),  # names of lists of a kind of data
    "er",  # ends a plural
    "time",  # a unit of limits
    *("company", "name", "personal", "api", "open"),  # values of those
    *(
        "address",
        "card",
        "date-of-birth",
        "email",
        "iban",
        "key",
        "national-id",
        "password",
        "person",
        "phone",
        "token",
    ),  # kinds of placeholders
    *("free", "go", "paid", "plus", "max", "pro"),  # ids of plans
    *("on", "off", "met", "report", "which"),  # values of switches, conditions and steps
    *("id", "language", "passages", "quote", "required", "text", "type"),  # fields of prompts and of JSON schemas
    *("AT", "BE", "DE", "ES", "FR", "GB", "IT", "US"),  # countries of phone numbers
    *("about", "any", "de", "en", "es", "fr", "nl"),  # languages of a list
    *("by", "given", "has", "mine", "of", "shared"),  # last words of names of lists
    *("agent", "connector", "plugin"),  # kinds of what works beside a tool, as the policy's facts call them
    *("model", "thread"),  # where a match was got from
    *("absent", "family"),  # what a name may be, and a tool
    *(
        "account",
        "for",
        "from",
        "had",
        "house",
        "my",
        "one",
        "our",
        "ours",
        "that",
        "the",
        "work",
    ),  # kinds of words of whose it is
}
"""Names of the reader's own that the lists hold as words, too."""
PATTERNS = {"gt", "http", "https", "mailto", "slack", "tel", "address", "card", "number", "other", "person", "record", "value"}
"""HTML, addresses, and names of groups and placeholders in patterns."""


def _read() -> Words:
    held = [one for name in LISTS for one in parts_of(list(lists_in(name).values()))]
    words = [*written(*(name.removeprefix("written.") for name in lists_in("words_written.yaml"))), *(word for _, word in held)]
    return Words(frozenset(fold(word) for word in words if word), frozenset(OWN), frozenset(PATTERNS))


READ = _read()


@pytest.mark.parametrize(
    "path", [path for path in MODULES if path.relative_to(ROOT).as_posix() not in FORMATS], ids=lambda path: path.stem
)
def test_a_module_of_the_reader_holds_no_words_of_a_language(path: Path) -> None:
    assert READ.faults_in(path.read_text("utf-8")) == []


@pytest.mark.parametrize("name", FORMATS)
def test_a_module_that_may_hold_words_of_a_format_holds_some(name: str) -> None:
    assert READ.faults_in((ROOT / name).read_text("utf-8"))


@pytest.mark.parametrize(
    ("source", "faults"),
    [
        ('TOOLS = r"(?:chat ?gpt|claude)\\b"', ["1: chat, gpt, claude"]),
        ('A = re.compile(rf"(?<![\\w-])(?:wachtwoord|{words})")', ["1: wachtwoord"]),
        ('TITLES = frozenset({"Frau", "Herr"})', ["1: Frau, Herr"]),
        ('if match["name"] == "login": pass', ["1: login"]),
        ('A = re.compile(rf"(?<![\\w-])(?P<name>{words})[A-Za-z]{2,3}")', []),
        ('if slot in ("account", "plan"): pass', []),
    ],
)
def test_words_in_code_are_found(source: str, faults: list[str]) -> None:
    assert READ.faults_in(source) == faults
