"""Rows of a table in; the matrix proper out, without titles, legends and headings in between, every row and column named once."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import replace
from functools import cache

from bot.knowledge.importing.cells.effects import read_cell
from bot.knowledge.importing.cells.legend_lines import is_mark
from bot.knowledge.importing.cells.notes import is_footnote
from bot.knowledge.importing.cells.raw_tables import Cell, Rows
from bot.knowledge.importing.classes.strictness import name_parts
from bot.knowledge.importing.texts.glossary import Glossary
from bot.knowledge.importing.texts.patterns import any_of, parter, without_brackets
from bot.knowledge.importing.texts.words import fold, has_word, lists, sentence_words, table_words, tokens, without_generic

_PAIR = 2
_SIGN, _NAME, _LONG = 12, 6, 3
"""What is longer is no mark, and no name of a column below another."""


def split_title(table: Rows) -> tuple[Rows, Rows]:
    """Lines above the matrix that hold a single cell, such as a title, and the rest."""
    start = 0
    while start < len(table) - 2 and _written(table[start]) == 1:
        start += 1
    wide = _written(table[start]) > 1
    return (table[:start], table[start:]) if wide else ((), table)


@cache
def _note() -> re.Pattern[str]:
    """How a legend or a footnote begins."""
    words = [*table_words()["legend_heads"], *table_words()["notes"]["called"], *table_words()["notes"]["begun"]]
    return re.compile(rf"\W|[¹²³⁴⁵⁶⁷⁸⁹]|\d+\s*[).:]|[a-z]\)|(?:{any_of(words)})\b", re.IGNORECASE)


def _written(row: tuple[Cell, ...]) -> int:
    """How many cells somebody wrote; a merged one counts once."""
    return sum(1 for cell in row if cell.text and not cell.spread)


def split_footer(table: Rows) -> tuple[Rows, Rows]:
    """The matrix, and lines below it that hold a single long, marked or coloured cell: legend and footnotes."""
    end = len(table)
    while end > 2:
        texts = [cell.text for cell in table[end - 1] if cell.text and not cell.spread]
        first = table[end - 1][0].text
        if is_key(table[end - 1]) or _is_pair(table[:end], end < len(table)):
            end -= 1
            continue
        is_note = len(texts) == 1 and (_is_sentence(texts[0]) or _note().match(texts[0]) or is_footnote(texts[0]))
        if not (is_note or (len(table[end - 1]) > 1 and not first and len(texts) == 1) or all("=" in text for text in texts)):
            break
        end -= 1
    return table[:end], table[end:]


def _is_sentence(text: str) -> bool:
    """Whether a line of one cell is longer than any name, or ends as sentences do."""
    words = len(tokens(text))
    return words > _NAME or (words >= _LONG and text.rstrip()[-1:] in ".!")


def _is_pair(table: Rows, is_above: bool) -> bool:
    """Whether the last line is a mark with its meaning in the next cell, "★ | after approval", or the head of such lines.
    ``is_above``: other lines below the matrix were found."""
    said = [cell.text for cell in table[-1] if cell.text and not cell.spread]
    if len(said) != _PAIR or len(table[0]) <= _PAIR:
        return False
    if is_above and fold(said[0]).rstrip(":") in {fold(word) for word in table_words()["legend_heads"]}:
        return True
    used = {fold(cell.text) for row in table[1:-1] for cell in row[1:] if cell.text and tokens(cell.text) != tokens(said[1])}
    return not tokens(said[0]) or (len(said[0]) <= _SIGN and fold(said[0]) in used and is_mark(said[0]))


def is_turned(body: Rows, glossary: Glossary) -> bool:
    """Whether data stands down the side: by the glossary, by the word in the corner, else by the side that has classes' words."""
    corner = fold(body[0][0].text)
    words = lists()["headers"]
    classes = {fold(name) for entry in glossary.classes for name in (entry.name, *entry.synonyms)}
    if classes:
        across = sum(fold(cell.text) in classes for cell in body[0][1:])
        down = sum(fold(row[0].text) in classes for row in body[1:])
        return down > across
    if corner in {fold(w) for kind in ("tool", "data") for w in words[kind]}:
        return corner not in {fold(w) for w in words["tool"]}
    return any(is_class_name(row[0].text) for row in body[1:]) and not any(is_class_name(cell.text) for cell in body[0][1:])


def is_class_name(text: str) -> bool:
    """Whether it is a word for how sensitive data is: "Internal", "public information", "Tier 2 – Internal"."""
    closed = {fold(word) for same in lists()["classes"].values() for word in same}
    bare = without_brackets(text)  # "Internal data (rotas, minutes)"
    return any(without_generic(part) in closed for part in (text, bare, *name_parts(text)))


def turn(body: Rows) -> Rows:
    width = max(len(row) for row in body)
    full = [[*row, *(Cell("", row[0].at) for _ in range(width - len(row)))] for row in body]
    return tuple(tuple(row[i] for row in full) for i in range(width))


def is_key(row: tuple[Cell, ...]) -> bool:
    """A line that shows what a colour means: the coloured word itself, or a coloured blank with a word beside it."""
    meanings = {said.text for _, said in keys_of(row)}
    return bool(meanings) and all(cell.text in meanings for cell in row if cell.text)


