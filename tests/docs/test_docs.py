"""Pages that cannot go stale: every command, word, link and fragment is checked against what is there."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

from bot.answers.score import Score
from bot.commands.help import params_of
from bot.commands.run.demo import fill
from bot.settings import Settings, variable
from bot.slack.manifest import EVENTS, SCOPES
from changes.release import READERS, fragments, has_section
from tests.docs import commands_page
from tests.docs.commands_page import commands

ROOT = Path(__file__).resolve().parents[2]
DOCS = ROOT / "docs"
PAGES = sorted([*DOCS.rglob("*.md"), *(ROOT / name for name in ("README.md", "CONTRIBUTING.md", "CHANGELOG.md", "SECURITY.md"))])
LINK = re.compile(r"!?\[[^\]]*\]\(([^)\s]+)\)")
STYLE_WORDS = (
    "tool", "vendor", "plan", "data type", "data class", "policy", "rule", "effect", "ruling", "verdict", "offering",
    "slot", "mention", "fact", "transformation", "receipt", "catalog", "condition", "waiver", "citation", "question",
    "answer", "capture", "term change", "reminder", "due", "model",
)  # fmt: skip
"""The words that have one meaning each, in code, files, Slack and console."""
README_MOST, DOCS_MOST = 7_000, 350_000
DECISIONS = ("star-of-rooms", "worlds-in-decide", "sync-bolt", "dbos", "own-playground")


def name_of(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def prose(page: Path) -> str:
    """A page without its code."""
    return re.sub(r"`[^`\n]*`", "", re.sub(r"^```.*?^```", "", page.read_text(encoding="utf-8"), flags=re.S | re.M))


def targets(page: Path) -> list[str]:
    """Where its links lead, those to other sites left out."""
    return [target for target in LINK.findall(prose(page)) if not re.match(r"[a-z]+:", target)]


def tracked() -> list[Path]:
    """The files that git knows, and those that it would take."""
    listed = subprocess.run(
        ["git", "ls-files", "-co", "--exclude-standard", "-z"], cwd=ROOT, capture_output=True, text=True, check=True
    ).stdout
    return [ROOT / name for name in listed.split("\0") if name and (ROOT / name).is_file()]


# --- commands -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", commands())
def test_every_command_and_option_has_words(name: str) -> None:
    command = commands()[name]
    assert command.help
    for param in params_of(command):
        assert param.help, f"{name} {param.opts[0]} has no help"


def test_the_page_of_commands_is_what_the_commands_say() -> None:
    assert commands_page.PAGE.read_text(encoding="utf-8") == commands_page.page(), "`make docs` writes it anew"


def test_every_command_that_a_page_names_is_there() -> None:
    known = {name.split()[1] for name in commands() if " " in name}
    for page in PAGES:
        if "adr" in page.parts:
            continue  # a decision may speak of what is to come
        for word in re.findall(r"(?:`|^|bin/)mayi ([a-z-]+)", page.read_text(encoding="utf-8"), re.M):
            assert word in known, f"{name_of(page)} names `mayi {word}`"


def test_what_eval_prints_is_told_to_those_who_read_it_in_a_script() -> None:
    row = next(line for line in (DOCS / "json.md").read_text(encoding="utf-8").splitlines() if line.startswith("| `mayi eval`"))
    named = set(
        re.findall(
            r"\w+",
            " ".join(re.findall(r"`([^`]+)`", row)[1:]).replace("misses: [{id, question, expected, got, because}]", "misses"),
        )
    )
    assert named == set(Score(lambda _text, _turns: ("", "")).made())


@pytest.mark.parametrize(("name", "heard"), [("scopes", SCOPES), ("events", EVENTS)])
def test_the_slack_page_gives_each_scope_and_event_of_the_manifest_with_its_reason(name: str, heard: dict[str, str]) -> None:
    """MAYI_RECORD=1 writes the tables anew."""
    page = DOCS / "slack.md"
    rows = "\n".join(f"| `{one}` | {reason} |" for one, reason in heard.items())
    table = f"<!-- {name} -->\n| {name.removesuffix('s')} | why |\n|---|---|\n{rows}\n<!-- end -->"
    anew = re.sub(rf"<!-- {name} -->\n.*?<!-- end -->", lambda _: table, page.read_text(encoding="utf-8"), flags=re.S)
    if os.environ.get("MAYI_RECORD"):
        page.write_text(anew, encoding="utf-8")
    assert table in page.read_text(encoding="utf-8")


def test_every_variable_that_a_page_names_is_there() -> None:
    known = {variable(field) for field in Settings.model_fields}
    beside = {"MAYI_REQUIRE", "MAYI_RECORD", "MAYI_TOOLS", "MAYI_LAWS"}
    for page in PAGES:
        for name in re.findall(r"\b(?:MAYI|SLACK)_[A-Z_]+\b", page.read_text(encoding="utf-8")):
            assert name in known or name in beside or name.startswith("MAYI_TEST_"), f"{name_of(page)} names {name}"


# --- words --------------------------------------------------------------------------------------------------------------


def glossary() -> dict[str, str]:
    rows = re.findall(r"^\| (.+?) \| (.+) \|$", (DOCS / "glossary.md").read_text(encoding="utf-8"), re.M)
    return dict(rows[1:])


def test_every_glossary_word_is_bold_explained_and_in_order() -> None:
    words = glossary()
    assert all(re.fullmatch(r"\*\*[a-z -]+\*\*", word) for word in words), list(words)
    assert all(meaning.endswith((".", "`.")) for meaning in words.values())
    plain = [word.strip("*") for word in words]
    assert plain == sorted(plain)
    assert len(set(plain)) == len(plain)


def test_the_words_with_one_meaning_are_all_explained() -> None:
    missing = [word for word in STYLE_WORDS if f"**{word}**" not in glossary()]
    assert missing == []


def test_every_file_of_the_catalog_has_its_row() -> None:
    cells = re.findall(r"^\| (`[^|]+`) \|", (DOCS / "catalog.md").read_text(encoding="utf-8"), re.M)
    rows = [row for cell in cells for row in re.findall(r"`([^`]+)`", cell)]
    files = [path.relative_to(ROOT / "bot" / "catalog") for path in tracked() if path.is_relative_to(ROOT / "bot" / "catalog")]
    assert [str(file) for file in files if not any(file.match(row) for row in rows)] == []


# --- links --------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("page", PAGES, ids=name_of)
def test_every_link_leads_somewhere(page: Path) -> None:
    for target in targets(page):
        path, _, heading = target.partition("#")
        file = (page.parent / path).resolve() if path else page
        assert file.exists(), f"{name_of(page)} links to {target}"
        if heading and file.suffix == ".md":
            headings = [
                re.sub(r"[^\w\- ]", "", line.lstrip("# ").lower()).replace(" ", "-")
                for line in file.read_text(encoding="utf-8").splitlines()
                if line.startswith("#")
            ]
            assert heading in headings, f"{name_of(page)} links to {target}"


def test_every_page_and_picture_is_linked_from_another() -> None:
    linked = {(page.parent / target.partition("#")[0]).resolve() for page in PAGES for target in targets(page)}
    loose = [
        name_of(file) for file in DOCS.rglob("*") if file.is_file() and file.name != "README.md" and file.resolve() not in linked
    ]
    assert loose == []


@pytest.mark.parametrize("page", sorted(DOCS.glob("*.md")), ids=name_of)
def test_each_page_says_in_its_first_line_who_it_is_for(page: Path) -> None:
    title, _, first = page.read_text(encoding="utf-8").partition("\n")
    assert title.startswith("# ")
    assert page.name == "README.md" or first.lstrip().startswith("For "), first.lstrip()[:100]


def test_the_pages_can_be_read_in_a_day() -> None:
    """In letters; a page that grows makes another one shorter."""
    assert len((ROOT / "README.md").read_text(encoding="utf-8")) <= README_MOST
    assert sum(len(page.read_text(encoding="utf-8")) for page in DOCS.rglob("*.md")) <= DOCS_MOST


def test_the_index_names_every_page() -> None:
    index = {(DOCS / target).resolve() for target in targets(DOCS / "README.md")}
    assert [name_of(page) for page in DOCS.rglob("*.md") if page.name != "README.md" and page.resolve() not in index] == []


def test_each_decision_has_a_page_with_context_choice_and_price() -> None:
    pages = {re.sub(r"^\d{4}-", "", page.stem): page for page in (DOCS / "adr").glob("*.md")}
    assert set(DECISIONS) <= set(pages)
    for page in pages.values():
        text = page.read_text(encoding="utf-8").lower()
        assert all(word in text for word in ("context", "choice", "price")), name_of(page)


@pytest.mark.parametrize("page", ["CONTRIBUTING.md", "docs/adr/0001-star-of-rooms.md"])
def test_files_and_folders_that_a_page_names_are_there(page: str) -> None:
    named = re.findall(r"`((?:bot|tests|docs)/[\w./-]+)`", (ROOT / page).read_text(encoding="utf-8"))
    assert named
    assert [one for one in named if not (ROOT / one).exists()] == []


# --- what no file may hold ----------------------------------------------------------------------------------------------

# each is put together here, so that this file does not hold it
FORBIDDEN = {
    "a home folder of somebody's machine": re.compile("/(?:ro" + "ot|ho" + r"me/\w+|Us" + r"ers/\w+|wo" + r"rk)/(?!\.ollama)"),
    "a registry's host name": re.compile(r"\b(?:pypi\.o" + r"rg|files\.pythonh" + r"osted\.org|registry\.npmj" + r"s\.org)\b"),
    "something left to do": re.compile(r"\b(?:TO" + "DO|FIX" + "ME)" + r"\b"),
}


@pytest.mark.parametrize("what", FORBIDDEN)
def test_no_file_holds(what: str) -> None:
    found = []
    for file in tracked():
        if file.suffix in {".png", ".xlsx", ".docx", ".gz"}:
            continue
        for number, line in enumerate(file.read_text(encoding="utf-8").splitlines(), 1):
            if FORBIDDEN[what].search(line):
                found.append(f"{name_of(file)}:{number}: {line.strip()[:100]}")
    assert found == []


# --- what is new --------------------------------------------------------------------------------------------------------


A_PAGE = 2800
"""Characters, at most, that a release asks one of its readers to read."""


def test_a_release_is_told_to_each_reader_on_a_page() -> None:
    """Without its introduction."""
    parts = [
        (release.split("\n", 1)[0], part)
        for release in (ROOT / "CHANGELOG.md").read_text(encoding="utf-8").split("\n## ")[1:]
        for part in release.split("\n### ")[1:]
    ]
    assert {part.split("\n", 1)[0] for _, part in parts} == set(READERS.values())
    assert [(release, part[:20], len(part)) for release, part in parts if len(part) > A_PAGE] == []


def test_something_tells_what_is_new() -> None:
    version = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]["version"]
    assert fragments(ROOT / "changes") or has_section((ROOT / "CHANGELOG.md").read_text(encoding="utf-8"), version)


def test_every_release_that_a_page_or_an_answer_names_is_in_the_changelog() -> None:
    changelog = (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
    named = [
        (name_of(file), version)
        for file in [*PAGES, *(ROOT / "bot" / "saying" / "locales").glob("*.po")]
        for version in re.findall(r"(?:may-i@|rev: )v(\d[\d.]*\d)", file.read_text(encoding="utf-8"))
    ]
    assert named
    assert [(file, version) for file, version in named if not has_section(changelog, version)] == []


def test_what_the_readme_says_to_try_with_a_policy_of_ones_own_can_be_typed_as_it_stands(tmp_path: Path) -> None:
    """Up to the answer, and what a demo of that policy begins with: the demo itself waits for somebody. Nothing is warned of."""
    page = (ROOT / "README.md").read_text(encoding="utf-8")
    (block,) = [one for one in re.findall(r"^```\n(.*?)^```", page, flags=re.S | re.M) if "mayi import" in one]
    lines = [line for line in block.splitlines() if not re.search(r"mayi (confirm|try|demo)", line)]
    assert len(lines) == 2
    typed = "\n".join(lines).replace(".venv/bin/mayi", f"{sys.executable} -m bot").replace("my-policy", str(tmp_path / "mine"))
    ran = subprocess.run(["bash", "-ec", typed], cwd=ROOT, capture_output=True, text=True, check=False)
    assert (ran.returncode, ran.stderr) == (0, "") and "Read as:" in ran.stdout
    fill(tmp_path / "mine", tmp_path, "k" * 32)
