"""What was seen in a text goes in; the sentences that say so, without a word of the text, come out."""

from __future__ import annotations

from dataclasses import replace

from bot.policy.house import Knowledge
from bot.policy.talks.answer import Answer
from bot.policy.talks.checks import Looked
from bot.policy.words import Verdict
from bot.saying import contacts, labels
from bot.saying.notices import desk
from bot.saying.plain import as_text
from bot.saying.words import words_for

MOST_NAMED = 8
SECRETS = frozenset({"key", "token", "password"})
"""Kinds of values that belong nowhere but where they are kept."""


def seen(looked: Looked, ids: tuple[str, ...], knowledge: Knowledge, language: str) -> tuple[str, ...]:
    """What is in it as far as can be seen; where nothing was, that this is no yes. A secret first."""
    words = words_for(language, knowledge.organisation.languages)
    lines = []
    if not SECRETS.isdisjoint(looked.kinds):
        named = desk.incident_contact(knowledge)
        contact = contacts.contact_line(named) if named else ""
        lines.append(words("look.secret.tell", contact=contact) if contact else words("look.secret"))
    names = [labels.data_label(id_, knowledge, words) for id_ in ids]
    if looked.untied:
        names.append(words("look.untied"))
    names = words.first_of(names, MOST_NAMED)
    if names:
        shapes = words.join([words(f"look.kind.{kind}") for kind in looked.kinds])
        lines.append(words("look.found", kinds=words.join(names)) + (f" {words('look.shapes', shapes=shapes)}" if shapes else ""))
    else:
        lines.append(words("look.nothing"))
    if looked.is_cut:
        lines.append(words("look.cut"))
    return tuple(lines)


def as_looked(answer: Answer, knowledge: Knowledge, language: str) -> Answer:
    """The condition that every look by words leaves open, told for each tool that has no other; that instead of the notes on
    how sure the reading is."""
    words = words_for(language, knowledge.organisation.languages)
    lines = tuple(
        replace(line, condition=words("look.only_if")) if line.verdict is Verdict.CONDITIONAL and not line.condition else line
        for line in answer.tools
    )
    unsure = (words("note.not_grounded"), words("note.assumed_strictest"))
    changed = replace(answer, tools=lines, notes=tuple(note for note in answer.notes if note not in unsure))
    return replace(changed, text=as_text(changed))
