"""A reading by words goes in; what two passes of a model make of the message, joined by the laws, comes out."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from typing import Any

from bot.policy.deciding.rulings import Ruling
from bot.policy.house import Knowledge
from bot.policy.talks.claims import Claims, Part, Quote, Reply, Told
from bot.policy.talks.reconcile import Heard, Means, Reconciled, objected, reconcile
from bot.policy.talks.talk import RULED, Asker, Item, Joined, ReaderSaid, Reading, ThreadState
from bot.policy.trust import NO_TRUST, Level, Trust
from bot.policy.words import SEVERAL, DataAsk, Question, Slot
from bot.reading.build import Builder
from bot.reading.model.claimed import Maker, heard, is_by_name
from bot.reading.model.glossary import glossary_of
from bot.reading.model.prompts import CHECK, READ, parts_of, prompt_of, shared_of
from bot.reading.model.replies import Replies, Settled
from bot.reading.thread import said_in

MOST_TEXT = 4_000
"""Characters: a longer message is read by words alone, for a model that saw a part of it would vouch for the rest."""
MOST_FOUND = 8
"""Names that a model is told of."""

AskModel = Callable[[str, dict[str, Any]], dict[str, Any] | None]
"""Prompt and JSON schema -> the reply, or nothing where the model failed."""
Hear = Callable[[str, str, dict[str, Any]], Reply | None]
"""What all messages of a policy share, the rest of the prompt, the reply's schema -> the reply, or nothing."""
Learn = Callable[[str], None]
"""What all messages of a policy share -> the model has computed it before anybody asks."""


def no_trust() -> Trust:
    """A model that nobody admitted."""
    return NO_TRUST


def words_nothing(_prompt: str, _schema: dict[str, Any]) -> None:
    """A model that words no background: in an exam or an admission it is only read with."""


def learns_nothing(_shared: str) -> None:
    """A model to which the first message is like any other."""


def drops_silently(_why: str) -> None:
    """A model of which nobody logs what is dropped."""


@dataclass(frozen=True, slots=True)
class Model:
    """A model as the reading room wants it: it says nothing where it cannot be asked."""

    ask: AskModel
    hear: Hear
    name: str = "model"
    trust: Callable[[], Trust] = no_trust
    """How far it is believed at this moment."""
    learn: Learn = learns_nothing
    dropped: Callable[[str], None] = drops_silently
    """Is told why a reply was not used, without a word of it."""


