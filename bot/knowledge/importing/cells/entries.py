"""Names of rows, columns and conditions in; the entries of the glossary that they mean out."""

from __future__ import annotations

import re

from rapidfuzz import fuzz, process

from bot.knowledge.faults import Fault
from bot.knowledge.importing.cells.effects import exact_words
from bot.knowledge.importing.cells.grid import Grid
from bot.knowledge.importing.texts.glossary import ClassEntry, ConditionEntry, Glossary, PeopleEntry, ToolEntry
from bot.knowledge.importing.texts.words import fold, has_word, lists, tokens
from bot.policy.words import Citation


def full_tools(grid: Grid, glossary: Glossary) -> tuple[list[ToolEntry], dict[str, str]]:
    """Every row and every further tool of the glossary, rows first; and folded name or alias -> the tool's name."""
    entries: list[ToolEntry] = []
    left = {fold(entry.name): entry for entry in glossary.tools}
    for name in grid.rows:
        entry = left.pop(fold(name), None) or _nearest(name, left) or ToolEntry(name, Citation("", 0))
        extra = grid.extra.get(name, {})
        aliases = tuple(
            dict.fromkeys(
                (*entry.aliases, *_listed(extra.get("aliases", "")), *((entry.name,) if fold(entry.name) != fold(name) else ()))
            )
        )
        vendors = entry.vendors or _listed(extra.get("vendor", ""))
        plans = entry.plans or _listed(extra.get("plan", ""))
        plans += _account(extra.get("login", ""), name)
        entries.append(ToolEntry(name, entry.at, aliases, vendors, plans, entry.note))
    entries.extend(left.values())
    names = {fold(alias): entry.name for entry in entries for alias in entry.aliases}
    return entries, {**names, **{fold(entry.name): entry.name for entry in entries}}


def _account(said: str, name: str) -> tuple[str, ...]:
    """What a column of logins says, as people say it of an account: "District Google" -> "District Google account"; nothing
    where it only names the tool itself, or says yes or no."""
    words = tokens(said)
    if not words or set(words) <= set(tokens(name)) or exact_words().get(fold(said)) or fold(said) in lists()["everything"]:
        return ()
    nouns = lists()["accounts"]["nouns"]
    own = [at for at, word in enumerate(words) if word in nouns and not set(words[:at]) <= set(tokens(name))]
    if own or has_word(said, [*lists()["accounts"]["company"], *lists()["accounts"]["personal"]]):
        return (said,)
    return () if set(words) & set(nouns) else (f"{said} account",)


def _nearest(name: str, left: dict[str, ToolEntry]) -> ToolEntry | None:
    """A glossary entry that is this row but for its spelling, or has the row's name as an alias."""
    by_alias = next((key for key, entry in left.items() if fold(name) in {fold(alias) for alias in entry.aliases}), "")
    found = by_alias or _spelt(name, list(left))
    return left.pop(found) if found else None


def _spelt(name: str, known: list[str]) -> str:
    hit = process.extractOne(fold(name), known, scorer=fuzz.ratio, score_cutoff=90)
    return hit[0] if hit else ""


def _listed(text: str) -> tuple[str, ...]:
    return tuple(part.strip() for part in re.split(r"[,;]", text) if part.strip())


def full_classes(grid: Grid, glossary: Glossary) -> tuple[list[ClassEntry], dict[str, str]]:
    """Every column and every further class of the glossary; and folded name or synonym -> the class's name."""
    entries: list[ClassEntry] = []
    left = {fold(entry.name): entry for entry in glossary.classes}
    for name in grid.columns:
        key = (
            fold(name)
            if fold(name) in left
            else next((k for k, e in left.items() if fold(name) in {fold(s) for s in e.synonyms}), "")
        )
        key = key or _spelt(name, [k for k, e in left.items() if not e.is_further])  # "Grade C" is no "Grade B"
        entry = left.pop(key) if key else ClassEntry(name, Citation("", 0))
        synonyms = tuple(dict.fromkeys((*entry.synonyms, *((entry.name,) if fold(entry.name) != fold(name) else ()))))
        entries.append(ClassEntry(name, entry.at, synonyms, entry.examples, entry.note))
    entries.extend(left.values())
    names = {fold(synonym): entry.name for entry in entries for synonym in entry.synonyms}
    return entries, {**names, **{fold(entry.name): entry.name for entry in entries}}


def resolve(
    entry: ConditionEntry | PeopleEntry, tools: dict[str, str], classes: dict[str, str], faults: list[Fault]
) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The entry's tools and classes by their own names; a name that nothing has is a fault."""
    found: list[tuple[str, ...]] = []
    kind = "condition" if isinstance(entry, ConditionEntry) else "entry of `people`"
    for what, names, known in (("tool", entry.tools, tools), ("data class", entry.classes, classes)):
        resolved: list[str] = []
        for name in names:
            key = fold(name)
            if key in lists()["everything"] and key not in known:
                resolved = list(known.values())
                break
            hit = known.get(key) or known.get(_spelt(name, list(known)))
            if hit is None:
                listed = ", ".join(dict.fromkeys(known.values()))
                text = f"the {kind} `{entry.id}` names the {what} `{name}`, which is not in the matrix"
                faults.append(Fault("I028", "fault", entry.at, text, f"use one of: {listed}"))
            else:
                resolved.append(hit)
        found.append(tuple(dict.fromkeys(resolved)))
    return found[0], found[1]