def keys_of(row: tuple[Cell, ...]) -> list[tuple[str, Cell]]:
    """(colour, the cell whose words say what it means) for each colour that the line explains."""
    found = []
    for number, cell in enumerate(row):
        after = row[number + 1] if number + 1 < len(row) else None
        said = cell if cell.text else after if after is not None and not after.fill else None
        if cell.fill and not cell.spread and said is not None and (word := read_cell(said.text, {})).effect and not word.doubt:
            found.append((cell.fill, said))
    return found


def join_heads(body: Rows, remarks: list[str]) -> Rows:
    """A head of two lines, with names that span several columns, as one line: "Personal data: Staff"."""
    if len(body) < 3:
        return body
    first, second = _spanned(body), body[1]
    spans = any(cell.spread and cell.text for cell in first[1:])
    is_second_head = not second[0].text or (second[0].spread and second[0].text == first[0].text) or not first[0].text
    said = [read_cell(cell.text, {}).effect in _SAYS for cell in second[1:] if cell.text]
    is_title = _is_title(first, second)  # "frei" is a class below it, and no yes
    if not spans or not is_second_head or (all(said) if is_title else any(said)):
        return body
    joined = []
    for number in range(max(len(first), len(second))):
        upper = first[number] if number < len(first) else second[number]
        lower = second[number] if number < len(second) else upper
        is_one = not lower.text or not upper.text or lower.text == upper.text or is_title
        joined.append(replace(upper if not lower.text else lower, text=lower.text or upper.text, spread=False))
        if not is_one:
            joined[-1] = replace(upper, text=f"{upper.text}: {lower.text}", spread=False)
    remarks.append(
        "The head of the table has two lines; they were put together: " + ", ".join(cell.text for cell in joined[1:]) + "."
    )
    return (tuple(joined), *body[2:])


def _is_title(first: tuple[Cell, ...], second: tuple[Cell, ...]) -> bool:
    """Whether one merged cell stands over all columns beside a corner of two lines, and only asks what they are ("Which data?"),
    where each has its own name. A title that says more may be a condition, or tell less of the data."""
    names = [fold(cell.text) for cell in second[1:]]
    is_corner = second[0].spread and second[0].text == first[0].text
    if not is_corner or len({cell.text for cell in first[1:]}) > 1 or not all(names) or not len({*names}) == len(names) > 1:
        return False
    title = tokens(first[1].text)
    is_asked = first[1].text.rstrip().endswith("?") and title[:1] and title[0] in table_words()["title_asks"]
    limits = (*sentence_words()["forbids"], *lists()["exceptions"], *table_words()["only"])
    return bool(is_asked and not has_word(first[1].text, limits))


def _spanned(body: Rows) -> tuple[Cell, ...]:
    """The first line with its names spread over the empty cells behind them, as a file without merged cells leaves them: only
    where the line has gaps, and the next one names every column, and rules nothing."""
    first, second = body[0], body[1]
    named = [cell.text for cell in second[1:]]
    wide = max(len(first), len(second))
    gaps = [number for number in range(1, wide) if number >= len(first) or not first[number].text]
    if first[0].text or not gaps or not all(named) or len(named) < wide - 1 or len({fold(name) for name in named}) < len(named):
        return first
    if any(cell.spread for cell in first) or any("," in name or len(tokens(name)) > _NAME for name in named):
        return first
    found: list[Cell] = [first[0]]
    for number in range(1, wide):
        cell = first[number] if number < len(first) else replace(second[number], text="")
        above = found[-1] if number > 1 else cell
        found.append(cell if cell.text or not above.text else replace(above, at=cell.at, spread=True))
    return tuple(found)


_SAYS = ("allow", "conditional", "review", "deny")


def kind_of_head(name: str) -> str:
    """What a column is about that is no data class ("notes", "vendor", "login" ...), by its name; empty for any other. One about
    several of these ("Licence and login") tells of the login first."""
    words = {kind: {fold(word) for word in named} for kind, named in lists()["headers"].items() if kind not in ("tool", "data")}
    parts = [fold(part) for part in parter(r"[,/&+]").split(name) if part.strip()]
    kinds = [next((kind for kind, named in words.items() if key in named), "") for key in (fold(name), *parts)]
    several = kinds[1:] if all(kinds[1:]) else []
    return kinds[0] or next((kind for kind in ("login", "plan") if kind in several), "")


def name_rows(body: Rows, remarks: list[str]) -> Rows:
    """Rows of one tool that a column of plans, or of accounts, tells apart get that into their names: "Claude Team"."""
    for kind in ("plan", "login"):
        column = next((number for number, cell in enumerate(body[0]) if number and kind_of_head(cell.text) == kind), 0)
        body = _with_plans(body, column, remarks) if column else body
    return body


def _with_plans(body: Rows, column: int, remarks: list[str]) -> Rows:
    counts = Counter(fold(row[0].text) for row in body[1:])
    rows = [body[0]]
    for row in body[1:]:
        plan = row[column].text if column < len(row) and tokens(row[column].text) else ""
        name = row[0].text
        if counts[fold(name)] > 1 and plan and fold(plan) not in fold(name):
            rows.append((replace(row[0], text=f"{name} {plan}", spread=False), *row[1:]))
            remarks.append(f"The row of `{name}` for {plan} was named `{name} {plan}`.")
        else:
            rows.append(row)
    return tuple(rows)
