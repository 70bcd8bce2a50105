"""A table with a column that names the tools each kind of data may go into; the same table with a column for each tool out.

"Internal | Copilot Chat, DeepL Pro" says of every tool that the column names whether it may have internal data.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from bot.knowledge.importing.cells.effects import STRICTNESS, read_cell
from bot.knowledge.importing.cells.raw_tables import Rows
from bot.knowledge.importing.tables.list_names import names_in
from bot.knowledge.importing.tables.shape import is_class_name
from bot.knowledge.importing.texts.naming import names_product
from bot.knowledge.importing.texts.words import example_words, fold, group_words, has_word, lists, table_words, tokens

_LONGEST, _SEVERAL = 6, 2
_DOUBT = "“{text}” is no list of tools"
_ASIDE = re.compile(r"\s*\(([^()]*)\)\s*$")


@dataclass(frozen=True, slots=True)
class _Listed:
    """The tools of one cell, each with what is asked for; ``is_any``: every tool."""

    tools: dict[str, str]
    is_any: bool = False


def spread_tools(body: Rows, remarks: list[str]) -> Rows:
    """The table as it is, where it is none of data with a column of tools."""
    of_data = {fold(word) for word in lists()["headers"]["data"]}
    is_of_data = fold(body[0][0].text) in of_data or any(is_class_name(row[0].text) for row in body[1:])
    if not is_of_data or len(body) <= _SEVERAL:
        return body
    for number, head in enumerate(body[0]):
        if not number or not _names_tools(head.text):
            continue
        said = [row[number].text if number < len(row) else "" for row in body[1:]]
        plain = frozenset(fold(part) for text in said for part in names_in(text))
        cells = [_listed(text, plain) for text in said]
        names = list(dict.fromkeys(name for cell in cells if cell for name in cell.tools))
        if cells.count(None) * _SEVERAL >= len(cells) or not names:
            continue
        remarks.append(f"The column `{head.text}` was read as the tools for each kind of data; what it leaves out is forbidden.")
        return _spread(body, number, names, cells)
    return body


def _spread(body: Rows, number: int, names: list[str], cells: list[_Listed | None]) -> Rows:
    """A cell that is more than a list of names stands below each tool, in doubt. Of the other columns those that say what the
    data is stay, and what the rest says is asked for beside each yes: no column of a table of data is a tool."""
    words = table_words()["class_columns"]
    body, needs = _without_needs(body, number)
    number -= sum(column < number for column in needs)
    label = {fold(name): name for name in reversed(names)}
    keys = list(dict.fromkeys(map(fold, names)))
    head = body[0][number]
    rows = [(*body[0][:number], *(replace(head, text=label[key]) for key in keys), *body[0][number + 1 :])]
    for at, (row, cell) in enumerate(zip(body[1:], cells, strict=True)):
        old = row[number] if number < len(row) else replace(row[0], text="", fill="", note="")
        if cell is None:
            every = [replace(old, doubt=_DOUBT.format(text=old.text))] * len(keys)
        else:
            asked = {fold(name): said for name, said in cell.tools.items()}
            told = (_word(words, asked.get(key), cell.is_any) for key in keys)
            needed = "; ".join(texts[at] for texts in needs.values() if texts[at])
            every = [replace(old, text=f"{text}, {needed}" if needed and text != words["no"] else text) for text in told]
        rows.append((*row[:number], *every, *row[number + 1 :]))
    return tuple(rows)


def _without_needs(body: Rows, number: int) -> tuple[Rows, dict[int, list[str]]]:
    """The table without the columns, beside that of the tools, that say what must hold; and what these say, line by line. What
    says what the data is gets a head that tells so."""
    examples, wide = example_words()["heads"][0], max(map(len, body))
    idle = {fold(word) for word in (*table_words()["class_columns"]["none"], "")}
    needs: dict[int, list[str]] = {}
    head = list(body[0])
    for column in range(1, len(head)):
        said = [row[column].text if column < len(row) else "" for row in body[1:]]
        if column == number or sum(map(names_product, said)) * _SEVERAL >= len(said):
            continue  # the tools that a class may not have, or has otherwise
        if sum(len(names_in(text)) > _SEVERAL for text in said) * _SEVERAL > len(said):
            head[column] = replace(head[column], text=examples)
        elif not _is_about(head[column].text):
            needs[column] = ["" if fold(text).strip(" .–—-") in idle else text for text in said]
    kept = [column for column in range(wide) if column not in needs]
    return tuple(tuple(row[column] for column in kept if column < len(row)) for row in (tuple(head), *body[1:])), needs


def _is_about(head: str) -> bool:
    """Whether a column says what data is, or who looks after it."""
    known = (*example_words()["heads"], *example_words()["meanings"], *table_words()["describes"])
    return fold(head).strip(" :?") in {fold(word) for word in known}


def _word(words: dict[str, str], asked: str | None, is_any: bool) -> str:
    if asked is None:
        return words["yes"] if is_any else words["no"]
    return f"{words['yes']}, {asked}" if asked else words["yes"]


def _names_tools(head: str) -> bool:
    """ "Approved tools", "Which tools may I use?": a word for tools and one that allows them, and none that denies or asks."""
    allows = [*group_words("approved"), *lists()["list_approved"], *lists()["cells"]["allow"], *table_words()["may"]]
    denies = [*lists()["classes"]["negation"], *lists()["exceptions"], *table_words()["ban_heads"]]
    asks = [*example_words()["conditions"], *table_words()["approvals"], *table_words()["whose"]["pilot"]]
    asks += lists()["tool_lists"]["not_now"]
    is_told = has_word(head, [*lists()["headers"]["tool"], *group_words("generic")]) and has_word(head, allows)
    return bool(is_told) and not has_word(head, [*denies, *asks])


def _listed(text: str, plain: frozenset[str]) -> _Listed | None:
    """None where the cell is more than a list of names. ``plain``: names of the whole column; what stands in brackets behind one
    of them is no part of a name."""
    words = table_words()["class_columns"]
    bare = fold(text).strip(" .")
    if not tokens(text) or bare in {fold(word) for word in words["none"]} or _is_no(text):
        return _Listed({})
    found: dict[str, str] = {}
    is_any = False
    parts = names_in(text)
    if fold(parts[0]).strip(" .") in {fold(word) for word in words["none"]}:
        return None  # "None, but see below"
    for part in parts:
        aside = _ASIDE.search(part)
        is_named = aside is not None and _says_which(aside[1]) and fold(_ASIDE.sub("", part)) not in plain
        asked = aside[1] if aside and (not is_named or _asks(aside[1])) else ""
        name = _ASIDE.sub("", part).strip() if asked else part
        if has_word(name, lists()["tool_lists"]["any"]) and not asked:
            if fold(name).strip(" .") not in {fold(word) for word in lists()["tool_lists"]["any"]}:
                return None  # "all tools except DeepL", "any tool with single sign-on"
            is_any = True
        elif not 0 < len(tokens(_ASIDE.sub("", name))) <= _LONGEST or _asks(_ASIDE.sub("", name)) or _says(name):
            return None
        found.setdefault(name, asked)
    return _Listed(found, is_any)


def _says_which(aside: str) -> bool:
    """Whether brackets say which tool it is, and not what for: "(Team)", "(our licence)", and no "(aggregates)"."""
    words = [*lists()["accounts"]["nouns"], *lists()["paid"], *group_words("generic"), *group_words("free")]
    words += [word for name in ("plans", "hosting") for said in lists()[name].values() for word in said]
    return aside[:1].isupper() or bool(has_word(aside, words))


def _is_no(text: str) -> bool:
    """ "No AI tool", "Do not use with any AI tool"."""
    return read_cell(text, {}).effect == "deny" and not has_word(text, lists()["ban_exceptions"])


def _says(name: str) -> bool:
    """Whether a part is a word for yes, no or maybe, and no name."""
    return read_cell(name, {}).effect in STRICTNESS


def _asks(text: str) -> bool:
    asks = [*lists()["condition_cues"], *lists()["approval"], *lists()["exceptions"], *table_words()["approvals"]]
    return bool(has_word(text, [*asks, *table_words()["only"], *example_words()["conditions"]]))
