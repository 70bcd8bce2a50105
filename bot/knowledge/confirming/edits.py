"""A question and the answer that was clicked go in; the files that it changes come out, as their new texts. Writes nothing."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from ruamel.yaml.comments import CommentedMap, CommentedSeq

from bot.knowledge.confirming.changing import RULES, Changed, entries_of, files_of_rules, gone
from bot.knowledge.confirming.questions import ANY_ROW, NAMED_ONLY
from bot.knowledge.confirming.reading_edits import DATA, POLICY, add_rule, write_provisions
from bot.knowledge.history.propose import more_names, more_of, with_entries
from bot.knowledge.sheets.kept_yaml import only_what_changed
from bot.knowledge.sheets.sheet import slug
from bot.policy.confirming import (
    AS_READ,
    ASKERS,
    DROP,
    KEEP,
    NO_DATA,
    NONE,
    ONLY,
    RULED,
    About,
    Open,
    Way,
)
from bot.policy.policy import Policy
from bot.policy.words import Effect

CONFIRMED = "confirmed.yaml"
HEAD = "# What owners answered to the questions about their policy. To be asked again, delete the entry.\n"
_MOST_NAME = 6
"""Words of a sentence that a rule made of it is called by."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What was clicked. ``way`` is one of the question's, perhaps with other tools and data than it proposed."""

    way: Way
    by: str
    day: date


Given = tuple[Open, Answer]
"""A question and the answer to it."""


def edited(files: Mapping[str, str], given: Sequence[Given], policy: Policy) -> dict[str, str]:
    """Path -> new text of what changes, with the answers themselves in confirmed.yaml. ``given``: at least one answer.
    ``policy``: as it was read from the files.

    A file is read and written once for all that goes from it, as a long one takes a part of a second. Raises ``KnowledgeError``
    where the files do not say (any more) what a question is about.
    """
    texts = dict(files)
    _kinds(texts, [(one.subject, answer.way) for one, answer in given if one.about is About.KIND])
    _without_rules(texts, [id_ for one, answer in given for id_ in _rules_gone(one, answer.way)])
    for one, answer in given:
        if one.about is not About.KIND:
            _DO[one.about](texts, one, answer.way, policy)
    texts[CONFIRMED] = _with_answers(files.get(CONFIRMED, ""), given)
    return {path: text for path, text in texts.items() if text != files.get(path)}


def _with_answers(before: str, given: Sequence[Given]) -> str:
    values = [
        {"question": one.id, "answer": answer.way.id, "asked": one.asked, "by": answer.by, "day": answer.day}
        for one, answer in given
    ]
    return only_what_changed(before, with_entries(before or HEAD, "confirmed", values))


def _rules_gone(question: Open, way: Way) -> tuple[str, ...]:
    """Ids of the rules that the answer takes away."""
    if question.about is About.SENTENCE:
        return () if way.id in (KEEP, AS_READ) else question.rules
    return (question.subject,) if question.about is About.RULE and way.id == DROP else ()


# --- what each kind of question edits ------------------------------------------------------------------------------------


def _sentence(texts: dict[str, str], question: Open, way: Way, policy: Policy) -> None:
    """The rules that waited for the answer are gone; what the sentence rules stands in their place."""
    if way.id in (KEEP, DROP):
        return
    if way.id == AS_READ:
        write_provisions(texts, question, way.provisions, policy, lambda: _free_name(texts, question.sentence))
        return
    data = [one for one in policy.data_classes if one not in way.data] if way.id == ONLY else list(way.data)
    about: dict[str, Any] = {"rule": _free_name(texts, question.sentence), "tools": list(way.tools) or "*", "data": data or "*"}
    add_rule(texts, question, about, RULED.get(way.id, Effect.FORBID))


def _rule(texts: dict[str, str], question: Open, way: Way, _: Policy) -> None:
    if way.id in RULED:
        for entry in _changing(texts, "rules", "rule", question.subject):
            entry["effect"] = RULED[way.id].value


