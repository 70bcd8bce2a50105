"""The catalog that is kept is the one that its files say, and never that of other files."""

from __future__ import annotations

import shutil
from dataclasses import replace
from pathlib import Path

import pytest

from bot.knowledge.catalog import SHIPPED, catalog_digest, load_catalog, read_catalog
from bot.knowledge.catalog_file import packed_catalog, unpacked
from bot.knowledge.load import load
from bot.policy.world import Catalog
from bot.text.flat import Flat

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="module")
def from_files() -> Catalog:
    return read_catalog()


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    """A folder with the same files."""
    return Path(shutil.copytree(SHIPPED, tmp_path / "catalog"))


def edited(folder: Path, file: str, old: str, new: str) -> None:
    """Write something else into a file."""
    text = (folder / file).read_text(encoding="utf-8")
    assert old in text
    (folder / file).write_text(text.replace(old, new, 1), encoding="utf-8")


def test_what_is_kept_is_what_the_files_say(from_files: Catalog) -> None:
    kept = load_catalog()
    assert kept == from_files
    # a digest is no part of what makes two catalogs equal
    assert kept.digest and not from_files.digest


def test_it_comes_back_with_its_types_and_in_its_order(from_files: Catalog) -> None:
    """Equal mappings may differ in order, and names are told in the order of the files."""
    back = unpacked(Flat(packed_catalog(from_files)), "some digest")
    assert repr(replace(back, words=dict(back.words))) == repr(from_files) and back.digest == "some digest"


def test_equal_files_have_one_digest_wherever_they_stand(copy: Path) -> None:
    assert catalog_digest(copy) == catalog_digest() == load_catalog().digest


def test_a_changed_copy_has_another_digest_and_its_own_content(copy: Path, from_files: Catalog) -> None:
    edited(copy, "tools/openai.yaml", "name: ChatGPT\n", "name: Zorbelchat\n")
    changed = load_catalog(copy)
    assert changed.digest != load_catalog().digest and changed != from_files
    assert changed == read_catalog(copy) and changed.tools["chatgpt"].name == "Zorbelchat"
    assert load_catalog().tools["chatgpt"].name == "ChatGPT"


@pytest.mark.parametrize(
    "file", ["words_small.yaml", "intent_weights.json", "kinds/{}"], ids=["words", "leanings", "one more file"]
)
def test_any_change_of_a_file_is_another_digest(file: str, copy: Path) -> None:
    path = copy / (file.format("more.yaml"))
    path.write_text((path.read_text(encoding="utf-8") if path.exists() else "kinds: []") + "\n", encoding="utf-8")
    assert catalog_digest(copy) != catalog_digest()


def test_examples_of_questions_are_no_part_of_it(copy: Path) -> None:
    """They are learnt from beforehand: what was learnt stands in the leanings."""
    example = next((copy / "examples").glob("*.yaml"))
    example.write_text(example.read_text(encoding="utf-8") + "\n", encoding="utf-8")
    assert catalog_digest(copy) == catalog_digest()


def test_what_was_put_together_otherwise_has_no_digest() -> None:
    catalog, knowledge = load_catalog(), load(ROOT / "knowledge", load_catalog()).or_raise()
    assert catalog.digest and not replace(catalog, tools={}).digest and not replace(catalog).digest
    assert knowledge.digest and not replace(knowledge, tests=()).digest and not replace(knowledge).digest


def test_equal_policies_have_one_digest_and_another_edit_has_another(tmp_path: Path) -> None:
    folder = Path(shutil.copytree(ROOT / "knowledge", tmp_path / "knowledge"))

    def digest() -> str:
        return load(folder, load_catalog()).or_raise().digest

    assert digest() == load(ROOT / "knowledge", load_catalog()).or_raise().digest
    before = digest()
    edited(folder, "data.yaml", "website text", "zorbelplak")
    assert digest() != before
    edited(folder, "data.yaml", "zorbelplak", "website text")
    assert digest() == before