class Hearing:
    """Asks a model twice, and believes it as far as its exam went."""

    def __init__(self, knowledge: Knowledge, builder: Builder, model: Model, rule: Callable[[Question], Ruling]) -> None:
        self._model, self._rule = model, rule
        glossary = glossary_of(knowledge)
        self._replies = Replies(glossary)
        self._maker = Maker(builder)
        self._limits = knowledge.organisation.believing
        self._cases = glossary.cases
        self._labels = {id_: terms.label for id_, terms in knowledge.vocabulary.data.items()}
        self.shared = shared_of(glossary.text)

    def begin(self) -> None:
        """Have the model compute what all messages share, while the house goes on."""
        threading.Thread(target=self._model.learn, args=(self.shared,), name="learning", daemon=True).start()

    def wants(self, words: Reading) -> bool:
        """Whether the model is asked: not where words read everything by name, they answer at once."""
        if len(words.text) > MOST_TEXT:
            return False
        return self._trust().level is not Level.OFF and not is_by_name(words)

    @property
    def level(self) -> Level:
        """How far the model is believed at this moment."""
        return self._trust().level

    def _trust(self) -> Trust:
        return self._model.trust().within(self._limits)

    def __call__(self, words: Reading, thread: ThreadState | None, asker: Asker) -> Reading:
        """The reading that is ruled, with what each reader said."""
        return self._joined(words, thread, asker, *self._both(words, thread)) if self.wants(words) else words

    def unheard(self, words: Reading, thread: ThreadState | None, asker: Asker) -> Reading:
        """The same where no reply came in time."""
        return self._joined(words, thread, asker, None, None) if self.wants(words) else words

    def checks(self, words: Reading) -> bool:
        """Whether the model that checks may look at what words answered at once, by name."""
        is_ruled = all(item.intent in RULED for item in words.items) and len(words.items) == 1
        return is_ruled and 0 < len(words.text) <= MOST_TEXT and self._trust().level is Level.BELIEVED and is_by_name(words)

    def objection(self, words: Reading, thread: ThreadState | None, asker: Asker) -> Reading | None:
        """What words read by name, or what is stricter by what the model that checks has against it; None: no reply."""
        by_name = heard(words, self._maker)
        b = self._tells(CHECK, words, by_name, thread)
        if b is None:
            return None
        joined = objected(by_name, b, self._trust(), self._means(thread, asker))
        return self._told(words, joined, CHECK, (None, b))

    def _both(self, words: Reading, thread: ThreadState | None) -> tuple[Told | None, Told | None]:
        """What both passes tell; a model that is not believed is asked the first alone, where both would take long."""
        by_name, trust = heard(words, self._maker), self._trust()
        is_checked = trust.both or trust.level is Level.BELIEVED
        # One after the other. Side by side was tried with SmolLM2 on two cores, 64 tokens a reply, medians of four messages: with
        # OLLAMA_NUM_PARALLEL=1 96 s against 80 s, with 2 43 s against 41 s, and the first message 276 s: there the shared part
        # is computed once for each pass, where the second pass finds it done by the first.
        a = self._tells(READ, words, by_name, thread)
        return a, self._tells(CHECK, words, by_name, thread) if is_checked else None

    def _tells(self, name: str, words: Reading, by_name: Heard, thread: ThreadState | None) -> Told | None:
        """What one pass tells of the message; a reply of another form than was asked for tells nothing."""
        replies = self._replies
        schema, read = (replies.read_schema, replies.reading) if name == READ else (replies.check_schema, replies.check)
        reply = self._model.hear(self.shared, self.prompt(name, words, by_name, thread), schema)
        told = read(reply, words.text, self._settled_ids(thread))
        if reply is not None and told is None:
            self._model.dropped(f"JSON of another form than {name} asks for")
        return told

    def _joined(self, words: Reading, thread: ThreadState | None, asker: Asker, a: Told | None, b: Told | None) -> Reading:
        # how far it is believed once it has replied: belief may have been taken back while it read
        trust = self._trust()
        joined = reconcile(heard(words, self._maker), a, b, trust, self._means(thread, asker))
        return self._told(words, joined, READ, (a, b))

    def _means(self, thread: ThreadState | None, asker: Asker) -> Means:
        return Means(lambda claims: self._maker.item(claims, asker, thread), self._rule)

    def _told(self, words: Reading, joined: Reconciled, prompt: str, told: tuple[Told | None, Told | None]) -> Reading:
        """The joined reading, with what each reader said."""
        trust, items = self._trust(), _with_asides(joined.items, words.items)
        return replace(
            words,
            items=items,
            model=self._model.name if items != words.items else "",
            prompt_hash=prompt_of(prompt)[1],
            joined=Joined(joined.law.value, trust.level.value, trust.record, _least(*told), _said(words, *told)),
        )

    def prompt(self, name: str, words: Reading, by_name: Heard, thread: ThreadState | None) -> str:
        """What comes behind the shared part: which pass it is, the thread, what words found, the message."""
        before, _, rest = parts_of(name)[1].partition("{thread}")
        between, _, behind = rest.partition("{message}")  # by parts: no text of a message is taken for a place to fill in
        shown = json.dumps(words.text, ensure_ascii=False)
        return "".join((before, self._settled(thread), _found(by_name, words), between, shown, behind))

    def _settled_ids(self, thread: ThreadState | None) -> Settled:
        """What a reply may name without a quote, because the thread holds it."""
        if thread is None:
            return Settled()
        cases = frozenset(self._cases_of(said_in(thread)))
        if thread.item is None:
            return Settled(cases=cases)
        question = thread.item.question
        tools = {id_ for tool in question.tools for id_ in (tool.offerings or ("other",))}
        pending = {one.value for one in thread.pending.options} if thread.pending is not None else set()
        named = frozenset(tools | {id_ for ask in question.data for id_ in ask.types} | pending)
        return Settled(named, question.met, question.unmet, cases)

    def _cases_of(self, context: dict[Slot, str]) -> list[str]:
        """Cases that hold as it stands; of a rule that waits for any of several words that one of them was said."""
        said = {(slot, value) for slot, values in context.items() for value in values.split(SEVERAL)}
        return [id_ for id_, (slot, values) in self._cases.items() if any((slot, one) in said for one in values.split(SEVERAL))]

    def _settled(self, thread: ThreadState | None) -> str:
        if thread is None or (thread.item is None and not thread.told):
            return ""
        question = thread.item.question if thread.item is not None else Question()
        tools = "; ".join(f"{tool.name or 'any tool'} ({', '.join(tool.offerings) or 'other'})" for tool in question.tools)
        data = "; ".join(map(_settled_data, question.data))
        lines = ["Settled in this thread so far:", *([f"- intent: {thread.item.intent.value}"] if thread.item else [])]
        lines += [f"- tools: {tools}"] if tools else []
        lines += [f"- data: {data}"] if data else []
        said = ("met", sorted(question.met)), ("unmet", sorted(question.unmet)), ("cases", self._cases_of(said_in(thread)))
        lines += [f"- {name}: {', '.join(ids)}" for name, ids in said if ids]
        if thread.pending is not None:
            options = ", ".join(self._labels.get(one.value, one.value) for one in thread.pending.options)
            lines.append(f"- the asker was asked for: {thread.pending.slot.value} of {thread.pending.about or 'it'} ({options})")
        lines.append("If the message goes on with this, tell the whole question as it stands now, with what is taken over.")
        return "\n".join(lines) + "\n\n"