def _kinds(texts: dict[str, str], answers: Sequence[tuple[str, Way]]) -> None:
    """Each kind is a class's for sure, and nobody else's."""
    if not answers:
        return
    with Changed(texts, DATA) as documents:
        entries = _all_data(documents)
        for kind, way in answers:
            for entry in entries:
                for field in ("catalog", "perhaps"):
                    _without(entry, field, kind)
            if way.id != NONE:
                wanted = _named(entries, way.id)
                wanted["catalog"] = more_of(wanted.get("catalog"), (kind,))


def _class(texts: dict[str, str], question: Open, way: Way, _: Policy) -> None:
    """The kind that was clicked is this class's."""
    if way.id != NONE:
        _kinds(texts, [(way.id, Way(question.subject))])


def _word(texts: dict[str, str], question: Open, way: Way, _: Policy) -> None:
    """The words are a name of what they mean, or of no data."""
    if way.id == NONE:
        return
    with Changed(texts, DATA) as documents:
        if way.id in (NO_DATA, ASKERS):
            documents[0][way.id] = more_of(documents[0].get(way.id), (question.subject,))
            return
        more_names(_named(_all_data(documents), way.id), (question.subject,))


def _unlisted(texts: dict[str, str], _: Open, way: Way, __: Policy) -> None:
    with Changed(texts, POLICY) as documents:
        documents[0]["unlisted_tool"] = way.id


def _rank(texts: dict[str, str], question: Open, way: Way, _: Policy) -> None:
    for entry in _changing(texts, "classes", "id", question.subject, DATA):
        entry["rank"] = int(way.id)


def _catches(texts: dict[str, str], question: Open, way: Way, _: Policy) -> None:
    if way.id == KEEP:
        return
    with Changed(texts, f"tools/{question.subject}.yaml") as documents:
        if way.id == ANY_ROW:
            documents[0]["covers"] = CommentedMap({"any": "*"})
        elif way.id == NAMED_ONLY:
            documents[0].pop("covers", None)


_DO = {
    About.SENTENCE: _sentence,
    About.RULE: _rule,
    About.CLASS: _class,
    About.WORD: _word,
    About.UNLISTED: _unlisted,
    About.RANK: _rank,
    About.CATCHES: _catches,
}


# --- parts ---------------------------------------------------------------------------------------------------------------


def _changing(texts: dict[str, str], key: str, field: str, id_: str, *paths: str) -> Iterator[CommentedMap]:
    """The entry with this id, to be changed; its file's text is the new one afterwards."""
    for path in paths or files_of_rules(texts):
        with Changed(texts, path) as documents:
            found = [one for part in documents for one in entries_of(part, key) if one.get(field) == id_]
            yield from found
        if found:
            return
    raise gone(paths[0] if paths else RULES, f"nothing has the id `{id_}`")


def _all_data(documents: Sequence[Any]) -> list[Any]:
    return [each for one in documents for key in ("classes", "types") for each in one.get(key) or ()]


def _named(entries: Sequence[Any], id_: str) -> Any:
    found = next((one for one in entries if one.get("id") == id_), None)
    if found is None:
        raise gone(DATA, f"nothing has the id `{id_}`")
    return found


def _without_rules(texts: dict[str, str], rules: Sequence[str]) -> None:
    for path in files_of_rules(texts) if rules else ():
        with Changed(texts, path) as documents:
            lists = [entries_of(document, "rules") for document in documents]
            for entries in lists:
                for at in reversed(range(len(entries))):
                    if entries[at].get("rule") in rules:
                        del entries[at]
        if not any(lists):
            texts[path] = ""


def _without(entry: CommentedMap, field: str, kind: str) -> None:
    held = entry.get(field)
    if isinstance(held, str):
        held = entry[field] = CommentedSeq([held])
    if held and kind in held:
        held.remove(kind)
        if not held:
            del entry[field]


def _free_name(texts: Mapping[str, str], sentence: str) -> str:
    words = slug(sentence).split("-")[:_MOST_NAME]
    name, number = "-".join(["line", *filter(None, words)]), 2
    taken = "\n".join(texts[path] for path in files_of_rules(texts))
    while f"rule: {name}\n" in taken:
        name, number = f"{name.rstrip('0123456789-')}-{number}", number + 1
    return name
