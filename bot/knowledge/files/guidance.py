"""A Markdown file of guidance goes in; one passage for each heading comes out, with the heading's slug as its anchor."""

from __future__ import annotations

import re

from bot.knowledge.sheets import entries as e
from bot.knowledge.sheets.sheet import Sheet, Word, slug
from bot.policy.house import Passage

_HEADING = re.compile(r"(#{1,6})[ \t]+(.*?)[ \t]*#*[ \t]*\Z")
_MARK = re.compile(r"\s*\{([^{}]*)\}\s*\Z")
_FENCE = re.compile(r"\s*(```|~~~)")
_STEP = re.compile(r"^\s*\d+[.)]\s+\S", re.MULTILINE)
_TOP = "---"


class RawPage(e.Entry):
    """The lines between `---` at the top of a guidance file; every file of guidance has one, empty where nothing is said."""

    WHAT = "the top of a page"
    owner: e.Text = ""
    review_by: e.Day = None


def read_page(sheet: Sheet) -> RawPage:
    """Whose page it is and when it is looked at again: the lines between two `---` at its very top, where it has them."""
    at = Word(sheet.file, sheet.file, 1, 1)
    end = _top_end(sheet.lines)
    if not end:
        return RawPage(at=at)
    # one empty line for the first `---`, so that places stay right
    top = Sheet(sheet.file, "\n" + "\n".join(sheet.lines[1:end]))
    documents = top.documents()
    page = e.read_entry(top, documents[0], RawPage) if documents else RawPage(at=at)
    page.at = at
    sheet.faults += top.faults
    return page


def _top_end(lines: list[str]) -> int:
    """Number of lines before the `---` that ends the top; 0 where the file has no such top."""
    if not lines or lines[0].rstrip() != _TOP:
        return 0
    return next((number for number, line in enumerate(lines[1:], 1) if line.rstrip() == _TOP), 0)


def read_guidance(sheet: Sheet) -> tuple[Passage, ...]:
    """Passages in order. A language mark (``{lang=nl}``) holds for the headings below it as well."""
    passages: list[Passage] = []
    anchors: dict[str, int] = {}
    languages: list[tuple[int, str]] = []
    for level, raw, line, text in _parts(sheet.lines):
        heading, marks = _marks(raw)
        anchor = slug(heading)
        anchors[anchor] = anchors.get(anchor, 0) + 1
        if anchors[anchor] > 1:
            anchor = f"{anchor}-{anchors[anchor] - 1}"
        languages = [entry for entry in languages if entry[0] < level]
        if "lang" in marks:
            languages.append((level, marks["lang"]))
        kind = "incident" if "incident" in marks else ""
        if kind and not _STEP.search(text):
            spot = Word(heading, sheet.file, line, level + 2)
            sheet.fault("K033", spot, "the incident playbook has no numbered steps", "add lines `1. ...` below it", "warning")
        passages.append(Passage(sheet.file, anchor, heading, text, line, kind, languages[-1][1] if languages else ""))
    return tuple(passages)


def _parts(lines: list[str]) -> list[tuple[int, str, int, str]]:
    """Level, heading, line and text of each headed part; words above the first heading belong to none."""
    found: list[tuple[int, str, int, list[str]]] = []
    fenced = ""
    top = _top_end(lines)
    for number, line in enumerate(lines, 1):
        if top and number <= top + 1:
            continue
        fence = _FENCE.match(line)
        if fence and (not fenced or fenced == fence[1]):
            fenced = "" if fenced else fence[1]
        heading = None if fenced or fence else _HEADING.match(line)
        if heading:
            found.append((len(heading[1]), heading[2], number, []))
        elif found:
            found[-1][3].append(line)
    return [(level, heading, number, "\n".join(text).strip()) for level, heading, number, text in found]


def _marks(heading: str) -> tuple[str, dict[str, str]]:
    marks: dict[str, str] = {}
    while found := _MARK.search(heading):
        heading = heading[: found.start()]
        for part in found[1].split():
            key, _, value = part.partition("=")
            marks[key.lower()] = value.lower()
    return heading.strip(), marks
