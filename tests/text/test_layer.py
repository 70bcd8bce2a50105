"""A layer read from a flat file says of every phrase what the table says that it was made from."""

from __future__ import annotations

from itertools import chain

from hypothesis import given, settings
from hypothesis import strategies as st

from bot.text.entries import MADE
from bot.text.flat import Flat, packed
from bot.text.layer import Layer, layer_parts
from bot.text.table import Table
from bot.text.tokens import stem

LANGUAGES = ("any", "en", "nl", "de", "fr", "es")
WORDS = ("chat", "gpt", "copilot", "of", "salary", "slips", "client", "names", "Gehälter", "élèves", "free", "team", "naam", "x")
LONG = ("confidentialities", "classifications", "loonstrookjesmap", "zusammenfassungen")
"""From ten letters on they are looked for by their stems as well."""
SLOTS = ("row", "offering", "tool", "brand", "plan", "account", "data", "kind", "part", "transformation", "word", "family")
PHRASES = st.lists(st.sampled_from(WORDS + LONG) | st.text(max_size=6), min_size=0, max_size=10).map(" ".join)
ADDED = st.tuples(
    PHRASES,
    st.sampled_from(SLOTS),
    st.sampled_from(("one", "two", "free", "personal")),
    st.sampled_from(("name", "alias", "example", MADE)),
    st.sampled_from(("policy", "catalog")),
    st.sampled_from(LANGUAGES),
)
EVERYDAY = st.dictionaries(st.sampled_from(LANGUAGES), st.frozensets(st.sampled_from((*WORDS, "hello"))), max_size=3)
SETS = ("names", "own", "house", "coined", "plan_words", "accented")


@st.composite
def tables(draw: st.DrawFn) -> Table:
    """A table of some phrases, as a policy or the catalog fills it."""
    table = Table(tuple(draw(st.sampled_from([("en",), ("nl", "en"), ("de", "fr", "en")]))))
    for phrase, slot, id_, via, source, language in draw(st.lists(ADDED, max_size=12)):
        table.add(phrase, slot, id_, via, source, language)
    table.house |= set(draw(st.sets(st.sampled_from(WORDS), max_size=2)))
    table.coined |= set(draw(st.sets(st.sampled_from(WORDS), max_size=2)))
    table.ready_for_fuzzy(draw(EVERYDAY), draw(st.frozensets(st.sampled_from(WORDS), max_size=2)))
    return table


def opened(table: Table) -> Layer:
    return Layer(Flat(packed(layer_parts(table))))


def along(held: Table | Layer, keys: tuple[str, ...]) -> list[list[object] | None]:
    """The entries at each step along some keys; None from where no phrase goes on so."""
    place = held.top
    found: list[list[object] | None] = []
    for key in keys:
        place = None if place is None else held.step(place, key)  # type: ignore[arg-type, assignment]
        found.append(None if place is None else list(held.entries_at(place)))  # type: ignore[arg-type]
    return found


def paths_of(table: Table) -> list[tuple[str, ...]]:
    """Every path of the tree, from the top to where no phrase goes on."""
    found, todo = [], [((), table.root)]
    while todo:
        path, node = todo.pop()
        if not node.children:
            found.append(path)
        todo += [((*path, key), child) for key, child in node.children.items()]
    return found


@given(tables())
@settings(max_examples=150, deadline=None)
def test_every_phrase_leads_step_by_step_to_the_same_entries(table: Table) -> None:
    layer = opened(table)
    for path in paths_of(table):
        assert along(layer, path) == along(table, path)
        assert None not in along(layer, path)


@given(tables(), st.lists(st.tuples(PHRASES, st.booleans()), max_size=12))
@settings(max_examples=100, deadline=None)
def test_what_is_no_phrase_leads_nowhere_as_well(table: Table, said: list[tuple[str, bool]]) -> None:
    layer = opened(table)
    strange = [tuple(f"~{stem(w, 'en')}" if is_stem else w for w in phrase.split()) for phrase, is_stem in said]
    begun = [(*path[:1], *other) for path in paths_of(table) for other in (path[::-1], *strange)]
    for path in (*strange, *begun, ("",), ("~",)):
        assert along(layer, path) == along(table, path)


@given(tables())
@settings(max_examples=150, deadline=None)
def test_every_other_look_up_finds_the_same(table: Table) -> None:
    layer = opened(table)
    keys = {*chain(table.single, table.squashed, table.pairs, table.behind, table.before), *WORDS, *LONG, "", "none"}
    for key in keys:
        for name in ("single", "squashed", "pairs"):
            assert list(getattr(layer, name).get(key)) == getattr(table, name).get(key, [])
            assert (key in getattr(layer, name)) is (key in getattr(table, name))
        for name in ("behind", "before"):
            assert sorted(getattr(layer, name).get(key)) == sorted(getattr(table, name).get(key, ()))
    for letter, length in {*table.by_shape, ("c", 4), ("q", 30)}:
        assert list(layer.shaped(letter, length)) == table.shaped(letter, length)
    assert layer.languages == table.languages


@given(tables())
@settings(max_examples=150, deadline=None)
def test_it_knows_the_same_words_in_the_same_languages(table: Table) -> None:
    layer = opened(table)
    listed = {*chain.from_iterable(chain(table.known.values(), table.starts.values(), table.said.values())), *WORDS, "none", ""}
    for word in listed:
        assert layer.knows(word) is table.knows(word)
        for lang in (*LANGUAGES, "it"):
            assert layer.knows(word, lang) is table.knows(word, lang)
            assert layer.begins(word, lang) is table.begins(word, lang)
            assert (word in layer.said.get(lang)) is (word in table.said.get(lang, ()))
    assert {name: set(getattr(layer, name)) for name in SETS} == {name: getattr(table, name) for name in SETS}


@given(tables())
@settings(max_examples=100, deadline=None)
def test_each_entry_is_there_once(table: Table) -> None:
    held = {entry for node in nodes_of(table) for entry in node}
    held |= {entry for name in ("single", "squashed", "pairs") for found in getattr(table, name).values() for entry in found}
    found = list(opened(table).every_entry())
    assert len(found) == len(held) and set(found) == held


def nodes_of(table: Table) -> list[list[object]]:
    """The entries of each place of the tree."""
    found, todo = [], [table.root]
    while todo:
        node = todo.pop()
        found.append(list(node.entries))
        todo += node.children.values()
    return found


def test_a_layer_without_a_phrase_knows_nothing() -> None:
    layer = opened(Table(("en",)))
    assert layer.step(layer.top, "chat") is None and list(layer.every_entry()) == [] and not layer.knows("chat")
