"""A row's name goes in, what people may call it instead is added to the index: half of it, another word for a tool, its place."""

from __future__ import annotations

import re
from itertools import product

from bot.policy.world import Catalog
from bot.reading.naming.labels import plain
from bot.reading.words.lexicon import catalog_index
from bot.reading.words.lists import all_words
from bot.tongue.index import Index
from bot.tongue.patterns import listed
from bot.tongue.small import small
from bot.tongue.text import fold, words_of

_HUMPS = re.compile(r"[A-ZÄÖÜ]?[a-zäöüß]+|[A-Z]{2,}(?![a-z])")
_AI_IN = re.compile(rf"^{listed('ai_label')} {listed('ai_in')} (?P<host>\S.{{2,40}})$")
_OURS = re.compile(rf"^{listed('our_label')}\s+(?:{listed('own_label')}\s+)?(?P<what>\S.+)$", re.I)
_HALF = re.compile(r"(?P<half>[A-Z]\w{4,})-[A-Z0-9]\w{0,2}")
_ON_HOUSE = re.compile(
    rf"^(?:{listed('model_own')} )*{listed('model')} {listed('model_on')} {listed('model_article')} (?P<place>[A-Z][\w-]{{2,}})$",
    re.I,
)
_WITH_LOGIN = re.compile(
    rf"\b{listed('login_with')} {listed('login_article')}? ?(?P<owner>[A-Z]\w{{2,}})[- ]{listed('login_label')}\b"
)
_SHORTEST_STEM = 6
"""Letters of a word that tells a tool beside any word for one: "translation thing"."""
_NAMED = 3
"""Words of a name of which one only says that it is AI."""
_LONG = 8
"""Letters of a word by which an assistant is told from any other."""
_IN = small("in")
_FEATURES = small("feature_of")
_THINGS = sorted(small("thing"))
_AI = small("ai")
_HELPERS = small("helper")
_WAYS = small("way")
"""What a house's own way to models is called."""
LOGINS = sorted(small("login"))
_NUMBERED = re.compile(rf"^{listed('room_label')}\s+(?P<number>\d{{2,5}}\w?)$", re.I)
ARTICLES = small("article_name")
_JOINED = sorted(small("article_joined"))
_ONES = sorted(small("thing_one"))
_WITHIN = sorted(small("within_host"))
_PLANNED = small("host_plan")
_IN_HOST = sorted(small("in_host"))


def add_nicknames(index: Index, row: str, label: str, nouns: list[str], catalog: Catalog) -> None:
    """Half remembered names ("lake thing" for LakeLine), software with AI in it ("AI in Canvas"), "our own chat gateway"."""
    humps = _HUMPS.findall(label) if label.strip().isalpha() else []
    known = catalog_index(catalog)
    if len(humps) > 1 and len(humps[0]) >= 4 and not known.layer.squashed.get(fold(label)):
        for noun in nouns:
            # "chat gpt" is a tool of its own, whatever else begins with "Chat".
            if not known.layer.squashed.get(fold(humps[0] + noun)):
                index.layer.add(f"{humps[0]} {noun}", "row", row, "alias")
    half = _HALF.fullmatch(label.strip())
    short = fold(half["half"]) if half else ""
    if half and not (
        known.layer.step(known.layer.top, short) is not None or known.layer.squashed.get(short) or known.is_known(short, "en")
    ):
        # "Lingua-M" is "lingua" to its users; a word that begins any name or phrase of the catalog is no half name.
        index.layer.add(half["half"], "row", row, "alias")
    host = _AI_IN.match(label)
    if host:
        index.layer.add(host["host"], "host", row, "alias")
    ours = _OURS.match(label)
    if ours and len(words_of(ours["what"])) > 1:
        index.layer.add(ours["what"], "row", row, "alias")
    _add_bare(index, row, label, catalog)
    _add_places(index, row, label, catalog)
    _add_nouns(index, row, label, catalog)
    _add_kinds(index, row, label, catalog)
    numbers = _NUMBERED.match(label)
    if numbers:
        for word in sorted(small("room")):
            index.layer.add(f"{word} {numbers['number']}", "row", row, "alias")


