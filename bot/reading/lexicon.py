"""A vocabulary and the catalog go in, the index of all their phrases comes out."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from bot.policy.house import Knowledge
from bot.policy.talk import Vocabulary
from bot.policy.words import Slot
from bot.policy.world import Catalog, Words
from bot.reading.askers import forbidden_groups
from bot.reading.common import Harmless
from bot.reading.index import Index
from bot.reading.language import SPOKEN
from bot.reading.text import fold, stem, tokens_of, words_of

_PARTS = re.compile(r"\s*(?:,|;|/|&|\band\b|\bor\b|\ben\b|\bof\b|\bund\b|\boder\b|\bet\b|\bou\b|\by\b|\bo\b)\s*")
_BRACKETS = re.compile(r"\s*\([^)]*\)")
_IN_BRACKETS = re.compile(r"\(([^)]*)\)")
_HUMPS = re.compile(r"[A-ZÄÖÜ]?[a-zäöüß]+|[A-Z]{2,}(?![a-z])")
_AI_IN = re.compile(r"^(?:AI|KI|IA) (?:in|im|dans|en) (?P<host>\S.{2,40})$")
_OURS = re.compile(
    r"^(?:our|unser[e]?|ons|onze|notre|nos|nuestr[oa])\s+(?:own\s+|eigene[rns]?\s+|eigen\s+|propre\s+)?(?P<what>\S.+)$", re.I
)
_HALF = re.compile(r"(?P<half>[A-Z]\w{4,})-[A-Z0-9]\w{0,2}")
_ON_HOUSE = re.compile(
    r"^(?:local |own |our |lokale |eigene |onze |unsere )*(?:models?|llms?|modelle|modellen|mod[eè]les|modelos)"
    r" (?:on|in|auf|op|sur|en) (?:the|our|de|het|dem|der|le|la|el) (?P<place>[A-Z][\w-]{2,})$",
    re.I,
)
_WITH_LOGIN = re.compile(
    r"\b(?:with|mit|met|avec|con) (?:the|our|an?|dem|einem|het|een|le|un|el|una)? ?(?P<owner>[A-Z]\w{2,})[- ]"
    r"(?:log-?in|account|licen[cs]e|seat|tenant|konto|anmeldung|inlog|compte|cuenta)\b"
)
_ACCOUNTS = frozenset(
    ["account", "accounts", "tenant", "licence", "license", "seat", "login", "konto", "lizenz", "licentie", "compte", "cuenta"]
)
_SHORTEST_NAME = 4
_SHORTEST_STEM = 6
_IN = frozenset(["in", "im", "dans", "en"])
_THINGS = (
    "thing",
    "app",
    "tool",
    "bot",
    "assistant",
    "helper",
    "button",
    "feature",
    "ding",
    "assistent",
    "knop",
    "knopf",
    "outil",
    "truc",
)
_WAYS = frozenset(["gateway", "proxy", "hub"])
"""What a house's own way to models is called."""
_LOGINS = (
    "account",
    "login",
    "log-in",
    "licence",
    "license",
    "seat",
    "e-mail",
    "email",
    "tenant",
    "laptop login",
    "workspace",
    "konto",
    "inlog",
    "compte",
    "cuenta",
)
_INSIDE = re.compile(r"^\S.*?\s(?:in|inside|im|dans|en|for|für|voor|pour|para)\s", re.I)
_NUMBERED = re.compile(r"^(?:raum|room|lokaal|kamer|salle|sala|zimmer|büro)\s+(?P<number>\d{2,5}\w?)$", re.I)
_ARTICLES = frozenset(
    [
        "the",
        "our",
        "a",
        "de",
        "het",
        "een",
        "onze",
        "ons",
        "die",
        "der",
        "das",
        "unser",
        "unsere",
        "ein",
        "eine",
        "le",
        "la",
        "les",
        "notre",
        "nos",
        "un",
        "une",
        "el",
        "los",
        "las",
        "nuestro",
        "nuestra",
    ]
)
_SWITCHES = {
    "read.account_personal": ("account", "personal"),
    "read.account_company": ("account", "company"),
}
_TELLING = (
    "telling.open",
    "telling.org",
    "person.",
    "class.",
    "read.guarded",
    "read.unpublished",
    "read.vague",
    "read.container",
    "container",
)
"""Word lists of words that may be data, or may colour it."""
_cached: dict[int, tuple[Catalog, Index]] = {}


