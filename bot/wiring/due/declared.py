"""The register's pages of terms go in; those that no look could ever read come out as warnings: before the first look."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from bot.knowledge.faults import Fault
from bot.knowledge.sheets.plain_files import plain_text
from bot.policy.house import Knowledge
from bot.policy.vendors.facts import PagePart, Pick, TermsPage
from bot.vendors import css, declarations
from bot.vendors.errors import UnreadError

CODE = "K071"
MEND = "correct the file, or write `url` and `select` of the page in the vendor's file instead"


def unreadable(folder: Path, knowledge: Knowledge) -> tuple[Fault, ...]:
    """Pages whose file or declaration is missing or not usable, or with a selector that is not understood, each at its line."""
    return tuple(fault for vendor in knowledge.vendors for page in vendor.pages for fault in _of(folder, page))


def beside(folder: Path, name: str) -> str:
    """The words of a file beside the vendors' files; its name has no folders. Raises ``OSError``."""
    return plain_text(folder / "vendors" / Path(name).name, "utf-8")


def _of(folder: Path, page: TermsPage) -> Iterator[Fault]:
    parts, (file, _, document) = page.parts, (page.declaration or page.file).partition("#")
    if file:
        try:
            kept = beside(folder, file)
            parts = declarations.parts_of(kept, document)[0] if page.declaration else ()
        except OSError:
            what = "declaration" if page.declaration else "text"
            yield _fault(page, f"the {what} `{file}` is not there", f"put it at vendors/{file}, or correct its name")
            return
        except (UnreadError, UnicodeDecodeError) as problem:
            yield _fault(page, f"`{file}`: {problem}", MEND)
            return
    for why in dict.fromkeys(_unclear(parts)):
        yield _fault(page, f"`{file}`: {why}" if file else why, MEND if file else "correct `select` or `remove`")


def _unclear(parts: tuple[PagePart, ...]) -> Iterator[str]:
    picks = (pick for part in parts for pick in (*part.select, *part.remove))
    for selector in (one for pick in picks for one in _selectors(pick) if one):
        try:
            css.compiled(selector)
        except UnreadError as problem:
            yield problem.why


def _selectors(pick: Pick) -> tuple[str, ...]:
    return pick.css, pick.start_before, pick.start_after, pick.end_before, pick.end_after


def _fault(page: TermsPage, what: str, do: str) -> Fault:
    return Fault(CODE, "warning", page.at, f"the page of terms `{page.id}` cannot be read: {what}", do, about=page.id)
