"""What sentences say that transformed data becomes in; what classes and examples become, data types and duties for it, out."""

from __future__ import annotations

from bot.knowledge.importing.becoming import Becoming, Cleaned
from bot.knowledge.importing.built import Built
from bot.knowledge.importing.duties import Duty, make_duty
from bot.knowledge.importing.words import becoming_words, has_word, lists, unique_slug


def settle_becomings(built: Built, said: list[Becoming], taken: set[str]) -> list[Duty]:
    """Fills ``built.becomes`` and ``built.cleaned``; gives the duties. What was said first, and of an example, is kept."""
    duties: list[Duty] = []
    labels = {entry.id: entry.label for entry in built.classes}
    for one in said:
        target = one.target
        if one.condition:
            label = f"{labels[one.target]} {_in_language('because', built.language)} {_done_words(one, built.language)}"
            target = unique_slug(label, taken)
            duty = make_duty(unique_slug(f"{target}-if", taken), one.condition, built.language, built.short)
            duty.general, duty.binds, duty.data = True, True, (target,)
            duties.append(duty)
            built.cleaned.append(Cleaned(target, label, one.target, one.line.line))
        for source in one.sources:
            for about in one.examples or ("",):
                known = built.becomes.setdefault((source, about), {})
                for name in one.transformations:
                    known.setdefault(name, target or source)
                    built.prose.transformations.setdefault(name, list(lists()["transformations"][name]))
    return duties


def _done_words(said: Becoming, language: str) -> str:
    """What was done in the policy's own word, else that the names are out."""
    for name in said.transformations:
        if found := has_word(said.line.text, lists()["transformations"][name]):
            return found
    return _in_language("names_out", language)


def _in_language(name: str, language: str) -> str:
    words: dict[str, str] = becoming_words()[name]
    return words.get(language, words["en"])
