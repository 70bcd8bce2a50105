"""What words read, what a model read and what a second one found that checks -> the questions that are ruled, and the law.

The laws (each is a property in ``tests/policy/talks/test_reconcile.py``, over any replies, also hostile ones):

1. ``off``: the result is that of words.
2. What words read by name and the policy holds as stricter stays in, or is asked; values stay always, and so does a tool that
   words read by name, unless both passes name others.
3. ``allowed`` without a click needs ``believed``, both passes, each by itself, and a named tool.
4. Where they differ the stricter is taken, or asked back: as two worlds of one question.
5. One more disagreement or failed quote never loosens.
6. ``proposes``: what would be allowed waits for the asker's click, and no condition is met by a model's word; all else is an
   answer.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from bot.policy.deciding.rulings import Ruling
from bot.policy.talks.claims import OTHER_TOOL, Claims, DataClaim, Part, Quote, Said, Told, ToolClaim, reads_otherwise
from bot.policy.talks.talk import RULED, Intent, Item
from bot.policy.trust import Level, Trust
from bot.policy.words import STRICTNESS, DataAsk, Question, Verdict

DENIED = frozenset({Intent.INCIDENT, Intent.REPORT})
_TO_US = frozenset({Intent.THANKS, Intent.ABOUT_BOT})
"""What no model is asked to tell from other talk."""
_ASKED = STRICTNESS[Verdict.REVIEW]
"""A question back stands between a yes with conditions and a no."""


class Law(StrEnum):
    """What decided between the readers; the later ones tell more."""

    WORDS = "words"
    """No model told anything, or words are as strict as it is."""
    NO_TRUST = "no_trust"
    AGREED = "agreed"
    """Nobody is stricter than the model that reads; where it comes to an allowed, all bear it out."""
    STRICTER = "stricter"
    """Another reader is stricter: that holds, or it is asked."""
    NOT_GROUNDED = "not_grounded"
    """All come to an allowed, and nobody vouches for it: it is offered."""
    OBJECTED = "objected"
    """Words read it all by name and had answered; the model that checks found something stricter."""


@dataclass(frozen=True, slots=True)
class Heard:
    """What words read of a message."""

    items: tuple[Item, ...] = ()
    named: tuple[DataClaim, ...] = ()
    """Data that was read by a name, an alias or a value."""
    values: frozenset[str] = frozenset()
    """Ids of data among them that a detector found: never taken away."""
    tools: tuple[ToolClaim, ...] = ()
    unmet: tuple[Said, ...] = ()
    fixed: frozenset[str] = frozenset()
    """Ids of secrets and identity numbers: no two models together take away what words read so by name."""


@dataclass(frozen=True, slots=True)
class Means:
    """How claims become a question of this policy, and how that is ruled today. Both are pure."""

    item_of: Callable[[Claims], Item]
    rule: Callable[[Question], Ruling]

    def is_allowed(self, claims: Claims) -> bool:
        """Whether these claims alone lead to an allowed."""
        if claims.intent not in RULED - DENIED:
            return False
        ruling = self.rule(self.item_of(claims).question)
        return ruling.ask_back is None and ruling.verdict is Verdict.ALLOWED

    def strictness(self, item: Item) -> int:
        """How strict the answer to an item is."""
        if item.intent in DENIED:
            return STRICTNESS[Verdict.FORBIDDEN]
        if item.intent not in RULED:
            return 0
        ruling = self.rule(item.question)
        return _ASKED if ruling.ask_back is not None else STRICTNESS[ruling.verdict]


@dataclass(frozen=True, slots=True)
class Reconciled:
    """What is ruled, and which law made it so."""

    items: tuple[Item, ...]
    law: Law


def reconcile(words: Heard, a: Told | None, b: Told | None, trust: Trust, means: Means) -> Reconciled:
    """``a`` reads, ``b`` checks; None where there was no reply, or a bad one."""
    if trust.level is Level.OFF:
        return Reconciled(words.items, Law.NO_TRUST)
    if a is None or not a.asks:
        return Reconciled(words.items, Law.WORDS)
    checks = b.asks[0] if b is not None and b.asks else None
    is_talk = all(_is_talk(ask) for ask in a.asks)
    if is_talk and all(item.intent in _TO_US for item in words.items) and not any(ask.tools for ask in a.asks):
        return Reconciled(words.items, Law.WORDS)
    if is_talk and any(item.intent in RULED for item in words.items):
        stays = _left_by(a.asks, checks, words, trust) or any(
            not _is_lifted(one, a.asks[0], checks, words, trust) for one in words.named
        )
        is_alone = checks is None and trust.level is Level.BELIEVED
        if stays or is_alone or (checks is not None and not _is_talk(checks)):
            return Reconciled(words.items, Law.STRICTER)
    return _joined(words, a.asks, checks, trust, means)


def objected(words: Heard, b: Told, trust: Trust, means: Means) -> Reconciled:
    """What words read by name as one question, or what is stricter by what the model that checks is sure of.

    The reader that words alone are is put in the place of the model that reads, and nothing that comes of it is vouched for.
    """
    item = words.items[0]
    same = Reconciled(words.items, Law.WORDS)
    if trust.level is not Level.BELIEVED or not b.asks:
        return same
    ask = Claims(item.intent, words.tools, words.named, unmet=words.unmet)
    joint = _Join(ask, b.asks[0], replace(words, named=()), trust, means).joint()
    floor = max(means.strictness(item), means.strictness(means.item_of(ask)))
    if joint == ask or means.strictness(means.item_of(joint)) <= floor:
        return same
    return Reconciled((_offered(means.item_of(joint)),), Law.OBJECTED)


def _joined(words: Heard, asks: tuple[Claims, ...], checks: Claims | None, trust: Trust, means: Means) -> Reconciled:
    left = _left_by([ask for ask in asks if ask.intent in RULED], checks, words, trust)
    made = [_Join(ask, checks, words, trust, means, left)() for ask in asks]
    return Reconciled(tuple(item for item, _ in made), max((law for _, law in made), key=tuple(Law).index))


def _is_talk(ask: Claims) -> bool:
    """Whether nothing would be ruled: who asks what a word means, of no tool, is not ruled either."""
    return ask.intent not in RULED or (ask.intent is Intent.EXPLAIN and not ask.tools)


@dataclass(frozen=True, slots=True)
class _Join:
    """One question of the reading model, with all that the others have against it."""

    ask: Claims
    checks: Claims | None
    words: Heard
    trust: Trust
    means: Means
    left: tuple[ToolClaim, ...] = ()
    """Tools that words read by name, that the reading model names in none of its questions, and that stay."""

    def __call__(self) -> tuple[Item, Law]:
        ask, means = self.ask, self.means
        if ask.intent not in RULED:
            same = next((item for item in self.words.items if item.intent is ask.intent), None)
            # a thread may go on with it
            return same or _offered(means.item_of(replace(ask, met=tuple(filter(self._is_met, ask.met))))), Law.AGREED
        joint, grounds = self.joint(), False
        if ask.intent not in DENIED and means.is_allowed(joint):
            joint = self.joint(also_unsure=True)
            grounds = means.is_allowed(joint) and self._grounds(joint)
            if means.is_allowed(joint) and not grounds:
                return self._not_grounded(means.item_of(joint)), Law.NOT_GROUNDED
        # what is open, or no allowed, is vouched for by nobody: a later allowed waits for the asker's statement
        law, item = Law.STRICTER if joint != ask else Law.AGREED, self._with_proposed(means.item_of(joint))
        return replace(item if grounds else _offered(item), is_agreed=law is Law.AGREED and self._agree()), law

    def _not_grounded(self, item: Item) -> Item:
        """An offer. One is of data: where there is none, words say what they say without a model, or it is asked which data."""
        if item.question.data:
            return _offered(item)
        words = self.words.items
        if len(words) == 1 and words[0].intent is item.intent and not words[0].question.data:
            return words[0]
        return _offered(replace(item, question=replace(item.question, data=(DataAsk(""),))))

    def joint(self, *, also_unsure: bool = False) -> Claims:
        """The claims of all, where they differ as worlds of one question. Tools are weighed with what goes in by anybody's word,
        data with all tools, cases with both: a pass that is wrong about one would else take away another."""
        ask, checks, others = self.ask, self.checks, self._others(also_unsure)
        unmet = (*ask.unmet, *((one for one in checks.unmet if one not in ask.unmet) if checks else self.words.unmet))
        denied = {one.id for one in unmet}
        met = tuple(one for one in ask.met if one.id not in denied and self._is_met(one))
        by_all = replace(self, ask=replace(ask, met=met, unmet=unmet))
        tools = tuple(by_all._tool(one, others) for one in ask.tools)
        tools = tools or (self.words.tools if ask.intent in {Intent.MAY_I, Intent.COMPARE} else ())
        by_all = replace(by_all, ask=replace(by_all.ask, tools=tools))
        data = (*(by_all._piece(one, others) for one in ask.data), *by_all._more(others))
        by_all = replace(by_all, ask=replace(by_all.ask, data=data))
        return replace(by_all.ask, context=by_all._context())

    def _is_met(self, one: Said) -> bool:
        """Whether a condition counts as met: a model that is not believed only says again what words or the thread have."""
        held = {id_ for item in self.words.items for id_ in item.question.met}
        return self.trust.level is Level.BELIEVED or not one.quote.text or one.id in held

    def _with_proposed(self, item: Item) -> Item:
        """With the conditions that a model which is not believed takes for met: their boxes wait for the asker's tick. What one
        that is believed read needs no box that it is all."""
        proposed = frozenset(one.id for one in self.ask.met if not self._is_met(one)) - item.question.unmet
        is_vouched = self.checks is not None and self.trust.level is Level.BELIEVED
        return replace(item, question=replace(item.question, proposed=proposed, is_vouched=is_vouched))

    def _context(self) -> tuple[Said, ...]:
        """Cases that both see, and of the others those that make nothing milder."""
        ask, of_check = self.ask, self.checks.context if self.checks is not None else ()
        kept = [one for one in ask.context if self._is_shared(one)]
        bare = self._ruled(replace(ask, context=tuple(kept)))
        for one in (*ask.context, *of_check):
            is_new = (one.slot, one.id) not in {(other.slot, other.id) for other in kept}
            if is_new and self._ruled(replace(ask, context=(*kept, one))) >= bare:
                kept.append(one)
        return tuple(kept)

    # --- tools -------------------------------------------------------------------------------------------------------

    def _tool(self, one: ToolClaim, others: tuple[DataClaim, ...]) -> ToolClaim:
        """With the offerings that another reader takes it for, where these are stricter, and with what words read by name."""
        of_check = self.checks.tools if self.checks is not None and one.is_listed else ()
        is_only = len(self.ask.tools) == len(of_check) == 1
        meant = [other for other in of_check if is_only or other.quote.overlaps(one.quote)]
        quotes = [tool.quote for tool in self.ask.tools]
        meant += [
            other
            for other in (self.words.tools if one.is_listed else self.left)
            if other.quote.overlaps(one.quote) or not any(other.quote.overlaps(quote) for quote in quotes)
        ]
        floor, ids = self._of_tool(one, others), one.ids
        for other in meant:
            if other.is_listed and not set(other.ids) & set(one.ids):
                stays = other in self.left
                new = (id_ for id_ in other.ids if id_ not in ids)
                ids += tuple(id_ for id_ in new if stays or self._of_tool(replace(one, ids=(id_,)), others) > floor)
        if len(ids) > 1 and any(one.quote.lies_in(other.quote) for other in meant):
            ids = tuple(id_ for id_ in ids if id_ != OTHER_TOOL)  # its words are the name of a listed one, and no other's
        return replace(one, ids=ids)

    def _of_tool(self, tool: ToolClaim, others: tuple[DataClaim, ...]) -> int:
        """How strict the policy is with this tool and all data that anybody sees in the message."""
        data = (*(replace(one, changed=self._changed(one)) for one in self.ask.data), *others)
        return self._weighed(replace(self.ask, tools=(tool,), data=data))

    # --- data --------------------------------------------------------------------------------------------------------

    def _others(self, also_unsure: bool) -> tuple[DataClaim, ...]:
        """What the others say goes in, without what may be taken away from words."""
        of_check = tuple(one for one in self.checks.used if one.sure or also_unsure) if self.checks is not None else ()
        named = (one for one in self.words.named if not _is_lifted(one, self.ask, self.checks, self.words, self.trust))
        return (*of_check, *named)

    def _piece(self, piece: DataClaim, others: tuple[DataClaim, ...]) -> DataClaim:
        """With what the others see in its words, where that is stricter."""
        if piece.part is not Part.USED:
            return piece
        piece = replace(piece, changed=self._changed(piece))
        floor, ids = self._strictest(piece.ids, piece.changed), piece.ids
        for other in others:
            if not self._is_value(other) and other.quote.overlaps(piece.quote) and not set(other.ids) & set(piece.ids):
                ids += tuple(id_ for id_ in other.ids if id_ not in ids and self._of_data(id_) > floor)
        return replace(piece, ids=ids)

    def _changed(self, piece: DataClaim) -> tuple[str, ...]:
        """What both say is done to it; one of them alone changes nothing."""
        of_check = [one.changed for one in self.checks.used if one.is_of(piece)] if self.checks is not None else []
        return tuple(id_ for id_ in piece.changed if of_check and all(id_ in changed for changed in of_check))

    def _is_value(self, one: DataClaim) -> bool:
        return one.by_name and bool(set(one.ids) & self.words.values)

    def _more(self, others: tuple[DataClaim, ...]) -> list[DataClaim]:
        """What the others found elsewhere in the message and is stricter: in it for sure, or asked. Values are always in it."""
        found: list[DataClaim] = [other for other in others if self._is_value(other)]
        mild = tuple(dict.fromkeys(id_ for piece in self.ask.used for id_ in piece.ids))
        floor = max((self._strictest(piece.ids, self._changed(piece)) for piece in self.ask.used), default=-1)
        for other in others:
            is_told = any(other.is_of(piece) for piece in self.ask.used)
            if self._is_value(other) or is_told or self._strictest(other.ids) <= floor:
                continue
            is_told_apart = any(other.quote.overlaps(piece.quote) for piece in self.ask.data)
            is_sure = other.by_name and not is_told_apart
            ids = other.ids if is_sure or not mild else tuple(dict.fromkeys((*mild, *other.ids)))
            found.append(replace(other, ids=ids))
        return found

    def _of_data(self, id_: str, changed: tuple[str, ...] = ()) -> int:
        """How strict the policy is with one kind of data in the tools that are asked about."""
        return self._weighed(replace(self.ask, data=(DataClaim(Quote(), (id_,), changed=changed),)))

    def _strictest(self, ids: tuple[str, ...], changed: tuple[str, ...] = ()) -> int:
        return max((self._of_data(id_, changed) for id_ in ids), default=0)

    def _weighed(self, claims: Claims) -> int:
        """As strict as it is with the cases that the reading model sees, and with those alone that both see."""
        sure = replace(claims, context=tuple(one for one in claims.context if self._is_shared(one)))
        return max(self._ruled(one) for one in ((claims,) if sure == claims else (claims, sure)))

    def _ruled(self, claims: Claims) -> int:
        return STRICTNESS[self.means.rule(self.means.item_of(claims).question).verdict]

    def _is_shared(self, one: Said) -> bool:
        return self.checks is not None and (one.slot, one.id) in {(other.slot, other.id) for other in self.checks.context}

    # --- grounds -----------------------------------------------------------------------------------------------------

    def _grounds(self, joint: Claims) -> bool:
        """Whether an allowed may rest on what the models read."""
        ask, checks, trust = self.ask, self.checks, self.trust
        if checks is None or trust.level is not Level.BELIEVED or not joint.used:
            return False
        if ask.intent is Intent.WHICH_TOOL and any(len(one.ids) > 1 for one in joint.used):
            return False  # neither the tool nor the data is told: a list of tools would be a guess at both
        return self._is_read(checks) and self.means.is_allowed(ask) and self.means.is_allowed(checks)

    def _is_read(self, checks: Claims) -> bool:
        """Whether both are sure enough and have no doubts."""
        ask, floor = self.ask, self.trust.floor
        # what is no number is not enough
        return not ask.doubts and not checks.doubts and ask.sure >= floor and checks.sure >= floor

    def _agree(self) -> bool:
        """Whether both see the same data, each piece as one thing, and nothing is open between them."""
        checks, used = self.checks, self.ask.used
        if checks is None or self.trust.level is not Level.BELIEVED or not used or not self._is_read(checks):
            return False
        seen = {id_ for one in checks.used for id_ in one.ids}
        return all(len(one.ids) == 1 and seen.issuperset(one.ids) for one in used)


def _left_by(asks: Sequence[Claims], checks: Claims | None, words: Heard, trust: Trust) -> tuple[ToolClaim, ...]:
    """Tools that words read by name and that these questions do not name. Where the model that checks names others too, and the
    exam admitted that, they may go."""
    told = {id_ for ask in asks for one in ask.tools for id_ in one.ids}
    of_check = {id_ for one in checks.tools for id_ in one.ids} if checks is not None and trust.lifts else set()
    may_go = bool(of_check) and any(ask.tools for ask in asks)
    return tuple(one for one in words.tools if not told & {*one.ids} and not (may_go and not of_check & {*one.ids}))


def _offered(item: Item) -> Item:
    """Nobody vouches for it: where it comes to an allowed it waits for the asker's statement."""
    return replace(item, question=replace(item.question, is_closed=False))


def _is_lifted(one: DataClaim, ask: Claims, checks: Claims | None, words: Heard, trust: Trust) -> bool:
    """Whether both models quote the words that were read by name as something else, and the exam admitted that."""
    if not trust.lifts or checks is None or set(one.ids) & (words.values | words.fixed):
        return False
    return all(reads_otherwise(claims, one) for claims in (ask, checks))
