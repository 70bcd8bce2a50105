"""The sentences of a policy's documents go in; the documents come out in their order, each sentence with its mark."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby

from fastapi import APIRouter, Request
from fastapi.responses import Response

from bot.console.last_edit import refusing_edits
from bot.console.pages import Pages
from bot.console.tables import Reader
from bot.knowledge.confirming.told import Standing, Told
from bot.knowledge.importing.texts.document import heading_said, parse
from bot.owners.confirm import Confirming, confirming_of
from bot.saying.notices.confirming import Confirmer

SHAPES = {
    Standing.RULE: "■",
    Standing.WORDS: "▤",
    Standing.CONDITION: "◆",
    Standing.WAITS: "◐",
    Standing.LEFT: "◑",
    Standing.NOTE: "¶",
    Standing.EXAMPLE: "○",
    Standing.CONFIRMED: "✓",
    Standing.BACKGROUND: "·",
    Standing.UNREAD: "✗",
}
ASKED = (Standing.UNREAD, Standing.WAITS)
"""Standings whose sentence is a question."""
DEEPEST = 4


@dataclass(frozen=True, slots=True)
class SentenceShown:
    """One sentence of the document."""

    text: str
    standing: str
    shape: str
    word: str
    rests: tuple[str, ...] = ()
    link: str = ""
    """To its question."""


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading of the document, of HTML's level."""

    text: str
    level: int


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Sentences that stand together. ``headings``: what stands between them and those before."""

    sentences: tuple[SentenceShown, ...]
    headings: tuple[Heading, ...] = ()


@dataclass(frozen=True, slots=True)
class DocumentShown:
    """One file."""

    path: str
    paragraphs: tuple[Paragraph, ...]


@dataclass(frozen=True, slots=True)
class Mark:
    """How a standing is marked, and how many sentences have it."""

    standing: str
    shape: str
    word: str
    count: str


@dataclass(frozen=True, slots=True)
class Coverage:
    """What became of each sentence."""

    lead: str = ""
    told: str = ""
    resting: str = ""
    marks: tuple[Mark, ...] = ()
    documents: tuple[DocumentShown, ...] = ()
    bare: tuple[str, ...] = ()
    """Rules that name no sentence."""
    is_unread_only: bool = False


@dataclass(frozen=True, slots=True)
class CoveragePage(Reader):
    """The documents, for one reader."""

    confirming: Confirming
    sayer: Confirmer

    def page(self, *, is_unread_only: bool = False) -> Coverage:
        """The whole page."""
        covered = self.confirming.coverage()
        counted = Counter(one.standing for one in covered.sentences)
        marks = tuple(Mark(one.value, SHAPES[one], self._word(one), self.number(counted[one])) for one in Standing)
        values = {"told": covered.told, "all": covered.ruling, "resting": covered.resting, "rules": covered.rules}
        sentences = [one for one in covered.sentences if not is_unread_only or one.standing is Standing.UNREAD]
        return Coverage(
            self.words("console.coverage.lead", **{name: self.number(value) for name, value in values.items()}),
            self._part(covered.told, covered.ruling),
            self._part(covered.resting, covered.rules),
            marks,
            tuple(self._document(path, list(of)) for path, of in groupby(sentences, lambda one: one.at.file)),
            tuple(self.sayer.rule(id_) for id_ in covered.bare),
            is_unread_only,
        )

    def _part(self, part: int, all_: int) -> str:
        return self.words("console.coverage.of", part=self.number(part), all=self.number(all_))

    def _document(self, path: str, told: list[Told]) -> DocumentShown:
        return DocumentShown(path, tuple(self._paragraphs(self.confirming.document(path), told)))

    def _paragraphs(self, text: str, told: list[Told]) -> Iterator[Paragraph]:
        """Sentences between two blank lines, and each item of a list for itself; headings stand above what follows them."""
        raw = text.splitlines()
        headings = list(parse(text).headings)
        begins = _beginnings(raw)
        for _, of in groupby(told, lambda one: begins[min(one.at.line, len(raw)) - 1]):
            together = list(of)
            above = []
            while headings and headings[0][1] <= together[0].at.line:
                said, at = headings.pop(0)
                above.append(Heading(heading_said(said), _level(raw[at - 1])))
            yield Paragraph(tuple(map(self._sentence, together)), tuple(above))

    def _sentence(self, one: Told) -> SentenceShown:
        link = f"/console/confirm?question={one.id}#{one.id.replace('/', '-')}" if one.standing in ASKED else ""
        rules = tuple(self.sayer.rule(id_) for id_ in one.rests if id_ not in self.knowledge.policy.conditions)
        text = " · ".join(map(str.strip, one.text.strip().strip("|").split("|"))) if one.text.startswith("|") else one.text
        return SentenceShown(text, one.standing.value, SHAPES[one.standing], self._word(one.standing), rules, link)

    def _word(self, standing: Standing) -> str:
        return self.words(f"coverage.{standing.value}")


def _level(line: str) -> int:
    """Below the page's own headings, and the file's."""
    return min(max(len(line) - len(line.lstrip("#")), 2) + 1, DEEPEST)


def _beginnings(raw: list[str]) -> list[int]:
    """For each line, the number of the line at which its paragraph, item or row begins."""
    found: list[int] = []
    for number, line in enumerate(raw, start=1):
        is_new = (
            not found or not raw[number - 2].strip() or line.lstrip()[:2] in ("- ", "* ", "+ ") or line.lstrip()[:1] in ("|", "#")
        )
        found.append(number if is_new else found[-1])
    return found


def coverage_pages(pages: Pages) -> APIRouter:
    """The document with marks."""
    router = APIRouter()

    @router.get("/console/coverage")
    def coverage(request: Request, only: str = "") -> Response:
        signed, language = pages.enter(request, "coverage")
        with refusing_edits():
            confirming = confirming_of(pages.app.settings.knowledge, pages.app.ledger)
            page = CoveragePage.of(confirming.knowledge(), language, confirming, confirming.sayer(language))
            covered = page.page(is_unread_only=only == "unread")
        return pages.show(request, "coverage", signed, covered=covered)

    return router
