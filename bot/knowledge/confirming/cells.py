"""The edit of one cell of the matrix goes in; the files that it changes come out, as their new texts. Writes nothing."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ruamel.yaml.comments import CommentedMap, CommentedSeq

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
                _become(entry, said)
        if found:
            return
    _append(texts, RULES, "rules", {"rule": edit.rule, "tools": [edit.offering], "data": [edit.data], **said})


def _become(entry: CommentedMap, said: Mapping[str, Any]) -> None:
    """The rule says this from now on. Of one with the same effect everything stays that nobody said anything else of."""
    is_same = str(entry.get("effect")) == said["effect"]
    wanted, because = dict(said), entry.get("because")
    if is_same:
        held = _all(entry.get("sets_aside"))
        wanted |= {"sets_aside": list(dict.fromkeys((*held, *said.get("sets_aside", ()))))} if held else {}
    is_reason = is_same and said.get("because", "") in ("", because, *(because.values() if isinstance(because, dict) else ()))
    if is_reason:  # also where it is told in several languages
        wanted.pop("because", None)
    for field in ("conditions", "sets_aside", *(() if is_reason else ("because", "cites"))):
        if field not in wanted:
            entry.pop(field, None)  # a reason for something else is no reason for this
    for field, value in wanted.items():
        if not isinstance(value, list):
            entry[field] = value
        elif _all(entry.get(field)) != value:
            entry[field] = _in_a_line(value)


def _all(held: Any) -> list[str]:
    """A list that may be one word, or nothing."""
    return [held] if isinstance(held, str) else list(held or ())


def _append(texts: dict[str, str], path: str, key: str, value: Mapping[str, Any]) -> None:
    before = texts.get(path, "")
    texts[path] = only_what_changed(before, with_entries(before, key, [value]))


def _in_a_line(values: list[str]) -> CommentedSeq:
    found = CommentedSeq(values)
    found.fa.set_flow_style()
    return found