def words(catalog: Catalog, name: str) -> Words:
    """One word list of the catalog; empty where there is none."""
    return catalog.words.get(name, {})


def all_words(catalog: Catalog, name: str) -> frozenset[str]:
    """The folded single words of one list in all languages."""
    return frozenset(" ".join(words_of(phrase)) for phrases in words(catalog, name).values() for phrase in phrases)


def everyday(catalog: Catalog) -> dict[str, frozenset[str]]:
    """Language -> its frequent words and words for containers."""
    found: dict[str, set[str]] = {}
    listed = [name for name in catalog.words if name.startswith("everyday.")]
    for name in ("read.frequent", "read.container", "container", "handling", "intent.may_i", *listed):
        for language, phrases in words(catalog, name).items():
            found.setdefault(language, set()).update(" ".join(words_of(phrase)) for phrase in phrases)
    return {language: frozenset(held) for language, held in found.items()}


def telling(catalog: Catalog) -> dict[str, frozenset[str]]:
    """Language -> the single words that may be data, whatever else is common."""
    found: dict[str, set[str]] = {}
    kinds = [words for kind in catalog.kinds.values() for words in (kind.words, kind.examples)]
    for language, word in _single_words([*_lists_in(catalog, _TELLING), *kinds]):
        found.setdefault(language, set()).add(word)
    return {language: frozenset(held) for language, held in found.items()}


def stems_in(catalog: Catalog, names: tuple[str, ...]) -> dict[str, frozenset[str]]:
    """Language -> the stems of the single words in all lists whose names start so."""
    found: dict[str, set[str]] = {}
    for language, word in _single_words(_lists_in(catalog, names)):
        for tongue in SPOKEN if language == "any" else (language,):
            found.setdefault(tongue, set()).add(stem(word, tongue))
    return {language: frozenset(stems) for language, stems in found.items()}


def _lists_in(catalog: Catalog, names: tuple[str, ...]) -> list[Words]:
    return [lists for name, lists in catalog.words.items() if name.startswith(names)]


def _single_words(lists: list[Words]) -> Iterator[tuple[str, str]]:
    """Language and folded word of every phrase that is one word."""
    for one in lists:
        for language, phrases in one.items():
            for worded in map(words_of, phrases):
                if len(worded) == 1:
                    yield language, worded[0]


def catalog_index(catalog: Catalog) -> Index:
    """The catalog's index: built once per process and catalog."""
    held = _cached.get(id(catalog))
    if held is not None and held[0] is catalog:
        return held[1]
    index = Index(("en",))
    _add_tools(index, catalog)
    for kind in catalog.kinds.values():
        for via, lists in (("name", kind.words), ("example", kind.examples)):
            for language, phrases in lists.items():
                for phrase in phrases:
                    index.add(phrase, "kind", kind.id, via, "catalog", language)
    for name, lists in catalog.words.items():
        slot, id_ = _slot_of(name)
        for language, phrases in lists.items():
            if name == "read.frequent" or name.startswith(("transformation.", "everyday.", "telling.")):
                continue
            for phrase in phrases:
                index.add(phrase, slot, id_, "catalog", "catalog", language)
    names = [words_of(name) for tool in catalog.tools.values() if tool.ordinary for name in (tool.name, *tool.names)]
    index.ready_for_fuzzy(everyday(catalog), frozenset(name[0] for name in names if len(name) == 1))
    index.harmless = Harmless(everyday(catalog), telling(catalog), all_words(catalog, "telling.name"))
    _cached[id(catalog)] = (catalog, index)
    return index


def _slot_of(name: str) -> tuple[str, str]:
    if name in _SWITCHES:
        return _SWITCHES[name]
    slot, _, id_ = name.partition(".")
    if slot == "person":
        return "part", id_
    if slot == "beside":
        return "beside", id_
    return (slot, id_) if slot in ("plan", "account", "hosting", "feature") and id_ else ("word", name)


