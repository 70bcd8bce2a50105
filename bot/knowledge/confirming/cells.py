"""The edit of one cell of the matrix goes in; the files that it changes come out, as their new texts. Writes nothing."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ruamel.yaml.comments import CommentedSeq

from bot.knowledge.confirming.changing import RULES, Changed, entries_of, files_of_rules, gone
from bot.knowledge.files.matrix import EFFECTS
from bot.knowledge.history.propose import with_entries
from bot.knowledge.sheets.kept_yaml import only_what_changed
from bot.policy.changes.one_cell import CellEdit
from bot.policy.words import Citation, Effect

CONDITIONS = "conditions.yaml"
_WORDS = {effect: word for word, effect in EFFECTS.items()}


def cell_edited(files: Mapping[str, str], edit: CellEdit) -> dict[str, str]:
    """Path -> new text of what changes. Raises ``KnowledgeError`` where the files do not say (any more) what it is about."""
    texts = dict(files)
    if edit.word_at is not None:
        texts[edit.word_at.file] = _with_word(texts.get(edit.word_at.file, ""), edit.word_at, edit.word)
    if edit.condition:
        _append(texts, CONDITIONS, "conditions", {"id": edit.condition, "text": edit.words, "when": "before"})
    if edit.rule:
        _with_rule(texts, edit)
    return {path: text for path, text in texts.items() if text != files.get(path)}


def _with_word(text: str, at: Citation, word: Effect | None) -> str:
    """Only the word changes, with quotes where it has some."""
    lines = text.splitlines(keepends=True)
    line = lines[at.line - 1] if at.line <= len(lines) else ""
    start = at.column - 1
    quote = '"' if line[start : start + 1] == '"' else ""
    start += len(quote)
    old = next((one for one in EFFECTS if line[start : start + len(one)].lower() == one), "")
    if not old:
        raise gone(at.file, f"no word of the table stands in line {at.line}, column {at.column}")
    lines[at.line - 1] = line[:start] + (_WORDS[word] if word else "") + line[start + len(old) :]
    return "".join(lines)


def _with_rule(texts: dict[str, str], edit: CellEdit) -> None:
    """The cell's own rule as it is wanted: changed where it stands, or added at the end of rules.yaml."""
    said: dict[str, Any] = {"effect": edit.effect.value}
    said |= {"conditions": list(edit.conditions)} if edit.conditions else {}
    said |= {"sets_aside": list(edit.aside)} if edit.aside else {}
    said |= {"because": edit.because} if edit.because else {}
    for path in files_of_rules(texts):
        if edit.rule not in texts[path]:
            continue  # to open a long file takes a part of a second
        with Changed(texts, path) as documents:
            found = [one for part in documents for one in entries_of(part, "rules") if one.get("rule") == edit.rule]
            for entry in found:
                is_other = str(entry.get("effect")) != edit.effect.value
                for field in ("conditions", "sets_aside", *(("because", "cites") if is_other or edit.because else ())):
                    entry.pop(field, None)  # a reason for something else is no reason for this
                for field, value in said.items():
                    entry[field] = _in_a_line(value) if isinstance(value, list) else value
        if found:
            return
    _append(texts, RULES, "rules", {"rule": edit.rule, "tools": [edit.offering], "data": [edit.data], **said})


def _append(texts: dict[str, str], path: str, key: str, value: Mapping[str, Any]) -> None:
    before = texts.get(path, "")
    texts[path] = only_what_changed(before, with_entries(before, key, [value]))


def _in_a_line(values: list[str]) -> CommentedSeq:
    found = CommentedSeq(values)
    found.fa.set_flow_style()
    return found
