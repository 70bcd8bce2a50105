"""A policy's rows go in, the names that the policy gives them are added to its index."""

from __future__ import annotations

import re

from bot.policy.house import Knowledge
from bot.policy.world import Catalog
from bot.reading.naming.labels import IN_BRACKETS, labels_of, parts_of, plain
from bot.reading.words.lists import all_phrases, all_words, deeds, lists_in
from bot.text.counts import how_common
from bot.text.index import Index
from bot.text.patterns import listed
from bot.text.small import small
from bot.text.tokens import SPOKEN, fold, tokens_of, words_of

_MODES = small("mode")
_ARTICLES = small("article_name")
_SHORTEST_NAME = 4
_SHORTEST_COINED = 5
_HEAD = re.compile(r"^([^,(]*)([,(]?)(.*)$", re.S)
_INSIDE = re.compile(rf"^\S.*?\s{listed('row_inside')}\s", re.I)


def add_rows(index: Index, knowledge: Knowledge, catalog: Catalog) -> None:
    """Each row by its label in all languages, its other names, what those say in brackets and what people make of them."""
    general = _general(catalog) | _brands(catalog)
    does = frozenset(word for words in deeds(catalog).values() for word in words)
    for tool in knowledge.vocabulary.tools.values():
        # "Claude Code (company key)": the bare name is the product's, and other rows may be that product too.
        tied = {" ".join(words_of(n)) for id_ in tool.catalog if id_ in catalog.tools for n in catalog.tools[id_].names}
        tied |= {" ".join(words_of(catalog.tools[id_].name)) for id_ in tool.catalog if id_ in catalog.tools}
        if not tool.group and not tool.catalog:
            index.layer.house |= {word for name in (tool.label, *tool.names) for word in words_of(name)}
        for via, names in (("name", labels_of(knowledge, tool.id, tool.label)), ("alias", tool.names)):
            for name in names:
                _add_row(index, "row", tool.id, name, via, general | tied, does)
                _add_marks(index, tool.id, name)


def add_forms(index: Index, knowledge: Knowledge, catalog: Catalog) -> None:
    """Rows of one name that a comma or bracket tells apart, by what stands there: "external Hall Chat", "Hall Chat external",
    "an external model", "the enclave seat"."""
    heads: dict[str, list[tuple[str, set[str]]]] = {}
    accounts: dict[str, set[str]] = {}
    for offering in knowledge.vocabulary.offerings.values():
        accounts.setdefault(offering.tool, set()).add(offering.account)
    for tool in knowledge.vocabulary.tools.values():
        head, _, form = _HEAD.match(tool.label).groups()  # type: ignore[union-attr]
        if form and not tool.group:
            heads.setdefault(" ".join(words_of(head)), []).append((tool.id, {*words_of(form)}))
    nouns = all_words(catalog, "read.plan_noun", "read.form_noun")
    things = all_words(catalog, "intent.tool_noun", "read.ai")  # "an external chat" is anybody's
    weak = small("stop") | nouns | all_words(catalog, "read.negation")
    for head, rows in heads.items():
        same = len({frozenset(accounts.get(row, ())) for row, _ in rows}) == 1  # else words for accounts tell them apart
        for row, said in rows if len(rows) > 1 and same else ():
            shared = {word for other, held in rows if other != row for word in held}
            own = said - weak - shared or said - small("stop") - all_words(catalog, "read.negation") - shared
            for word in sorted(own):
                index.layer.add(f"{word} {head}", "row", row, "alias")
                if head.split()[-1] not in things:
                    index.layer.add(f"{word} {head.split()[-1]}", "row", row, "alias")
                index.layer.add(word, "beside", f"mark.{row}", "alias")
                ways = "mode" if said & _MODES else "form"
                for pattern in sorted(all_phrases(catalog, f"read.said_of_{ways}")):
                    index.layer.add(pattern.replace("…", word), "mark", row, "alias")
                for noun in sorted(nouns & {*said, *(w.removesuffix("s") for w in said), *(f"{w}s" for w in said)}):
                    index.layer.add(f"{word} {noun}", "mark", row, "alias")


def add_heads(index: Index, knowledge: Knowledge, catalog: Catalog) -> None:
    """The word with which the names of several rows begin, where nothing else is called so: all of them."""
    begun: dict[str, set[str]] = {}
    named = {" ".join(words_of(n)) for t in knowledge.vocabulary.tools.values() for n in (t.label, *t.names)}
    for tool in knowledge.vocabulary.tools.values():
        if not tool.group and not tool.catalog:
            begun.setdefault(next(iter(words_of(tool.label)), ""), set()).add(tool.id)
    for word, rows in begun.items():
        own = len(rows) > 1 and len(word) >= _SHORTEST_NAME and word not in named
        if own and not any(index.is_known(word, lang) for lang in SPOKEN) and word not in _general(catalog):
            for row in sorted(rows):
                index.layer.add(word, "row", row, "alias")