def _add_tools(index: Index, catalog: Catalog) -> None:
    for tool in catalog.tools.values():
        for name in dict.fromkeys((tool.name, *tool.names)):
            index.add(name, "tool", tool.id, "alias", "catalog")
        own = {words_of(name) for name in (tool.name, *tool.names)} | {words_of(tool.brand)}
        for plan in tool.plans:
            for name in plan.names:
                if words_of(name) in own:
                    continue
                index.add(name, "toolplan", f"{tool.id}|{plan.id}", "alias", "catalog")
    for brand in catalog.brands.values():
        for name in brand.names:
            index.add(name, "brand", brand.id, "alias", "catalog")
    for family in catalog.families.values():
        for language, names in family.names.items():
            for name in names:
                index.add(name, "family", family.id, "alias", "catalog", language)
    for plan_id in {plan.id for tool in catalog.tools.values() for plan in tool.plans}:
        index.add(plan_id.replace("_", " ").replace("-", " "), "plan", plan_id, "alias", "catalog")


@lru_cache(maxsize=16)
def _plain(label: str) -> str:
    return _BRACKETS.sub("", label).strip()


def policy_index(knowledge: Knowledge, catalog: Catalog) -> Index:
    """The index of one policy's words on top of the catalog's."""
    vocabulary = knowledge.vocabulary
    index = Index(tuple(dict.fromkeys((*vocabulary.languages, "en"))), catalog_index(catalog))
    _add_rows(index, knowledge, catalog)
    _add_data(index, knowledge, catalog)
    _add_talk(index, vocabulary, catalog)
    listed = {value for value in forbidden_groups(knowledge) if f"who.{value}" in catalog.words}
    for rule in (*knowledge.policy.rules, *(waiver.rule for waiver in knowledge.policy.waivers)):
        for slot, values in rule.where.items():
            for value in values:
                if f"use.{value}" in catalog.words or (slot == Slot.ROLE and value in listed):
                    continue
                index.add(value.replace("_", " ").replace("-", " "), "context", f"{slot}|{value}")
    index.ready_for_fuzzy({}, frozenset())
    return index


def _labels(knowledge: Knowledge, id_: str, label: str) -> list[str]:
    texts = knowledge.labels.get(id_, {})
    return list(dict.fromkeys((label, *texts.values())))


def _add_rows(index: Index, knowledge: Knowledge, catalog: Catalog) -> None:
    general = {fold(plan.id) for tool in catalog.tools.values() for plan in tool.plans}
    general |= {
        fold(word)
        for name, lists in catalog.words.items()
        if name.startswith(("plan.", "account.", "hosting."))
        for ws in lists.values()
        for word in ws
    }
    general |= all_words(catalog, "read.frequent")
    vocabulary = knowledge.vocabulary
    brands = {" ".join(words_of(name)) for brand in catalog.brands.values() for name in brand.names}
    brands |= {
        " ".join(words_of(name))
        for tool in catalog.tools.values()
        for name in (tool.name, *tool.names)
        if len(words_of(name)) == 1
    }
    nouns = sorted(all_words(catalog, "read.tool_noun"))
    for tool in vocabulary.tools.values():
        # "Claude Code (company key)": the bare name is the product's, and other rows may be that product too.
        tied = {" ".join(words_of(n)) for id_ in tool.catalog if id_ in catalog.tools for n in catalog.tools[id_].names}
        tied |= {" ".join(words_of(catalog.tools[id_].name)) for id_ in tool.catalog if id_ in catalog.tools}
        if not tool.group and not tool.catalog:
            index.house |= {word for name in (tool.label, *tool.names) for word in words_of(name)}
        for via, names in (("name", _labels(knowledge, tool.id, tool.label)), ("alias", tool.names)):
            for name in names:
                _add_row(index, "row", tool.id, name, via, general | brands | tied)
                _add_marks(index, tool.id, name)
                _add_shorts(index, tool.id, name, nouns, catalog)
    _add_accounts(index, knowledge, catalog)
    _add_own_plans(index, knowledge, catalog)
    _add_switches(index, knowledge, catalog)
    general |= brands | {" ".join(words_of(name)) for tool in catalog.tools.values() for name in (tool.name, *tool.names)}
    single = {tool: sum(o.tool == tool for o in vocabulary.offerings.values()) == 1 for tool in vocabulary.tools}
    for offering in vocabulary.offerings.values():
        if single.get(offering.tool):
            continue
        for label in _labels(knowledge, offering.id, offering.label):
            _add_row(index, "offering", offering.id, label, "name", general)
        for name in offering.names:
            _add_row(index, "offering", offering.id, name, "alias", general)


