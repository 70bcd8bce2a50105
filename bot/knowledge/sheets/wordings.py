"""Knowledge and the catalog's kinds go in; warnings come out about names that would be misread."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from bot.knowledge.faults import Fault
from bot.policy.house import Knowledge
from bot.policy.vocabulary import DataTerms, TransformationTerms
from bot.policy.words import Citation, Effect
from bot.policy.world import CatalogKind
from bot.text.counts import how_common
from bot.text.tokens import fold

COMMON = 5.2
"""Zipf frequency of a word that stands in every tenth message or so, whatever it is about ("people", "work")."""
RARE = 3.5
"""Below it a word of the organisation's name says nothing but that name."""
SENSITIVE = 2
"""A kind's usual sensitivity from which on the mildest class is a surprise."""


def look_at_names(knowledge: Knowledge, kinds: Mapping[str, CatalogKind]) -> Iterator[Fault]:
    """All warnings about names of one policy."""
    for terms in knowledge.vocabulary.data.values():
        yield from _own_name(knowledge, terms)
        yield from _common_word(knowledge, terms)
        yield from _sensitive(knowledge, terms, kinds)
        yield from _transformed(knowledge, terms)
    yield from _no_data(knowledge, kinds)


def _warn(code: str, knowledge: Knowledge, terms: DataTerms, what: str, do: str) -> Fault:
    return Fault(code, "warning", _at(knowledge, terms), what, do, terms.id)


def _at(knowledge: Knowledge, terms: DataTerms) -> Citation:
    policy = knowledge.policy
    return policy.data_classes[terms.id].at if terms.is_class else policy.data_types[terms.id].at


def _names(terms: DataTerms) -> tuple[str, ...]:
    return tuple(dict.fromkeys((terms.label, *terms.names, *terms.examples)))


def _own_name(knowledge: Knowledge, terms: DataTerms) -> Iterator[Fault]:
    """Whoever says where they work would speak of data."""
    organisation, languages = knowledge.organisation.name, knowledge.organisation.languages
    telling = {word for word in fold(organisation).split() if all(how_common(word, one) < RARE for one in languages)}
    for name in _names(terms):
        words = fold(name).partition(".")[0].split()
        if fold(name) == fold(organisation) or (words and telling.issuperset(words)):
            what = f"`{name}`, a name of the data `{terms.id}`, is the organisation's own name: whoever says it means the data"
            yield _warn("K051", knowledge, terms, what, "take it out, or write what of it is meant")


def _common_word(knowledge: Knowledge, terms: DataTerms) -> Iterator[Fault]:
    """Whoever says such a word anywhere would be told yes."""
    if terms.is_class or not _is_free(knowledge, terms):  # "public" is what people say of a class
        return
    for name in (terms.label, *terms.names):
        word = fold(name)
        if word.isalpha() and any(how_common(word, language) >= COMMON for language in knowledge.organisation.languages):
            what = f"the everyday word `{name}` is a name of the data `{terms.id}`, which is allowed: who says it may be told yes"
            yield _warn(
                "K052", knowledge, terms, what, f"write what of it is meant, in two words or more, such as `{name} of ...`"
            )


def _is_free(knowledge: Knowledge, terms: DataTerms) -> bool:
    """Whether something takes it without a condition."""
    kind = knowledge.policy.data_types.get(terms.id)
    ids = {terms.id, *(kind.classes if kind else ()), *(kind.is_a if kind else ())}
    return any(one.effect is Effect.ALLOW and not one.conditions and ids & set(one.data) for one in knowledge.policy.rules)


def _sensitive(knowledge: Knowledge, terms: DataTerms, kinds: Mapping[str, CatalogKind]) -> Iterator[Fault]:
    """A sensitive thing in the mildest class: everywhere else it would be another one."""
    policy = knowledge.policy
    ranks = [one.rank for one in policy.data_classes.values() if one.rank is not None]
    own = (terms.id,) if terms.is_class else policy.data_types[terms.id].classes
    if not ranks or not own or any(policy.data_classes[one].rank != min(ranks) for one in own) or not _is_free(knowledge, terms):
        return
    for id_ in terms.catalog:
        kind = kinds.get(id_)
        if kind and kind.sensitivity >= SENSITIVE:
            what = f"`{id_}` ({kind.label}) is tied to `{terms.id}`, the mildest data of the policy; usually it is confidential"
            yield _warn("K053", knowledge, terms, what, "move it to the class that it belongs to, or delete it from `catalog`")


def _transformed(knowledge: Knowledge, terms: DataTerms) -> Iterator[Fault]:
    """ "De-identified notes" are read as notes, and as what was done to them: only `becomes` says that these are one."""
    policy = knowledge.policy
    said_of = [one.becomes for one in policy.data_types.values()] + [one.becomes for one in policy.data_classes.values()]
    targets = {id_ for becomes in said_of for id_ in becomes.values()}
    kind = policy.data_types.get(terms.id)
    if targets & {terms.id, *(kind.classes if kind else ())}:
        return
    for done in knowledge.vocabulary.transformations.values():
        said = next((name for name in _names(terms) if _says(name, done)), "")
        if said:
            what = (
                f"`{said}`, a name of the data `{terms.id}`, says what was done to it (`{done.id}`), and no `becomes` leads there"
            )
            do = f"add `becomes: {{{done.id}: {terms.id}}}` to the class that it was before"
            yield _warn("K054", knowledge, terms, what, do)
            return


def _no_data(knowledge: Knowledge, kinds: Mapping[str, CatalogKind]) -> Iterator[Fault]:
    """What is called no data and is data: the policy's own name of it wins, the catalog's does not."""
    own = {fold(name): terms.id for terms in knowledge.vocabulary.data.values() for name in _names(terms)}
    known = knowledge.vocabulary.no_data.items()
    grave = {
        fold(word): kind
        for kind in (kinds.values() if known else ())
        for said in (*kind.words.values(), *kind.examples.values())
        for word in said
        if kind.sensitivity >= SENSITIVE
    }
    for phrase, at in known:
        if fold(phrase) in own:
            what = f"`{phrase}` is no data by `no_data`, and a name of the data `{own[fold(phrase)]}`, which wins"
            yield Fault("K055", "warning", at, what, "delete one of the two", phrase)
        elif fold(phrase) in grave:
            kind = grave[fold(phrase)]
            what = f"`{phrase}` is no data by `no_data`; usually it is `{kind.id}` ({kind.label}), which is confidential"
            yield Fault("K055", "warning", at, what, "delete it, or write what of it is meant, in two words or more", phrase)


def _says(name: str, done: TransformationTerms) -> bool:
    words = f" {fold(name)} "
    return any(f" {fold(one)} " in words for one in (done.label, *done.names) if one)
