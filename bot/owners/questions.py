"""The files of a folder as they are at one look go in; its sentences and questions come out, each thought about once, ranked by
what their answers change."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cache, cached_property, lru_cache

from bot.clock.today import today_at
from bot.knowledge.catalog import load_catalog
from bot.knowledge.confirming.questions import open_questions
from bot.knowledge.confirming.sentences import told_sentences
from bot.knowledge.confirming.told import Told
from bot.owners.shares import Shares, shares_in
from bot.policy.clicks import Clicked
from bot.policy.confirming import ASKERS, DROP, KEEP, NO_DATA, NONE, About, Flip, Open, Way, Weighed, answered, ranked
from bot.policy.deciding.ask import careful
from bot.policy.deciding.compile import Compiled, compile_policy
from bot.policy.deciding.decide import decide
from bot.policy.deciding.worlds import OTHER
from bot.policy.house import Knowledge
from bot.policy.policy import Policy
from bot.policy.provisions import Provision, reached
from bot.policy.words import DataAsk, Question, Rule, Slot, ToolAsk, Verdict
from bot.policy.world import Catalog
from bot.reading.data.ties import Ties

Probe = tuple[str, tuple[DataAsk, ...], dict[Slot, str]]
"""An offering (none: a tool that the policy does not name), data, and what else is said."""
_Said = tuple[tuple[Slot, str], ...]
_Before = Callable[[str, tuple[DataAsk, ...], _Said], Verdict | None]
"""What the bot answers now."""
MOST_PROBES = 120
"""Cells that are looked at for one answer."""
TIED = 0.1
"""How likely a kind is another class than its broader kind, which the policy names."""
DOUBT = {About.SENTENCE: 0.1, About.RULE: 0.05, About.UNLISTED: 0.1, About.RANK: 0.02, About.CATCHES: 0.02}
"""How likely it is that what the import made of it is wrong, and that somebody asks about it."""


@dataclass(frozen=True)
class Weighing:
    """What every answer would change, counted over the cells of the policy and what staff ask about."""

    knowledge: Knowledge
    today: date
    catalog: Catalog
    open: tuple[Open, ...]
    """All that is asked, not only what is weighed."""

    def __call__(self, questions: Sequence[Open]) -> tuple[Weighed, ...]:
        """Ranked: what decides most comes first."""
        compiled = compile_policy(self.knowledge.policy)

        @cache
        def before(tool: str, data: tuple[DataAsk, ...], context: _Said) -> Verdict | None:
            return self._verdict(compiled, tool, data, dict(context))

        return ranked(tuple(Weighed(one, self._flips(one, before), self._is_asked(one)) for one in questions))

    def _flips(self, question: Open, before: _Before) -> Mapping[str, tuple[Flip, ...]]:
        if question.about is About.KIND:
            return {way.id: tuple(self._of_kind(question, way, before)) for way in question.ways if way.id != NONE}
        if question.about is About.CLASS:  # what is clicked is the kind, and the class is what it would be
            kinds, way = [one.id for one in question.ways if one.id != NONE], Way(question.subject)
            return {kind: tuple(self._of_kind(replace(question, subject=kind), way, before)) for kind in kinds}
        if question.clicked is not None:
            said = [way for way in question.ways if way.id not in (NONE, NO_DATA, ASKERS)]
            return {way.id: tuple(self._of_word(question.clicked, way, before)) for way in said}
        edits = [way for way in question.ways if not _is_void(question, way)]
        return {way.id: tuple((self._of_reading if way.provisions else self._of_edit)(question, way, before)) for way in edits}

    def _of_kind(self, question: Open, way: Way, before: _Before) -> Iterator[Flip]:
        data = self._data_of(question.subject)
        is_open = not data or not all(one.types and one.grounded for one in data)
        offerings, asked = tuple(self.knowledge.policy.offerings), _asked_of(way.id)
        doubt = 1.0 if is_open else TIED
        share = doubt * self._share_of_kind(question.subject) / max(1, len(offerings))
        for offering in offerings:
            was = None if is_open else before(offering, data, ())
            now = before(offering, asked, ())
            if was is not now:
                yield Flip(offering, question.subject, was, now, share)

    def _of_word(self, clicked: Clicked, way: Way, before: _Before) -> Iterator[Flip]:
        """People were asked back for it, whatever the tool."""
        offerings, asked = tuple(self.knowledge.policy.offerings), _asked_of(way.id)
        for offering in offerings:
            now = before(offering, asked, ())
            if now is not None:
                yield Flip(offering, clicked.words, None, now, clicked.share / max(1, len(offerings)))

    def _of_edit(self, question: Open, way: Way, before: _Before) -> Iterator[Flip]:
        after = compile_policy(answered(self.knowledge.policy, question, way))
        probes = list(self._probes(question, way))
        share = self._share(question) / max(1, len(probes))
        for tool, data, context in probes:
            was, now = before(tool, data, tuple(context.items())), self._verdict(after, tool, data, context)
            if was is not now:
                yield Flip(tool, data[0].name, was, now, share)

    def _of_reading(self, question: Open, way: Way, before: _Before) -> Iterator[Flip]:
        """Each provision as one of the people whom it is for sees it; data that has no name yet counts so far as its class."""
        policy = self.knowledge.policy
        after = compile_policy(answered(policy, question, way))
        probes = list(_probes_of(policy, way.provisions))
        share = self._share(question) / max(1, len(probes))
        for tool, known, name, context in probes[:: max(1, len(probes) // MOST_PROBES)]:
            was = before(tool, _asked_of(known), tuple(context.items()))
            now = self._verdict(after, tool, _asked_of(name), context)
            if was is not now:
                yield Flip(tool, known, was, now, share)

    def _share(self, question: Open) -> float:
        """Of a rule that waits for words, those that say one; of any other question, as often as the import is wrong there."""
        words = [word for rule in self._rules(question) for word in rule.where.get(Slot.WORDS, ())]
        return self._shares.of_words(words) if words else DOUBT[question.about]

    def _probes(self, question: Open, way: Way) -> Iterator[Probe]:
        policy = self.knowledge.policy
        is_new = question.about is About.SENTENCE and way.id not in (KEEP, DROP)  # a rule that waits for no words
        contexts: list[dict[Slot, str]] = [] if is_new else [_said(rule) for rule in self._rules(question)]
        contexts = contexts or [{}]
        tools = (*policy.offerings, "") if question.about in (About.UNLISTED, About.CATCHES) else tuple(policy.offerings)
        data = [_asked_of(id_) for id_ in (*policy.data_classes, *policy.data_types)]
        count = len(contexts) * len(data) * len(tools)
        for place in range(0, count, max(1, count // MOST_PROBES)):  # of a long policy most cells are left out
            rest, tool = divmod(place, len(tools))
            context, asked = divmod(rest, len(data))
            yield tools[tool], data[asked], contexts[context]

    def _rules(self, question: Open) -> list[Rule]:
        """Those that were made of its sentence."""
        return [rule for rule in self.knowledge.policy.rules if rule.id in question.rules]

    def _verdict(
        self, compiled: Compiled, tool: str, data: tuple[DataAsk, ...], context: Mapping[Slot, str] | None = None
    ) -> Verdict | None:
        asked = ToolAsk(tool or "another tool", (tool,) if tool else ())
        question = Question((asked,), data, {Slot.PURPOSE: OTHER, **(context or {})})
        ruling = careful(question, decide(compiled, question, self.today))
        return None if ruling.ask_back is not None else ruling.verdict

    # --- what is known of staff's questions --------------------------------------------------------------------------------

    @cached_property
    def _shares(self) -> Shares:
        return shares_in(self.knowledge.organisation.languages[0])

    @cached_property
    def _ties(self) -> Ties:
        return Ties(self.knowledge, self.catalog)

    @cached_property
    def _narrower(self) -> Mapping[str, list[str]]:
        """Kind that is asked about -> those whose answer is this one's too, itself among them."""
        kinds = {one.subject: one for one in self.open if one.about is About.KIND}
        found: dict[str, list[str]] = {}
        for kind in kinds:
            found.setdefault(self._broadest(kind, kinds), []).append(kind)
        return found

    def _broadest(self, kind: str, asked: Mapping[str, Open]) -> str:
        """The broadest kind that is asked about as well and whose answer is this one's too; itself where there is none."""
        if asked[kind].is_guess:
            return kind
        of = self._ties.of
        same = (one for one in self.catalog.kinds[kind].is_a if one in asked and of(one) == of(kind))
        return next((self._broadest(one, asked) for one in same), kind)

    def _data_of(self, kind: str) -> tuple[DataAsk, ...]:
        """What the policy takes a kind of the catalog for now."""
        tie = self._ties.of(kind)
        if tie.all_of:
            return tuple(DataAsk(id_, (id_,), grounded=tie.grounded) for id_ in tie.ids)
        return (DataAsk(kind, tie.ids, grounded=False),)

    def _is_asked(self, one: Open) -> bool:
        """Whether somebody is known to ask such things."""
        if one.about is About.KIND:
            is_open = one.is_guess or not self._ties.of(one.subject).grounded
            return is_open and any(map(self._shares.about_kind, self._narrower.get(one.subject, ())))
        waited = words_waited_for(one, self.knowledge)
        return not waited or bool(self._shares.saying(waited))

    def _share_of_kind(self, kind: str) -> float:
        """Of all questions of staff, those about this kind."""
        return sum(map(self._shares.of_kind, self._narrower.get(kind, (kind,))))