def _add_row(index: Index, slot: str, id_: str, label: str, via: str, general: set[str]) -> None:  # noqa: PLR0917 - spans are plain numbers
    """A row's name as it stands, without what is in brackets, and each of several names in it."""
    index.add(label, slot, id_, via)
    worded = words_of(label)
    if len(worded) > 1 and worded[0] in _ARTICLES and not {" ".join(worded[1:]), worded[1]} & general:
        index.add(" ".join(worded[1:]), slot, id_, via)
    bare = _plain(label)
    if bare and bare != label and " ".join(words_of(bare)) not in general:
        index.add(bare, slot, id_, via)
    parts = [part.strip() for part in _PARTS.split(bare) if part.strip()]
    if len(parts) < 2:
        return
    head = _INSIDE.match(parts[0])
    for part in parts:
        worded = words_of(part)
        if head and part != parts[0]:
            # "Copilot in Word, Outlook and Teams": each is Copilot in it, and none of them a tool.
            index.add(f"{head.group()}{part}", slot, id_, via)
            continue
        if worded and part[:1].isupper() and " ".join(worded) not in general and not (len(worded) == 1 and len(worded[0]) < 3):
            index.add(part, slot, id_, via)


def _add_accounts(index: Index, knowledge: Knowledge, catalog: Catalog) -> None:
    """How the policy calls an account of the organisation, "(campus licence)", and the organisation's name before such a word.

    Only what the policy says is a company's account counts: "(guest tenant)" may be anybody's.

    What is called so in brackets says it alone as well: "claude campus", "copilot (campus)".
    """
    personal, frequent = all_words(catalog, "account.personal"), all_words(catalog, "read.frequent")
    vocabulary = knowledge.vocabulary
    company = [one for one in vocabulary.offerings.values() if one.account == "company"]
    other = {one.tool for one in vocabulary.offerings.values() if one.account != "company"}
    labels = [label for one in company for label in (one.label, *one.names)]
    labels += [label for tool in vocabulary.tools.values() if tool.id not in other for label in (tool.label, *tool.names)]
    owners = {
        worded[0]
        for label in labels
        for inside in _IN_BRACKETS.findall(label)
        if len(worded := words_of(inside)) == 2 and worded[1] in _ACCOUNTS
    }
    owners = {owner for owner in owners - frequent if not personal & {owner, *(f"{owner} {noun}" for noun in _ACCOUNTS)}}
    for owner in owners:
        index.add(owner, "beside", "account.company", "name")
    for owner in owners | _names_in(knowledge.organisation.name, index):
        for noun in _LOGINS:
            index.add(f"{owner} {noun}", "account", "company", "name")


def _names_in(title: str, index: Index) -> set[str]:
    """The words of an organisation's name, or of its policy's title, that are nothing else: "Montclair"."""
    words = [token for token in tokens_of(title) if token.text[:1].isupper() and len(token.folded) >= _SHORTEST_NAME]
    return {t.folded for t in words if not any(index.is_known(t.folded, tongue) for tongue in ("en", "nl", "de", "fr", "es"))}


def _add_marks(index: Index, row: str, label: str) -> None:
    """What a row's name says in brackets, as words for the row beside its product ("company key", "keel-ai")."""
    for inside in _IN_BRACKETS.findall(label):
        if 2 <= len(words_of(inside)) <= 5:
            index.add(inside, "mark", row)
        for word in inside.split():
            if "-" in word.strip("-") and len(words_of(word)) > 1:
                index.add(word, "mark", row)


