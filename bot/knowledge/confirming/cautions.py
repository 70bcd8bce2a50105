"""The files of an import go in; the same with a review for each plain ban of the document come out.

Nobody read what such a sentence rules. Until an owner says it, whoever names its data, or the tool that it forbids, is sent to
somebody, with the sentence, and nothing is allowed at once.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from bot.knowledge.confirming.naming import Names
from bot.knowledge.confirming.sentences import Documents, forbids
from bot.knowledge.confirming.told import CAUTION, Standing, Told
from bot.knowledge.history.propose import with_entries
from bot.knowledge.importing.texts.kinds import kind_reader
from bot.knowledge.importing.texts.words import has_word, limit_words, never_words, sentence_words, unique_slug
from bot.knowledge.importing.written.confirm import NOTES, notes_text, read_notes
from bot.knowledge.importing.written.files import entry, flow, scalar
from bot.knowledge.importing.written.update import MEMORY
from bot.knowledge.load import join
from bot.knowledge.parse import parse
from bot.policy.house import Knowledge
from bot.policy.words import DataType
from bot.policy.world import Catalog

RULES, DATA = "rules.yaml", "data.yaml"
_WORDS = 6
"""Of a sentence, in the id of its rule."""


def with_cautions(files: Mapping[str, str], catalog: Catalog) -> dict[str, str]:
    """The same files where they hold a fault, which the import tells of. A kind of data that the policy has only as a part of a
    class becomes data of its own, so that no more than what the sentence names is held back."""
    knowledge = join([parse(path, text.encode()) for path, text in files.items()], catalog=catalog).knowledge
    if knowledge is None:
        return dict(files)
    named = _Named(knowledge, catalog)
    taken = {rule.id for rule in knowledge.policy.rules} | {*knowledge.policy.conditions}
    every = tuple(knowledge.vocabulary.tools)  # of a tool that has no row a sentence says no more than the policy does
    lines, notes = list[str](), list[str]()
    for told in Documents({**files, MEMORY: ""}, knowledge):
        if told.standing is not Standing.UNREAD or not is_plain_ban(told):
            continue  # it stands among the owner's questions all the same
        data = named(told)
        tools = told.tools if data else named.banned_tools(told)
        if not (data or tools):
            continue
        rule = unique_slug(f"{CAUTION}{' '.join(told.text.split()[:_WORDS])}", taken)
        notes.append(f"Line {told.at.line}: until it is answered it needs approval, as rule `{rule}`: “{told.text}”")
        lines += entry(
            [
                ("rule", rule),
                ("tools", flow(tools or every)),
                ("data", flow(data) if data else '"*"'),
                ("effect", "review"),
                ("because", scalar(told.text)),
                ("cites", f"{told.at.file}:{told.at.line}"),
            ],
            0,
        )
    if not lines:
        return dict(files)
    held = {DATA: with_entries(files[DATA], "types", named.types)} if named.types else {}
    noted = notes_text({**read_notes(files.get(NOTES, "")), "Sentences that hold something back": notes})
    return {**files, **held, NOTES: noted, RULES: files.get(RULES, "") + "\n".join(lines) + "\n"}


def is_plain_ban(told: Told) -> bool:
    """Whether a sentence says no to tools, without an "only" or what must hold: of any other an owner is asked, and until then
    the table rules alone (``docs/adr/0018``)."""
    limits, whole = limit_words(), f"{told.heading} {told.text}"
    is_bound = told.is_only or has_word(told.text, [*limits["under"], *sentence_words()["until"]])
    is_of_tools = told.tools or has_word(whole, [*limits["any_tool"], *never_words()["enters"]])
    return bool(not is_bound and is_of_tools and has_word(whole, limits["ban"]) and forbids(whole))


class _Named:
    """Knows which data of a policy a sentence is about: by the policy's names, else by the kinds of the catalog."""

    def __init__(self, knowledge: Knowledge, catalog: Catalog) -> None:
        self._reader = kind_reader(catalog, knowledge.organisation.languages[0])
        self._policy, data = knowledge.policy, knowledge.vocabulary.data
        self._tied: dict[str, tuple[str, ...]] = {}
        """Kind of the catalog -> the data that is, or may be, of it."""
        for one in data.values():
            self._tied |= {kind: (*self._tied.get(kind, ()), one.id) for kind in {*one.perhaps, *one.catalog}}
        self._taken, self._names = {*data, *knowledge.vocabulary.tools}, Names(knowledge)
        self.types: list[dict[str, object]] = []
        """Data that the policy needs for what was named so far."""

    def __call__(self, told: Told) -> Sequence[str]:
        if told.data:
            return told.data
        found = (self._types_of(kind) for kind in sorted(self._reader.anywhere(told.text)))
        return tuple(dict.fromkeys(id_ for ids in found for id_ in ids))

    def banned_tools(self, told: Told) -> tuple[str, ...]:
        """Those that a sentence names itself, where it forbids them: "Otter may not be used"."""
        return self._names.tools(told.text) if has_word(told.text, sentence_words()["forbids"]) else ()

    def _types_of(self, kind: str) -> Sequence[str]:
        """The data that is this kind and no other; none where the policy says nothing of it."""
        near = next((one for one in (kind, *self._reader.ancestors(kind)) if one in self._tied), "")
        those = self._tied.get(near, ())
        types = tuple(id_ for id_ in those if id_ in self._policy.data_types)
        if not those or (near == kind and types):
            return types
        held = next(iter(self._classes_of(those[-1])), those[-1])
        id_ = unique_slug(kind, self._taken)
        self._tied[kind] = (id_,)
        self.types.append({"id": id_, "label": self._reader.kinds[kind].label, "class": held, "catalog": [kind]})
        self._policy = replace(self._policy, data_types={**self._policy.data_types, id_: DataType(id_, classes=(held,))})
        return (id_,)

    def _classes_of(self, id_: str) -> Sequence[str]:
        return self._policy.data_types[id_].classes if id_ in self._policy.data_types else ()