def _add_bare(index: Index, row: str, label: str, catalog: Catalog) -> None:
    """A name of three words without the one that says that it is AI: "Assistant IA régional" is "assistant régional"."""
    worded = words_of(plain(label))
    rest = [word for word in worded if word not in _AI]
    if len(worded) == _NAMED and len(rest) == len(worded) - 1 and worded[0] not in _AI:
        if not catalog_index(catalog).layer.squashed.get("".join(rest)):
            index.layer.add(" ".join(rest), "row", row, "alias")
        own = next((word for word in rest if word not in _HELPERS), "")
        if len(rest) == 2 and set(rest) & _HELPERS and len(own) >= _LONG:
            # people say it in their own language and order: "the regional assistant"
            for helper in sorted(_HELPERS):
                index.layer.add(f"{own} {helper}", "row", row, "alias")
                index.layer.add(f"{helper} {own}", "row", row, "alias")


def _add_places(index: Index, row: str, label: str, catalog: Catalog) -> None:
    """Where a row's models run, whose login it has, and "recap in Teams" for Teams recap."""
    for place in _ON_HOUSE.findall(label):
        # "models on the Barn": the house's name for where its models run says which row "llama on the barn" means.
        index.layer.add(place, "mark", row)
    login = _WITH_LOGIN.search(label)
    if login:
        for noun in LOGINS:
            index.layer.add(f"{login['owner']} {noun}", "account", "company", "name")
    worded = words_of(label)
    if len(worded) == 2 and worded[0] in all_words(catalog, "read.host"):
        for link in sorted(small("of_host")):
            index.layer.add(f"{worded[1]} {link} {worded[0]}", "row", row, "alias")


def _add_kinds(index: Index, row: str, label: str, catalog: Catalog) -> None:
    """The same product with another word for what it is: "Revit assistant", "the AI in Revit" for Revit AI or its features."""
    product, _, kind = plain(label).rpartition(" ")
    if fold(kind) in _FEATURES:
        product, _, kind = product.rpartition(" ")
    if fold(kind) not in _AI | _HELPERS or not product[:1].isupper():
        return
    anybodys = (all_words(catalog, name) for name in ("read.frequent", "maker.organisation", "account.company"))
    if any(" ".join(words_of(product)) in words for words in anybodys):
        return  # "Office assistant" is no name by its first half
    known = catalog_index(catalog)
    if fold(kind) in _AI and not known.layer.squashed.get(fold(product)):
        index.layer.add(product, "host", row, "alias")  # "in Revit with its AI"
    said = [f"{product} {noun}" for noun in sorted(_AI | _HELPERS)]
    said += [f"{noun} {link} {product}" for noun in sorted(_AI | _HELPERS) for link in sorted(small("of_host"))]
    for phrase in said:
        # What is a product of its own in the catalog stays that.
        if not known.layer.squashed.get(fold(phrase)):
            index.layer.add(phrase, "row", row, "alias")


def _add_nouns(index: Index, row: str, label: str, catalog: Catalog) -> None:
    """The same name with another word for a tool: "translation thing" for a translation app, "the gateway" for an AI gateway,
    "the Edge one" for Copilot in Edge, "the recap thing in Teams" for Teams recap."""
    worded = words_of(label)
    hosts = all_words(catalog, "read.host")
    if len(worded) == 3 and worded[1] in _IN and worded[2] in hosts:
        said = _in_host(worded[1], worded[2])
    elif len(worded) != 2:
        said = []
    elif worded[0] in _AI and worded[1] in _WAYS:
        said = [f"{article} {worded[1]}" for article in (*ARTICLES, *_JOINED)]
    elif worded[0] in hosts:
        said = [f"{worded[1]} {noun} {within} {worded[0]}" for noun, within in product(_THINGS, _IN_HOST)]
    else:
        said = _another_noun(*worded, catalog)
    for phrase in said:
        index.layer.add(phrase, "row", row, "alias")


def _in_host(within: str, host: str) -> list[str]:
    """What people call the AI in some software: "the Edge one", "the thing in Edge"."""
    found = []
    for noun in (*_THINGS, *_ONES):
        found += [f"{host} {noun}"] if host not in _PLANNED else []  # "the Team one" is a plan
        found += [f"{noun} {inside} {host}" for inside in (within, *_WITHIN)]
    return found


def _another_noun(first: str, last: str, catalog: Catalog) -> list[str]:
    """A name of two words with another word for a tool behind the one that tells it; no product of the catalog."""
    if last not in _THINGS or len(first) < _SHORTEST_STEM or first in all_words(catalog, "read.frequent"):
        return []
    known = catalog_index(catalog).layer.squashed
    return [f"{first} {noun}" for noun in _THINGS if not known.get(fold(first + noun))]