def _add_shorts(index: Index, row: str, label: str, nouns: list[str], catalog: Catalog) -> None:
    """Half remembered names ("lake thing" for LakeLine), software with AI in it ("AI in Canvas"), "our own chat gateway"."""
    humps = _HUMPS.findall(label) if label.strip().isalpha() else []
    known = catalog_index(catalog)
    if len(humps) > 1 and len(humps[0]) >= 4 and not known.squashed.get(fold(label)):
        for noun in nouns:
            # "chat gpt" is a tool of its own, whatever else begins with "Chat".
            if not known.squashed.get(fold(humps[0] + noun)):
                index.add(f"{humps[0]} {noun}", "row", row, "alias")
    half = _HALF.fullmatch(label.strip())
    short = fold(half["half"]) if half else ""
    if half and not (short in known.root.children or known.squashed.get(short) or known.is_known(short, "en")):
        # "Lingua-M" is "lingua" to its users; a word that begins any name or phrase of the catalog is no half name.
        index.add(half["half"], "row", row, "alias")
    host = _AI_IN.match(label)
    if host:
        index.add(host["host"], "host", row, "alias")
    ours = _OURS.match(label)
    if ours and len(words_of(ours["what"])) > 1:
        index.add(ours["what"], "row", row, "alias")
    _add_places(index, row, label, catalog)
    _add_nouns(index, row, label, catalog)
    numbers = _NUMBERED.match(label)
    if numbers:
        for word in ("room", "raum", "lokaal", "kamer", "salle", "sala", "zimmer", "buro", "in", "der"):
            index.add(f"{word} {numbers['number']}", "row", row, "alias")


def _add_places(index: Index, row: str, label: str, catalog: Catalog) -> None:
    """Where a row's models run, whose login it has, and "recap in Teams" for Teams recap."""
    for place in _ON_HOUSE.findall(label):
        # "models on the Barn": the house's name for where its models run says which row "llama on the barn" means.
        index.add(place, "mark", row)
    login = _WITH_LOGIN.search(label)
    if login:
        for noun in _LOGINS:
            index.add(f"{login['owner']} {noun}", "account", "company", "name")
    worded = words_of(label)
    if len(worded) == 2 and worded[0] in all_words(catalog, "read.host"):
        for link in ("in", "of", "from", "von", "van", "dans", "de", "en"):
            index.add(f"{worded[1]} {link} {worded[0]}", "row", row, "alias")


def _add_nouns(index: Index, row: str, label: str, catalog: Catalog) -> None:
    """The same name with another word for a tool: "translation thing" for a translation app, "the gateway" for an AI gateway,
    "the Edge one" for Copilot in Edge, "the recap thing in Teams" for Teams recap."""
    worded = words_of(label)
    hosts = all_words(catalog, "read.host")
    if len(worded) == 3 and worded[1] in _IN and worded[2] in hosts:
        for noun in (*_THINGS, "one"):
            if worded[2] != "teams":  # "the Team one" is a plan
                index.add(f"{worded[2]} {noun}", "row", row, "alias")
            index.add(f"{noun} {worded[1]} {worded[2]}", "row", row, "alias")
            index.add(f"{noun} inside {worded[2]}", "row", row, "alias")
    if len(worded) != 2:
        return
    first, last = worded
    if first in ("ai", "ki", "ia") and last in _WAYS:
        for article in (*_ARTICLES, "del", "al", "dem"):
            index.add(f"{article} {last}", "row", row, "alias")
    elif first in hosts:
        for noun in _THINGS:
            index.add(f"{last} {noun} in {first}", "row", row, "alias")
    elif last in _THINGS and len(first) >= _SHORTEST_STEM and first not in all_words(catalog, "read.frequent"):
        for noun in _THINGS:
            if not catalog_index(catalog).squashed.get(fold(first + noun)):
                index.add(f"{first} {noun}", "row", row, "alias")


def _add_own_plans(index: Index, knowledge: Knowledge, catalog: Catalog) -> None:
    """The policy's own words for a plan ("company key"); catalog plans are read with their tool."""
    known = {plan.id for tool in catalog.tools.values() for plan in tool.plans}
    for offering in knowledge.vocabulary.offerings.values():
        for plan in offering.plans:
            if plan.lower() not in known and len(words_of(plan)) > 1:
                index.add(plan, "mark", offering.tool)