def add_coined(index: Index, knowledge: Knowledge, catalog: Catalog) -> None:
    """The one word of a row's name that is in no dictionary: "collectrace" for Collectrace Assist, "tikéo" for Assistant Tikéo.
    It is neither the organisation's name nor one that the policy's data has."""
    known = index.base.layer.squashed if index.base is not None else {}
    said = [knowledge.organisation.name]
    for data in knowledge.vocabulary.data.values():
        said += [data.label, *data.names, *data.examples]
    taken = {word for name in said for word in words_of(name)} | _brands(catalog)
    rows: dict[str, set[str]] = {}
    for tool in knowledge.vocabulary.tools.values():
        for name in (tool.label, *tool.names):
            for word in words_of(name):
                rows.setdefault(word, set()).add(tool.id)
    for tool in knowledge.vocabulary.tools.values():
        worded = plain(tool.label).split()
        own = [fold(word) for word in worded if len(word) >= _SHORTEST_COINED and word.isalpha() and not word.islower()]
        own = [word for word in own if rows.get(word) == {tool.id} and word not in taken and word not in known]
        coined = [word for word in own if not _is_used(word)]
        if len(worded) > 1 and len(coined) == 1 and not tool.group:
            index.layer.add(coined[0], "row", tool.id, "alias")
            index.layer.coined.add(coined[0])


def _is_used(word: str) -> bool:
    """Whether any of our languages has a folded word."""
    return any(how_common(word, lang) for lang in SPOKEN)


def add_offerings(index: Index, knowledge: Knowledge, catalog: Catalog) -> None:
    """Each offering of a row that has several, by its label in all languages and its other names."""
    general = _general(catalog) | _brands(catalog)
    general |= {" ".join(words_of(name)) for tool in catalog.tools.values() for name in (tool.name, *tool.names)}
    does = frozenset(word for words in deeds(catalog).values() for word in words)
    offerings = knowledge.vocabulary.offerings.values()
    single = {tool: sum(o.tool == tool for o in offerings) == 1 for tool in knowledge.vocabulary.tools}
    for offering in offerings:
        if single.get(offering.tool):
            continue
        for label in labels_of(knowledge, offering.id, offering.label):
            _add_row(index, "offering", offering.id, label, "name", general, does)
        for name in offering.names:
            _add_row(index, "offering", offering.id, name, "alias", general, does)


def _general(catalog: Catalog) -> set[str]:
    """Words for plans, accounts and hosting, and those that everybody uses: none of them is a row's name by itself."""
    said = {
        fold(word) for one in lists_in(catalog, ("plan.", "account.", "hosting.")) for words in one.values() for word in words
    }
    return said | {fold(plan.id) for tool in catalog.tools.values() for plan in tool.plans} | all_words(catalog, "read.frequent")


def _brands(catalog: Catalog) -> set[str]:
    """Names of brands, and of products that are one word."""
    brands = {" ".join(words_of(name)) for brand in catalog.brands.values() for name in brand.names}
    worded = (words_of(name) for tool in catalog.tools.values() for name in (tool.name, *tool.names))
    return brands | {words[0] for words in worded if len(words) == 1}


def _add_row(  # noqa: PLR0917 - a name, and the words that are none by themselves
    index: Index, slot: str, id_: str, label: str, via: str, general: set[str], does: frozenset[str]
) -> None:
    """A row's name as it stands, without what is in brackets, and each of several names in it."""
    index.layer.add(label, slot, id_, via)
    worded = words_of(label)
    # "Le Chat" is a product, and no chat with an article.
    sold = index.base is not None and "".join(worded) in index.base.layer.squashed
    if len(worded) > 1 and worded[0] in _ARTICLES and not sold and not {" ".join(worded[1:]), worded[1]} & general:
        index.layer.add(" ".join(worded[1:]), slot, id_, via)
    bare = plain(label)
    if bare and bare != label and " ".join(words_of(bare)) not in general:
        index.layer.add(bare, slot, id_, via)
    parts = parts_of(bare, index.languages[0])
    if len(parts) < 2:
        return
    head = _INSIDE.match(parts[0])
    for part in parts:
        worded = words_of(part)
        if head and part != parts[0]:
            # "Copilot in Word, Outlook and Teams": each is Copilot in it, and none of them a tool.
            index.layer.add(f"{head.group()}{part}", slot, id_, via)
            continue
        lone = len(worded) == 1 and (len(worded[0]) < 3 or worded[0] in does)  # "... and Transcription" is no name alone
        lone = lone or _is_account(index, part)
        if worded and part[:1].isupper() and " ".join(worded) not in general and not lone:
            index.layer.add(part, slot, id_, via)


def _is_account(index: Index, part: str) -> bool:
    """ "Tolvane workspace" says whose account it is, and other rows may have one there."""
    tokens = tokens_of(part)
    return any(m.entry.slot == "account" and m.size == len(tokens) and m.via != "fuzzy" for m in index.find(tokens, "en"))


def _add_marks(index: Index, row: str, label: str) -> None:
    """What a row's name says in brackets, as words for the row beside its product ("company key", "keel-ai")."""
    for inside in IN_BRACKETS.findall(label):
        if 2 <= len(words_of(inside)) <= 5:
            index.layer.add(inside, "mark", row)
        for word in inside.split():
            if "-" in word.strip("-") and len(words_of(word)) > 1:
                index.layer.add(word, "mark", row)