def _probes_of(policy: Policy, provisions: Sequence[Provision]) -> Iterator[tuple[str, str, str, dict[Slot, str]]]:
    """Offering, data as it is known so far, the same by its name to be, and who asks; of all that the provisions name."""
    for one in provisions:
        tools, data = reached(policy, one)
        kinds = {kind.id: (*kind.is_a, *kind.classes, kind.id)[0] for kind in one.kinds if kind.id not in policy.data_types}
        named = data or tuple(policy.data_classes)
        context = {Slot(slot): min(values) for slot, values in one.where.items()}
        for offering in policy.offerings.values():
            if not tools or offering.tool in tools:
                yield from ((offering.id, kinds.get(id_, id_), id_, context) for id_ in named)


def _asked_of(data: str) -> tuple[DataAsk, ...]:
    return (DataAsk(data, (data,)),)


def _said(rule: Rule) -> dict[Slot, str]:
    """What somebody says whom the rule is for."""
    return {Slot(slot): min(values) for slot, values in rule.where.items()}


def _is_void(question: Open, way: Way) -> bool:
    """Whether an answer edits nothing: it is right as it is, no rule rests on it, or it does not say yet what it forbids."""
    if question.about is About.SENTENCE and way.id not in (KEEP, DROP):
        return not (way.tools or way.data or way.provisions)
    return way.id == KEEP or (way.id == DROP and not question.rules)