def _add_switches(index: Index, knowledge: Knowledge, catalog: Catalog) -> None:
    """Phrases for a fact that is on or off, of its own name ("privacy mode on"), where the catalog has none for it."""
    keys = {key for o in knowledge.policy.offerings.values() for key, value in o.facts.items() if value in ("on", "off")}
    for key in sorted(keys):
        name = key.replace("_", " ").replace("-", " ")
        short = name.removesuffix(" mode")
        for state in ("on", "off"):
            for language, forms in words(catalog, f"read.switch_{state}").items():
                for form in forms:
                    for called in dict.fromkeys((name, short)):
                        index.add(re.sub(r"\bx\b", called, form), "feature", f"{key}.{state}", "name", "policy", language)


def _add_data(index: Index, knowledge: Knowledge, catalog: Catalog) -> None:
    weak = all_words(catalog, "read.frequent") | all_words(catalog, "read.container")
    for terms in knowledge.vocabulary.data.values():
        names = [*_labels(knowledge, terms.id, terms.label), *terms.names]
        for label in list(names):
            bare = _plain(label)
            if bare != label:
                names += [bare, *_IN_BRACKETS.findall(label)]
        for name in dict.fromkeys(names):
            index.add(name, "data", terms.id, "name")
            if terms.is_class:
                for language, other in _same(name, catalog):
                    index.add(other, "data", terms.id, "name", language=language)
                worded = name.split()
                if len(worded) == 2 and fold(worded[1]) in all_words(catalog, "read.container"):
                    index.add(worded[0], "data", terms.id, "name")
        for example in terms.examples:
            for phrase in dict.fromkeys((example, *_spoken(example, weak))):
                index.add(phrase, "data", terms.id, "example")
        for name in (*terms.names, *((terms.label,) if not terms.is_class else ())):
            for phrase in _spoken(name, weak) if not terms.is_class else _turned(name):
                index.add(phrase, "data", terms.id, "name")


def _spoken(example: str, weak: frozenset[str]) -> list[str]:
    """Other ways of an example: each of several things in it, without a leading form word, "maps of pipes" for "pipe maps"."""
    found = []
    for part in (part.strip() for part in _PARTS.split(example)):
        worded = words_of(part)
        if part and part != example and worded and worded[0] not in weak:
            found.append(part)
    worded = words_of(example)
    while len(worded) > 2 and worded[0] in weak:
        worded = worded[1:]
        if worded[0] not in weak and len(worded) >= 2:
            found.append(" ".join(worded))
    return found + [turned for phrase in (example, *found) for turned in _turned(phrase)]


def _turned(phrase: str) -> list[str]:
    worded = words_of(phrase)
    if len(worded) != 2 or min(map(len, worded)) < 3:
        return []
    return [f"{worded[1]} {link} {worded[0]}" for link in ("of", "of the", "for", "about")]


def _same(name: str, catalog: Catalog) -> list[tuple[str, str]]:
    """The name of a class in the other languages, where its words are colours, levels and the like."""
    worded = words_of(name)
    found: list[tuple[str, str]] = []
    for lists in (lists for key, lists in catalog.words.items() if key.startswith(("same.", "class.colour.", "class.level"))):
        forms = {" ".join(words_of(w)) for phrases in lists.values() for w in phrases}
        hits = [place for place, word in enumerate(worded) if word in forms]
        if len(hits) == 1 and len(worded) <= 2:
            place = hits[0]
            rest = [word for at, word in enumerate(worded) if at != place]
            if not rest or rest[0].isdigit() or len(rest[0]) == 1:
                for language, phrases in lists.items():
                    found += [(language, " ".join([*worded[:place], phrase, *worded[place + 1 :]])) for phrase in phrases]
    return found


def _add_talk(index: Index, vocabulary: Vocabulary, catalog: Catalog) -> None:
    named = {word: t.id for t in vocabulary.transformations.values() for word in (t.id, *words_of(t.label))}
    for name, lists in catalog.words.items():
        slot, _, id_ = name.partition(".")
        if slot == "transformation":
            for language, phrases in lists.items():
                for phrase in phrases:
                    index.add(phrase, "transformation", named.get(id_, id_), "catalog", "catalog", language)
    for condition in vocabulary.conditions.values():
        for phrase in condition.met:
            index.add(phrase, "met", condition.id)
        for phrase in condition.unmet:
            index.add(phrase, "unmet", condition.id)
    for transformation in vocabulary.transformations.values():
        for phrase in (transformation.label, *transformation.names):
            index.add(phrase, "transformation", transformation.id)
