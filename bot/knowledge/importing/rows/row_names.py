"""A row's name in; the switch in it, and its other names without that switch, out."""

from __future__ import annotations

import re

from bot.knowledge.importing.rows.members import Described
from bot.knowledge.importing.texts.glossary import ToolEntry
from bot.knowledge.importing.texts.naming import NameTools
from bot.knowledge.importing.texts.words import find_run, has_word, lists, tokens


def switches(name: str) -> dict[str, str]:
    """A switch in the row's name as a fact: "web search off", "without privacy mode"."""
    words = lists()["features"]
    folded = tokens(name)
    for key, phrases in words["switch"].items():
        for phrase in phrases:
            at = find_run(tokens(phrase), folded)
            if at < 0:
                continue
            around = " ".join((*folded[max(0, at - 1) : at], *folded[at + len(tokens(phrase)) :][:2]))
            for state in ("off", "on"):
                if has_word(around, words[state]):
                    return {key: state}
    return {}


def aliases_of(entry: ToolEntry, said: Described, is_switch: bool, grants: bool, name_tools: NameTools) -> tuple[str, ...]:
    """The row's aliases, those that the document gives it, and each without the switch that the row stands for."""
    found = list(entry.aliases)
    for name in said.names:
        worded = tokens(name)
        if not worded or worded[0] in lists()["exceptions"] or worded[-1] in lists()["accounts"]["nouns"]:
            continue  # "Not for PHI" says what may not go in, "the city account" whose it is: neither names a tool
        mentions = name_tools(name)
        if len(mentions) == 1 and (len(mentions[0]) == 1 or not grants) and len(tokens(name)) <= 5:
            found.append(name)
    if is_switch:
        found += [bare for alias in found if (bare := _without_switch(alias)) != alias and bare]
    return tuple(dict.fromkeys(found))


def _without_switch(alias: str) -> str:
    words = lists()["features"]
    states = "|".join(re.escape(w) for state in ("on", "off") for w in words[state])
    for phrases in words["switch"].values():
        for phrase in phrases:
            pattern = rf"[,;]?\s*(?:\b(?:{states})\s+)?\b{re.escape(phrase)}\b(?:\s+(?:{states})\b)?"
            bare = re.sub(pattern, "", alias, flags=re.IGNORECASE).strip(" ,;-")
            if bare != alias:
                return bare
    return alias
