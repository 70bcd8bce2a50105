"""What a sentence is read to rule goes in; the texts of the files get rules, conditions and data that say so. Writes nothing."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from ruamel.yaml.comments import CommentedMap

from bot.knowledge.confirming.changing import RULES, Changed
from bot.knowledge.history.propose import with_entries
from bot.knowledge.sheets.kept_yaml import only_what_changed, open_kept
from bot.policy.confirming import Open
from bot.policy.policy import Policy
from bot.policy.provisions import EFFECTS, STAFF, Provision, assumes_staff, over_words, reached
from bot.policy.words import Effect, Slot

DATA, POLICY = "data.yaml", "policy.yaml"


def write_provisions(
    texts: dict[str, str], question: Open, provisions: Sequence[Provision], policy: Policy, name: Callable[[], str]
) -> None:
    """``name``: gives an id that no rule of the texts has."""
    documents, _ = open_kept(texts.get(DATA, ""))
    known = {entry.get("id") for document in documents for entry in document.get("types") or ()}
    for kind in {kind.id: kind for one in provisions for kind in one.kinds}.values():
        if kind.id not in known:
            entry: dict[str, Any] = {"id": kind.id, "label": kind.name}
            more = {"class": list(kind.classes), "is_a": list(kind.is_a)}
            _add(texts, DATA, "types", entry | {key: value for key, value in more.items() if value})
    for one in over_words(policy, question.rules, provisions, question.sentence):
        tools, data = reached(policy, one)
        about: dict[str, Any] = {"rule": name(), "tools": list(tools) or "*", "data": list(data) or "*"}
        about |= {"where": {slot: sorted(values) for slot, values in one.where.items()}} if one.where else {}
        add_rule(texts, question, about, EFFECTS[one.does])
    if assumes_staff(policy, provisions):
        with Changed(texts, POLICY) as documents:
            documents[0]["assumed"] = documents[0].get("assumed") or CommentedMap()
            documents[0]["assumed"][Slot.ROLE.value] = STAFF


def add_rule(texts: dict[str, str], question: Open, about: Mapping[str, Any], effect: Effect) -> None:
    """A rule that rests on a sentence. ``about``: its id, and what it rules."""
    value = {**about, "effect": effect.value, "because": question.sentence}
    _add(texts, RULES, "rules", value | ({"cites": question.at.file} if question.at.file else {}))


def _add(texts: dict[str, str], path: str, key: str, entry: dict[str, Any]) -> None:
    before = texts.get(path, "")
    texts[path] = only_what_changed(before, with_entries(before, key, [entry]))
