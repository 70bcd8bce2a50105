"""A page that says of each tool, or licence of one, how far its data may go, without any table in; a table out.

"ChatGPT Enterprise: up to internal" below a heading or in a bullet. Only a line each of whose words is known is a yes: another
one needs a review in every class, with its words.
"""

from __future__ import annotations

import re

from bot.knowledge.importing.cells.raw_tables import Cell
from bot.knowledge.importing.pages.level_claims import Claim, bullet_of, claims_of
from bot.knowledge.importing.pages.level_words import MARK, NUMBERS, Given, denies, given_of, keeps_out, step_of
from bot.knowledge.importing.pages.listed import Listed, read_list
from bot.knowledge.importing.pages.products import names_product
from bot.knowledge.importing.texts.words import fold, table_words
from bot.policy.words import Citation

_SEVERAL, _MOST = 2, 12
"""Classes of one page."""


def read_levels(file: str, text: str) -> Listed | None:
    """None where fewer than two tools are said to have some class. ``file``: what citations name."""
    lines = text.splitlines()
    claims = claims_of(lines)
    given = [given_of(claim.said) for claim in claims]
    if len({fold(claim.name) for claim, one in zip(claims, given, strict=True) if one and one.steps}) < _SEVERAL:
        return None
    classes = _classes(lines, [step for one in given if one for step in one.steps])
    if len(classes) < _SEVERAL or len({fold(claim.name) for claim in claims}) < len(claims):
        return None
    remarks = [
        "The file has no table. It was read as a list of tools, each with the classes that it may have; the rest is forbidden."
    ]
    head = (Cell("tool", Citation(file, 1)), *(Cell(name, Citation(file, 1)) for name in classes.values()))
    rows = [head]
    for claim, one in zip(claims, given, strict=True):
        at = Citation(file, claim.line, 1, claim.said[:200])
        words = [_word(claim, one, step) for step in classes]
        rows.append((Cell(claim.name, at), *(Cell(word, at) for word in words)))
        told = "nobody could read which classes are meant; taken as review" if one is None else "taken as the classes it may have"
        remarks.append(f"Line {claim.line}: `{claim.name}`, “{claim.said}”: {told}.")
    gone = banned(file, text, [claim.name for claim in claims], len(classes))
    remarks += [
        f"Line {row[0].at.line}: `{row[0].text}` is forbidden by the heading or the words it stands with." for row in gone
    ]
    return Listed((*rows, *gone), remarks)


def _classes(lines: list[str], named: list[int]) -> dict[int, str]:
    """Step -> name, mildest first: as the page explains them where it does; nothing where two names are one step, or stand in an
    order that is not the usual one."""
    found: dict[int, str] = {}
    for line in lines:
        bullet = bullet_of(line) or (0, line.strip(" |#"))
        name = re.split(r"\s*(?:[:|=]|\s[–—-]\s)", bullet[1].replace("*", ""), maxsplit=1)[0].strip(" .*")
        step = step_of(name)
        if step is None or not name or name.lower() == name:
            continue
        if found.setdefault(step, name) != name and fold(found[step]) != fold(name):
            return {}
    order = list(found)
    if len({step >= NUMBERS for step in (*found, *named)}) > 1:
        return {}
    if order not in (sorted(order), sorted(order, reverse=True)):
        return {}  # the page has an order of its own
    for step in named:
        if step not in found:
            found[step] = _usual_name(step)
    return dict(sorted(found.items())) if len(found) <= _MOST and all(found.values()) else {}


def _usual_name(step: int) -> str:
    steps = table_words()["class_columns"]["ladder"]
    return str(steps[step][0]).capitalize() if step < len(steps) else ""


def _word(claim: Claim, given: Given | None, step: int) -> str:
    words = table_words()["class_columns"]
    asked = ". ".join(claim.notes)
    if given is None or claim.doubt or any(denies(note) and not keeps_out(note) for note in claim.notes):
        return f"review: {'. '.join([claim.doubt, claim.said, *claim.notes]).strip('. ')}"
    mark = "".join(f" {found}" for found in MARK.findall(claim.said))
    if step in given.steps or (given.reaches and step < max(given.steps)):
        return f"{words['yes']}{mark}: {asked}" if asked else f"{words['yes']}{mark}"
    is_milder = bool(given.steps) and step < min(given.steps)
    return f"review: {claim.said}" if is_milder else str(words["no"])


def banned(file: str, text: str, known: list[str], size: int) -> list[tuple[Cell, ...]]:
    """Tools that the page forbids elsewhere, by a heading or in a line."""
    listed = read_list(file, text)
    names = {fold(name) for name in known}
    rows = listed.rows[1:] if listed else ()
    gone = [row[0] for row in rows if all(cell.text == "deny" for cell in row[1:]) and names_product(row[0].text)]
    no = str(table_words()["class_columns"]["no"])
    return [(cell, *(Cell(no, cell.at) for _ in range(size))) for cell in gone if fold(cell.text) not in names]
