"""The catalog goes in, what people call a tool by its maker comes out: "Zoom's own AI", "die KI von Zoom", "the county's bot"."""

from __future__ import annotations

from collections.abc import Iterator

from bot.policy.house import Knowledge
from bot.policy.world import Catalog, CatalogTool
from bot.reading.words.lists import all_phrases, all_words, words
from bot.text.index import Index
from bot.text.small import small
from bot.text.tokens import SPOKEN, fold, words_of

_AI = small("ai_named")
_GAP = "…"
"""Where the maker stands in a pattern of the catalog."""
_SHORT = {long: short for pair in small("shortened") for long, short in [pair.split("-")]}
"""What people call an organisation for short."""
_HOUSE = "enterprise-search"
"""The family of what an organisation has made for itself."""
_SHORTEST = 3
"""Letters of a name."""
_ANY = "chatbot"
"""The family of what another organisation has made."""


def by_maker(catalog: Catalog) -> Iterator[tuple[str, str, str]]:
    """Phrase, slot and id: of each vendor with one tool or one brand. A phrase that names something already is not among them."""
    taken = {words_of(name) for tool in catalog.tools.values() for name in (tool.name, *tool.names)}
    taken |= {words_of(name) for brand in catalog.brands.values() for name in brand.names}
    patterns = [pattern for listed in words(catalog, "maker.ai").values() for pattern in listed]
    for vendor, (slot, id_) in makers(catalog).items():
        phrases = (pattern.replace(_GAP, vendor) for pattern in patterns)
        yield from ((phrase, slot, id_) for phrase in phrases if words_of(phrase) not in taken)


def by_software(catalog: Catalog, index: Index) -> Iterator[tuple[str, str]]:
    """Phrase and tool: the AI that sits in software ("the assistant in Acrobat"), and a tool named for its AI beside a word for a
    bot ("the Sally bot"). The software, or the short name, is what stands before "AI" in one of the tool's own names; a word of a
    language ("school") names no software by that."""
    taken = {words_of(name) for tool in catalog.tools.values() for name in (tool.name, *tool.names)}
    taken |= {words_of(name) for brand in catalog.brands.values() for name in brand.names}
    makers_ = {fold(tool.vendor) for tool in catalog.tools.values()} - {
        vendor for vendor, (slot, _) in makers(catalog).items() if slot == "tool"
    }
    hosts, people = (all_words(catalog, name) for name in ("read.host", "telling.name"))
    inside, bots = (all_phrases(catalog, name) for name in ("maker.inside", "maker.bot"))
    for tool in catalog.tools.values():
        for name in dict.fromkeys((tool.name, *tool.names)):
            *short, last = words_of(name)
            if last not in _AI or len(short) != 1 or short[0] in makers_:
                continue
            holds = short[0] in hosts
            if len(short[0]) < _SHORTEST or (not holds and any(index.is_common(short[0], one) for one in SPOKEN)):
                continue
            patterns = (inside if holds or (tuple(short) not in taken and short[0] not in people) else frozenset()) | (
                frozenset() if holds else bots
            )
            phrases = (pattern.replace(_GAP, short[0]) for pattern in sorted(patterns))
            yield from ((phrase, tool.id) for phrase in phrases if words_of(phrase) not in taken)


def add_house(index: Index, knowledge: Knowledge, catalog: Catalog) -> None:
    """ "The county's own bot" in a policy that calls its organisation a county; "the company chatbot" and "the chat on the
    intranet" in any."""
    for language, phrases in words(catalog, "maker.in_house").items():
        for phrase in phrases:
            index.layer.add(phrase, "family", _HOUSE, "alias", language=language)
    for language, phrase, others in _of_house(knowledge, catalog, "maker.house", "maker.any_organisation"):
        index.layer.add(phrase, "family", _HOUSE, "alias", language=language)
        for other in others:
            index.layer.add(other, "family", _ANY, "alias", language=language)


def add_logins(index: Index, knowledge: Knowledge, catalog: Catalog) -> None:
    """ "My uni login" in a policy that calls its organisation so, "die Arbeits-Anmeldung" in any; not "another uni's login".
    Right behind a tool's name also who gives it: "Claude from the county"."""
    for language, phrase, others in _of_house(knowledge, catalog, "maker.login", "maker.employer"):
        index.layer.add(phrase, "account", "company", "alias", language=language)
        for other in others:
            index.layer.add(other, "account", "personal", "alias", language=language)
    for language, phrase, _ in _of_house(knowledge, catalog, "maker.giver", "maker.employer"):
        index.layer.add(phrase, "beside", "account.company", "alias", language=language)


def _of_house(knowledge: Knowledge, catalog: Catalog, listed: str, anybody: str) -> Iterator[tuple[str, str, list[str]]]:
    """Language, phrase and the same said of somebody else's: each pattern of ``listed`` with what the policy calls its
    organisation, and with what ``anybody`` calls one."""
    said = _said(knowledge)
    others = words(catalog, "maker.other")
    # "vom Département": an organisation keeps its name in another language
    named = [word for one in words(catalog, "maker.organisation").values() for word in one if fold(word) in said]
    for language, patterns in words(catalog, listed).items():
        own = dict.fromkeys(named)
        for maker in (*own, *words(catalog, anybody).get(language, ())):
            for phrase in (pattern.replace(_GAP, maker) for pattern in patterns):
                yield language, phrase, [f"{other} {phrase}" for other in others.get(language, ())]


def _said(knowledge: Knowledge) -> set[str]:
    """The words by which a policy calls its organisation, its tools and its accounts."""
    vocabulary = knowledge.vocabulary
    told = [knowledge.organisation.name, *(text for t in vocabulary.tools.values() for text in (t.label, *t.names))]
    told += [text for one in vocabulary.offerings.values() for text in (one.label, *one.plans)]
    said = {word.removesuffix("'s") for text in told for word in words_of(text)}
    return said | {_SHORT[word] for word in said & _SHORT.keys()}


def makers(catalog: Catalog) -> dict[str, tuple[str, str]]:
    """Folded vendor -> ``tool`` or ``brand`` and its id, where all that the vendor makes is that."""
    made: dict[str, list[CatalogTool]] = {}
    for tool in catalog.tools.values():
        if tool.vendor:
            made.setdefault(fold(tool.vendor), []).append(tool)
    found = {}
    for vendor, tools in made.items():
        brands = {tool.brand for tool in tools}
        if len(tools) == 1:
            found[vendor] = ("tool", tools[0].id)
        elif len(brands) == 1 and "" not in brands:
            found[vendor] = ("brand", brands.pop())
    return found
