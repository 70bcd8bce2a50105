"""One sign over and over is read in time that grows with its length, wherever in a policy's file it stands."""

from __future__ import annotations

import re
from contextlib import suppress
from pathlib import Path

import pytest

from bot.knowledge.faults import KnowledgeError
from bot.knowledge.importing.texts.struck import short_runs, with_ends_only
from tests.growing import grows_with_the_length
from tests.knowledge.importing.imports import run

TABLE = "|tool|Public|Secret|\n|--|--|--|\n|ChatGPT|yes|no|\n|Claude|yes|A|\n\n"
PAGES = {
    "a legend": ("matrix.md", f"# Policy\n\n{TABLE}Legend: {{}}x A = only if approved.\n"),
    "a sentence": ("matrix.md", f"# Policy\n\nChatGPT may be used {{}}x for public data.\n\n{TABLE}More.\n"),
    "questions": ("matrix.md", "# AI\n\n**Can I use ChatGPT {}x?** Yes, {}x.\n\n**Can I use Claude for secret data?** No.\n"),
    "a cell": ("matrix.csv", "tool,Public,Secret\nChatGPT,yes,no\nClaude,yes,{}x\n"),
    "a page": ("matrix.html", "<p>{}x</p><table><tr><th>tool<th>Public<tr><td>ChatGPT<td>yes</table><p>{}x A = no</p>"),
}
SHAPES = [
    *[("a legend", sign) for sign in ('"', "'", " ", "\u00a0", "\t", " *", "„”")],
    *[("a sentence", sign) for sign in (" ", "\u00a0 ", "\t", " *", "=", "<s>", "~~a ")],
    *[("questions", sign) for sign in (" ", "A-", "AAa", "<s>", "<s>a ", "~~a ")],
    *[("a cell", sign) for sign in ("_", "A", "if ")],
    *[("a page", sign) for sign in ('"', "&#34;", " *")],
]


@pytest.mark.parametrize(("place", "sign"), SHAPES)
def test_what_stands_there_over_and_over_is_read_in_time_that_grows_with_its_length(
    place: str, sign: str, tmp_path: Path
) -> None:
    """Five thousand quotation marks took a minute."""
    name, text = PAGES[place]
    source = tmp_path / "source"
    source.mkdir()
    made = 0

    def read(said: str) -> None:
        nonlocal made
        made += 1
        (source / name).write_text(text.replace("{}", said), encoding="utf-8")
        with suppress(KnowledgeError):
            run(source, tmp_path / f"out{made}")

    assert grows_with_the_length(read, sign, size=1_200)


@pytest.mark.parametrize(
    ("text", "is_table", "short"),
    [
        ("a" + " " * 41 + "b", False, "a" + " " * 40 + "b"),
        ("a" + " " * 40 + "b", False, "a" + " " * 40 + "b"),
        ("a" + " \u00a0" * 99 + "b", False, "a" + " " * 40 + "b"),
        ('"' * 99 + "'" * 99, False, '"' * 40 + "'" * 40),
        (" *" * 99, False, " *" * 40),
        ("a" * 99 + "1" * 99, False, "a" * 99 + "1" * 99),
        ("|---" * 99 + "|" * 99, False, "|---" * 99 + "|" * 99),
        ("\n" * 99 + "\r\n" * 99, False, "\n" * 99 + "\r\n" * 99),
        ("a" + "," * 99 + "\t" * 99 + ";" * 99, True, "a" + "," * 99 + "\t" * 99 + ";" * 99),
        ("a" + "," * 99 + "\t" * 99, False, "a" + "," * 40 + "\t" * 40),
    ],
)
def test_runs_are_shortened_and_what_means_something_stays(text: str, is_table: bool, short: str) -> None:
    assert short_runs(text, is_table=is_table) == short


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("a <s>b</s> c", "a  c"),
        ("a <s>b</s> <s>c", "a  <s>c"),
        ("<s>a <S>b</s> c", " c"),
        ("a ~~b~~ c ~~d", "a  c ~~d"),
        ("~~a <del>b~~ c", " c"),
        ("a </s> <s>b", "a </s> <s>b"),
    ],
)
def test_what_begins_struck_words_and_has_no_end_stays(text: str, kept: str) -> None:
    struck = re.compile(r"~~(?=\S).+?(?<=\S)~~|<(?P<tag>s|del)>.*?</(?P=tag)>", re.IGNORECASE)
    assert with_ends_only(lambda one: struck.sub("", one), text) == kept == struck.sub("", text)