MOST_SENTENCES = 200
"""Sentences that are weighed and asked about at a time: those further down the document come up as these are answered."""
KEPT = 4
"""The files before an answer, with it, and of other folders."""


class Look:
    """The folder as it was at one look; whatever was thought about it is kept."""

    def __init__(self, texts: dict[str, str], knowledge: Knowledge, catalog: Catalog, clicked: tuple[Clicked, ...] = ()) -> None:
        self.texts, self.knowledge, self.today, self.clicked = texts, knowledge, today_at(knowledge), clicked
        self._catalog = catalog

    @cached_property
    def told(self) -> tuple[Told, ...]:
        """Every sentence of the documents."""
        return told_sentences(self.texts, self.knowledge)

    @cached_property
    def open(self) -> tuple[Open, ...]:
        """All questions that nobody has answered, in the order of the files."""
        return open_questions(self.texts, self.knowledge, self._catalog, self.told, self.clicked)

    @cached_property
    def ranked(self) -> tuple[Weighed, ...]:
        """The weightiest first."""
        sentences = [one for one in self.open if one.about is About.SENTENCE]
        later = {one.id for one in sentences[MOST_SENTENCES:]}
        return self.weigh([one for one in self.open if one.id not in later])

    def weigh(self, questions: Sequence[Open]) -> tuple[Weighed, ...]:
        """What each answer would change."""
        return Weighing(self.knowledge, self.today, self._catalog, self.open)(questions)


def look_at(digest: str, texts: dict[str, str], knowledge: Knowledge, clicked: tuple[Clicked, ...]) -> Look:
    """Nothing is thought twice about the same files on the same day, also once an answer is taken back.

    ``digest``: of the texts.
    """
    # files that change in the middle of a look are texts of one state and knowledge of another: it is kept as neither
    digests = (digest, knowledge.digest, knowledge.version)
    return _kept(_Seen(digests, today_at(knowledge), clicked, texts, knowledge))


def words_waited_for(question: Open, knowledge: Knowledge) -> tuple[str, ...]:
    """The words that must be said before a rule that rests on its sentence counts."""
    rules = (rule for rule in knowledge.policy.rules if rule.id in question.rules)
    return tuple(dict.fromkeys(word for rule in rules for word in sorted(rule.where.get(Slot.WORDS, ()))))


@dataclass(frozen=True, slots=True)
class _Seen:
    """What a look finds, known by what the files say."""

    digests: tuple[str, str, str]
    today: date
    clicked: tuple[Clicked, ...]
    texts: dict[str, str] = field(compare=False)
    knowledge: Knowledge = field(compare=False)


@lru_cache(maxsize=KEPT)
def _kept(seen: _Seen) -> Look:
    return Look(seen.texts, seen.knowledge, load_catalog(), seen.clicked)
