"""What is kept of a policy's and the catalog's words is never read for another policy or catalog, and the answer is the same
with a cache that is empty, full, or cannot be there."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from dataclasses import replace
from pathlib import Path
from shutil import copytree
from typing import Any

import pytest

from bot.answers.mind import make_mind
from bot.knowledge.catalog import load_catalog
from bot.policy.house import Knowledge
from bot.policy.world import Catalog
from bot.reading.words.lexicon import catalog_index, lexicon_digest
from bot.reading.words.lists import all_words, everyday, stems_in, telling
from bot.text.common import LEAST, OTHER, Harmless, stemmed
from bot.wiring import Answerer, make_answerer

ROOT = Path(__file__).resolve().parents[3]
ODD = "zorbelplak"
"""A word that nobody has."""


def read_as(answerer: Answerer, text: str) -> str:
    """What a question was read as."""
    return answerer.ask(text).ruled[0].item.read_as


def asking(data: str) -> str:
    return f"May I put {data} into ChatGPT Free?"


def edited(folder: Path, old: str, new: str) -> None:
    path = folder / "data.yaml"
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8")


def test_a_policy_whose_file_changed_is_read_anew(tmp_path: Path) -> None:
    folder = Path(copytree(ROOT / "knowledge", tmp_path / "knowledge"))
    before = read_as(make_answerer(folder), asking(f"the {ODD}"))
    edited(folder, "supplier quote,", f"supplier quote, {ODD},")
    added = read_as(make_answerer(folder), asking(f"the {ODD}"))
    edited(folder, f"{ODD}, ", "")
    edited(folder, "website text", ODD)
    moved = read_as(make_answerer(folder), asking(f"the {ODD}"))
    edited(folder, ODD, "website text")
    assert "Supplier" not in before and "Published" not in before
    assert ("Supplier offers" in added, "Published texts" in moved) == (True, True)
    assert read_as(make_answerer(folder), asking(f"the {ODD}")) == before


def test_a_replaced_policy_is_answered_by_its_own_words() -> None:
    answerer = make_answerer(ROOT / "knowledge")
    knowledge = answerer.mind.knowledge
    published = knowledge.vocabulary.data["published-content"]
    data = {**knowledge.vocabulary.data, published.id: replace(published, names=(*published.names, ODD))}
    other: Knowledge = replace(knowledge, vocabulary=replace(knowledge.vocabulary, data=data))
    assert "Published texts" not in read_as(answerer, asking(f"the {ODD}"))
    assert "Published texts" in read_as(Answerer(other), asking(f"the {ODD}"))


@pytest.fixture(scope="module")
def replaced() -> Catalog:
    """A catalog with a name more, that no file has: its index is made in memory."""
    catalog = load_catalog()
    deepl = catalog.tools["deepl"]
    return replace(catalog, tools={**catalog.tools, deepl.id: replace(deepl, names=(*deepl.names, ODD))})


def test_a_replaced_catalog_is_answered_by_its_own_words(replaced: Catalog) -> None:
    answerer = make_answerer(ROOT / "knowledge")
    question = f"May I put a press release into {ODD} Free?"
    before = read_as(answerer, question)
    answerer.mind = make_mind(answerer.mind.knowledge, replaced)
    assert "DeepL" not in before and "DeepL Free" in read_as(answerer, question)
    assert catalog_index(replaced) is catalog_index(replaced) is not catalog_index(load_catalog())


def test_the_lists_of_a_catalog_are_the_same_kept_and_made() -> None:
    kept = load_catalog()
    made = replace(kept)
    assert kept.digest and not made.digest
    for name in kept.words:
        assert all_words(kept, name) == all_words(made, name), name
    for starts in (("person.",), ("telling.",), ("read.", "class."), ("there is none",)):
        assert stems_in(kept, starts) == stems_in(made, starts)


def test_kept_stems_judge_words_as_made_ones_do() -> None:
    catalog = load_catalog()
    kept = catalog_index(catalog).harmless
    plain, held = everyday(catalog), telling(catalog)
    stems = {language: stemmed(plain, held, language) for language in (*LEAST, OTHER)}
    made = Harmless(plain, held, all_words(catalog, "telling.name"), stems)
    for language in ("en", "nl", "de", "fr", "es", "it"):
        for word in ("insiders", "meetings", "salaries", "zorbel", "huis", "namen", "patienten", "reunion", "facture", "x", ""):
            assert kept.is_common(word, language) is made.is_common(word, language)
            assert kept.says(word, language) is made.says(word, language)


def test_another_catalog_is_another_file() -> None:
    catalog = load_catalog()
    other = replace(catalog)
    object.__setattr__(other, "digest", "0" * 32)
    assert lexicon_digest(other) != lexicon_digest(catalog)


QUESTION = "May I put the salaries of our nurses, names removed, into ChatGPT Team for a chart?"


def asked(cache: Path, *, shipped: bool) -> tuple[dict[str, Any], str]:
    """The answer of a process of its own, as JSON without what differs each time, and what it logged. ``shipped``: whether it
    has the files of the catalog that a release brings along."""
    environment = os.environ | {"MAYI_CACHE": str(cache), "PYTHONPATH": str(ROOT)}
    hidden = "" if shipped else "import bot.text.kept as kept; kept.BUILT /= 'none'; "
    words = [sys.executable, "-c", f"{hidden}import bot.__main__; bot.__main__.main()", "ask", QUESTION, "--json"]
    done = subprocess.run(words, env=environment, text=True, capture_output=True, check=True)
    told: dict[str, Any] = json.loads(done.stdout)
    told["text"] = told["text"].replace(told.pop("receipt"), "R-")
    del told["timings_ms"]
    return told, done.stderr


@pytest.mark.slow
def test_the_answer_is_the_same_with_an_empty_cache_a_full_one_and_none(tmp_path: Path) -> None:
    """An empty cache costs twelve seconds of the processor. Without one what is shipped is there; the policy's own is made."""
    (tmp_path / "file").write_text("no folder")
    cache = tmp_path / "cache"
    empty, told = asked(cache, shipped=False)
    made = {path.name: path.stat().st_mtime_ns for path in cache.iterdir()}
    full, nothing = asked(cache, shipped=False)
    assert {path.name: path.stat().st_mtime_ns for path in cache.iterdir()} == made, "nothing is made twice"
    none, warned = asked(tmp_path / "file" / "cache", shipped=True)
    assert empty == full == none and "ChatGPT Team" in empty["read_as"]
    assert {name.rsplit("-", 1)[0] for name in made} >= {"catalog", "lexicon", "lists", "policy", "counts", "common"}
    assert told.count("files of the catalog are made") == 1 and nothing == ""
    assert warned.count("cannot be written") == 1 and str(tmp_path / "file" / "cache") in warned
