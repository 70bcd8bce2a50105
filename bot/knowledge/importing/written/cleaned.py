"""What sentences say that transformed data becomes in; what classes and examples become, data types and duties for it, out."""

from __future__ import annotations

from bot.knowledge.importing.built import Built
from bot.knowledge.importing.prose.becoming import Becoming, Cleaned
from bot.knowledge.importing.prose.by_case import Case
from bot.knowledge.importing.prose.duties import Duty, make_duty
from bot.knowledge.importing.texts.kinds import KindReader
from bot.knowledge.importing.texts.words import becoming_words, has_word, lists, unique_slug

_PEOPLE = "personal-data"
_HARMFUL = 3
"""How sensitive a kind about nobody is in which a class is more than data about people."""


def settle_becomings(built: Built, said: list[Becoming], taken: set[str], reader: KindReader) -> list[Duty]:
    """Fills ``built.becomes`` and ``built.cleaned``; gives the duties. What was said first, and of an example, is kept.

    What is said of no class by name ("properly anonymised data counts as Internal") lifts no data that is about nobody.
    """
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
            if one.target and not one.examples:
                _keep(built, one, source, reader)
    return duties


def _keep(built: Built, said: Becoming, source: str, reader: KindReader) -> None:
    """Examples that are about nobody stay what they are whoever anonymises them: board papers, passwords, a tariff. In a class
    that has some, so does an example of which the catalog knows nothing."""
    entry = next(one for one in built.classes if one.id == source)
    done = [name for name in said.transformations if name not in becoming_words()["of_anything"]]
    if not done or said.is_named or has_word(said.line.text, [entry.label, *entry.synonyms]):
        return
    known = {e: {tie.kind for tie in built.ties if (tie.class_id, tie.example) == (source, e)} for e in entry.examples}
    of_people = {e for e, kinds in known.items() if _is_of_people(e, kinds, reader)}
    of_nobody = {e for e, kinds in known.items() if any(reader.kinds[kind].sensitivity >= _HARMFUL for kind in kinds)} - of_people
    for example in entry.examples if of_nobody else ():
        if example not in of_people:
            for name in done:
                built.becomes.setdefault((source, example), {}).setdefault(name, source)


def _is_of_people(example: str, kinds: set[str], reader: KindReader) -> bool:
    told = kinds or reader.anywhere(example) | set(reader.people(example))
    named = not kinds and has_word(example, becoming_words()["whom"])
    return bool(named) or any(_PEOPLE in (kind, *reader.ancestors(kind)) for kind in told)


def _done_words(said: Becoming, language: str) -> str:
    """What was done in the policy's own word, else that the names are out."""
    for name in said.transformations:
        if found := has_word(said.line.text, lists()["transformations"][name]):
            return found
    return _in_language("names_out", language)


def _in_language(name: str, language: str) -> str:
    words: dict[str, str] = becoming_words()[name]
    return words.get(language, words["en"])


def settle_cases(built: Built, cases: list[Case], taken: set[str]) -> list[Duty]:
    """A data type of the milder class for each thing, with a duty that binds."""
    duties = []
    labels = {entry.id: entry.label for entry in built.classes}
    for case in cases:
        id_ = unique_slug(case.thing, taken)
        duty = make_duty(unique_slug(f"{id_}-if", taken), case.said, built.language, built.short)
        duty.general, duty.binds, duty.data = True, True, (id_,)
        duty.met, duty.unmet = (), ()  # the sentence says of both classes when it is they
        duties.append(duty)
        built.cleaned.append(Cleaned(id_, case.thing, case.class_id, case.line.line))
        told = f"`{case.thing}` counts as `{labels[case.class_id]}` only if what it says holds, else as `{labels[case.stricter]}`"
        built.ask("The document", f"Line {case.line.line}: {told}: “{case.said}”")
    return duties
