"""What the document says of the rows in; a condition for each row that ends on a day, or that holds only what is ours, out."""

from __future__ import annotations

import re
from dataclasses import replace

from bot.knowledge.importing.built import Built
from bot.knowledge.importing.prose.duties import Duty, make_duty
from bot.knowledge.importing.rows.members import Described
from bot.knowledge.importing.texts.patterns import any_of
from bot.knowledge.importing.texts.words import fold, lists, small_words, unique_slug

_MONTHS_AFTER = 3


def end_duties(built: Built, described: dict[str, Described], taken: set[str]) -> list[Duty]:
    """One condition a row for its conditional cells; a row whose cells say allow is listed for a person."""
    found: list[Duty] = []
    for label, said in described.items():
        phrase, month = end_of(said.text, built.language)
        if not phrase:
            continue
        row = built.tools[label]
        cells = {column: word.effect for (name, column), word in built.grid.cells.items() if name == label}
        columns = tuple(built.class_ids[column] for column, effect in cells.items() if effect == "conditional")
        built.ask("Rows that end", f"`{label}`: “{phrase}”. Take the row out, or set its cells to deny, when the day has come.")
        if columns:
            duty = Duty(unique_slug(f"{row.id}-end", taken), phrase[:1].upper() + phrase[1:] + ".", "using")
            duty.tools, duty.data, duty.unmet = (row.id,), columns, passed(month, built.language)
            found.append(duty)
    return found


def duties_of_ours(built: Built, taken: set[str]) -> list[Duty]:
    """In the policy's own words what must hold of a tool that a row catches and does not name: "AI inside software of ours". Its
    cells that allow become conditional; others say themselves what must hold."""
    found = []
    for label, row in built.tools.items():
        cells = {place: word for place, word in built.grid.cells.items() if place[0] == label and row.only_if_ours}
        granted = {place: word for place, word in cells.items() if word.effect == "allow"}
        if granted:
            duty = make_duty(unique_slug(f"in {row.id}", taken), row.label, built.language, built.short)
            duty.tools, duty.data = (row.id,), tuple(built.class_ids[column] for _, column in granted)
            built.grid.cells |= {place: replace(word, effect="conditional") for place, word in granted.items()}
            found.append(duty)
    return found


def end_of(text: str, language: str) -> tuple[str, int]:
    """ "until 30 June" and the month's number; nothing where no such words stand there."""
    months: list[str] = lists()["months"].get(language, lists()["months"]["en"])
    names, until, of = any_of(months), any_of(lists()["until"]), any_of(small_words()["of"])
    match = re.search(rf"\b(?:{until})\s+(?:\d{{1,2}}\.?\s+(?:(?:{of})\s+)?)?(?P<month>{names})(?:\s+\d{{1,2}})?\b", fold(text))
    if match is None:
        return "", 0
    return match[0], months.index(match["month"])


def passed(month: int, language: str) -> tuple[str, ...]:
    """What people say when the day is over: "it's July now"."""
    months: list[str] = lists()["months"].get(language, lists()["months"]["en"])
    forms: list[str] = lists()["passed"].get(language, lists()["passed"]["en"])
    later = [months[(month + ahead) % 12] for ahead in range(1, _MONTHS_AFTER + 1)]
    return tuple(form.format(month=name) for name in later for form in forms) + tuple(lists()["over"].get(language, ()))