def _settled_data(ask: DataAsk) -> str:
    changed = f"; {', '.join(ask.transformations)}" if ask.transformations else ""
    return f"{ask.name} ({', '.join(ask.types) or 'nobody knows what'}{changed})"


def _found(by_name: Heard, words: Reading) -> str:
    """What words read by name, and what they could not read: each model says what it is, for silence takes nothing away."""
    named = [f"“{one.quote.text}” ({', '.join(one.ids)})" for one in by_name.named if not set(one.ids) & by_name.values]
    unread = [f"“{phrase}”" for item in words.items for phrase in item.unread]
    lines = [f"Words that rules took for data: {'; '.join(named[:MOST_FOUND])}."] if named else []
    lines += [f"Words that rules could not place: {'; '.join(unread[:MOST_FOUND])}."] if unread else []
    return "\n".join(lines) + "\n\n" if lines else ""


def _with_asides(items: tuple[Item, ...], words: tuple[Item, ...]) -> tuple[Item, ...]:
    """With what only words read, and no verdict hangs on: what a message asks beside its question. A message that is cut into
    other questions keeps what it has."""
    if len(items) != len(words):
        return items
    return tuple(
        replace(
            item,
            points=item.points or said.points,
            meanings=item.meanings or said.meanings,
        )
        for item, said in zip(items, words, strict=True)
    )


def _least(a: Told | None, b: Told | None) -> float:
    return min((ask.sure for told in (a, b) if told is not None for ask in told.asks), default=1.0)


def _said(words: Reading, a: Told | None, b: Told | None) -> tuple[ReaderSaid, ...]:
    """What each reader said, as lines for people."""
    named = (f"{one.slot} {one.id} “{one.quote}” ({one.via})" for item in words.items for one in item.mentions)
    unread = (f"unread “{phrase}”" for item in words.items for phrase in item.unread)
    told = [ReaderSaid("words", (*dict.fromkeys(item.intent.value for item in words.items), *named, *unread))]
    for reader, one in (("model", a), ("check", b)):
        lines = tuple(line for ask in one.asks for line in _lines(ask)) if one is not None else ("no reply that counts",)
        told.append(ReaderSaid(reader, lines, one.reply if one is not None else ""))
    return tuple(told)


def _lines(ask: Claims) -> Iterator[str]:
    yield ask.intent.value
    yield from (f"tool {' / '.join(one.ids)}{_quoted(one.quote)}" for one in ask.tools)
    for piece in ask.data:
        slot = "data" if piece.part is Part.USED else piece.part.value
        changed = f", {' and '.join(piece.changed)}" if piece.changed else ""
        yield f"{slot} {' / '.join(piece.ids)}{_quoted(piece.quote)}{changed}{'' if piece.sure else ' (may be)'}"
    for slot, said in (("met", ask.met), ("not met", ask.unmet), ("case", ask.context)):
        yield from (f"{slot} {one.id}{_quoted(one.quote)}" for one in said)
    yield from (f"doubt{_quoted(quote)}" for quote in ask.doubts)


def _quoted(quote: Quote) -> str:
    return f" “{quote.text}”" if quote.text else ""
