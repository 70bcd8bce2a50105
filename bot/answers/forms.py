"""What somebody picked from lists, or what was seen in a text, goes in; its ruling, and what a form shows of it, come out. Only
ids, never text.

What is seen by words grounds no allowed (``DataAsk.grounded``): until somebody says by hand what is in a text, the mildest that
a tool gets is "yes, if nothing else is in it".
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property

from bot.answers.admit import Admit
from bot.answers.answer import rule_for
from bot.answers.board import announced, board_of
from bot.answers.mind import Mind, Minds, label_of
from bot.answers.settle import CLICKED, after_all
from bot.answers.take_in import keep_address
from bot.app import App
from bot.clock.today import today_at, utc_now
from bot.ledger.plain import question_values
from bot.policy.deciding.ticks import TICK
from bot.policy.talks.answer import Answer
from bot.policy.talks.checks import UNLISTED, WHICH, Chosen, Entry, Form, Looked, Shown, Who
from bot.policy.talks.persons import as_asker, who_is
from bot.policy.talks.talk import Address, Asker, Intent, Item, Mention, Reading, Ruled
from bot.policy.words import DataAsk, Question, Slot, ToolAsk
from bot.policy.world import Catalog
from bot.reading.contents import Contents
from bot.saying.notices.home import paused
from bot.saying.notices.looks import as_looked, seen
from bot.saying.notices.own import barred
from bot.saying.offers import NamesOf, data_to_pick, plans_to_pick, tools_to_pick
from bot.saying.words import phrase, words_for

FORM = "form"
"""The kind of place of a question that was asked in a form."""
SEEN = "detector"
TOLD = "told"
"""The kind of a line to one person."""
NO_MORE_ASKED = 2
"""A form asks nothing back of what was seen: what stays open is taken at its strictest."""


@dataclass(frozen=True)
class FormAnswers:
    """The answers that one form shows, by one policy version and on one day."""

    app: App
    mind: Mind
    form: Form
    today: date

    def pick(self, chosen: Chosen) -> Shown:
        """What was picked. The same choice in the same form is the same question."""
        language, version = self.form.language, self.mind.version
        if not all(map(self._knows, _ids_of(chosen))):
            return Shown(language, (phrase(language, "pick.gone"),), version=version)
        if not chosen.tool or not chosen.data:
            missing = "both" if not chosen.tool and not chosen.data else "tool" if not chosen.tool else "data"
            return Shown(language, (phrase(language, f"pick.hint.{missing}"),), version=version)
        reading = after_all(self.mind, chosen.pressed, Reading("", language, (self._picked(chosen),)), self._rule)
        ruled = self._rule(reading)
        asked = self._say(reading, ruled, "")
        if asked.choices:
            return Shown(language, answer=asked, version=version, reading=reading)
        settled = [f"{one.slot}={one.value}" for one in chosen.pressed if one.slot != TICK]
        ticked = sorted(line.box for line in asked.checklist if line.ticked_at)
        key = self._key(chosen.tool, chosen.plan, *sorted(chosen.data), *settled, *ticked, chosen.under)
        answer = self._say(reading, ruled, self.app.ledger.receipt(key))
        return Shown(language, (), answer, key, version, reading, ruled, trigger=self.form.trigger, under=chosen.under)

    def check(self, looked: Looked, said: tuple[str, ...] | None = None) -> Shown:
        """What was seen in a text. ``said``: what somebody says by hand is in it; what a value's shape showed stays."""
        if said is None and looked.is_incident:
            return self._of_text((), Intent.INCIDENT, (), looked)
        named = looked.data if said is None else dict.fromkeys((*Contents(self.mind.reader).of_kinds(looked.kinds), *said))
        ids, is_untied = tuple(filter(self._knows, named)), looked.untied and said is None
        lines = seen(replace(looked, untied=is_untied), ids, self.mind.knowledge, self.form.language)
        if not ids and not is_untied:
            return Shown(self.form.language, lines, version=self.mind.version)
        asked = [DataAsk(self._name_of(id_), (id_,), grounded=said is not None) for id_ in ids]
        if is_untied:
            asked.append(DataAsk("…", grounded=False))
        return self._of_text(lines, Intent.WHICH_TOOL, tuple(asked), looked)

    def _of_text(self, lines: tuple[str, ...], intent: Intent, asked: tuple[DataAsk, ...], looked: Looked) -> Shown:
        language = self.form.language
        mentions = [Mention(Slot.DATA, id_, 0, 0, "", CLICKED if ask.grounded else SEEN) for ask in asked for id_ in ask.types]
        item = Item(intent, Question(data=asked), tuple(mentions), read_as=" + ".join(ask.name for ask in asked))
        item = self._for_asker(item)
        reading = Reading("", language, (replace(item, question=replace(item.question, asked_back=NO_MORE_ASKED)),))
        ruled = self._rule(reading)
        key = self._key(*sorted(mention.id for mention in mentions if mention.via == CLICKED))
        said = self.mind.say(reading, ruled, self.app.ledger.receipt(key), self.today)
        answer = announced(as_looked(said, self.mind.knowledge, language), board_of(self.app.ledger, self.today))
        return Shown(language, lines, answer, key, self.mind.version, reading, ruled, looked.kinds, self.form.trigger)

    def _picked(self, chosen: Chosen) -> Item:
        data = tuple(DataAsk(self._name_of(id_), (id_,)) for id_ in chosen.data)
        tools = () if chosen.tool == WHICH else (self._tool(chosen),)
        picked = ((Slot.TOOL, chosen.plan or chosen.tool), *((Slot.DATA, id_) for id_ in chosen.data))
        item = Item(
            Intent.WHICH_TOOL if chosen.tool == WHICH else Intent.MAY_I,
            Question(tools=tools, data=data, ticked=chosen.ticked),
            tuple(Mention(slot, value, 0, 0, "", CLICKED) for slot, value in picked),
            read_as=" · ".join(part for part in (" / ".join(t.name for t in tools), " + ".join(d.name for d in data)) if part),
        )
        return self._for_asker(item)

    def _tool(self, chosen: Chosen) -> ToolAsk:
        """A tool of which no plan was said may be any of its offerings; one that is not on the list those of the rows that catch
        every tool."""
        words = self.mind.knowledge.vocabulary
        rows = {chosen.tool}
        if chosen.tool == UNLISTED:
            rows = {terms.id for terms in words.tools.values() if "*" in terms.covers.get("any", ())}
        found = (chosen.plan,) if chosen.plan else tuple(one.id for one in words.offerings.values() if one.tool in rows)
        if chosen.tool == UNLISTED:
            return ToolAsk(phrase(self.form.language, "pick.other_tool"), found)
        return ToolAsk(self._name_of(found[0] if len(found) == 1 else chosen.tool), found)

    def _say(self, reading: Reading, ruled: tuple[Ruled, ...], receipt: str) -> Answer:
        return announced(self.mind.say(reading, ruled, receipt, self.today), board_of(self.app.ledger, self.today))

    def _rule(self, reading: Reading) -> tuple[Ruled, ...]:
        return rule_for(self.mind, reading, self._asker.groups, self.today)

    def _for_asker(self, item: Item) -> Item:
        return self.mind.reader.builder.for_asker(item, self._asker, None)

    @cached_property
    def _asker(self) -> Asker:
        who = self.form.who
        return as_asker(_person(self.app, who), who_is(who.user, self.mind.knowledge.people, self.app.slack.of))

    def _key(self, *parts: str) -> str:
        """The keyed hash that is the question's identity."""
        who = self.form.who
        return self.app.hash_of("question", who.team, FORM, who.user, self.form.id, *parts, self.mind.version)

    def _knows(self, id_: str) -> bool:
        words = self.mind.knowledge.vocabulary
        return id_ in words.tools or id_ in words.offerings or id_ in words.data

    def _name_of(self, id_: str) -> str:
        """How people call a tool, an offering, a data type or a class."""
        knowledge = self.mind.knowledge
        named, terms = label_of(knowledge, id_, self.form.language), knowledge.vocabulary
        known = terms.tools.get(id_) or terms.offerings.get(id_) or terms.data.get(id_)
        return known.label if named == id_ and known else named


def keep(app: App, shown: Shown, who: Who) -> None:
    """The ledger's row of one answer in a form, and where a change of it can be told. A second time changes nothing."""
    if shown.reading is None or shown.answer is None:
        return
    keep_address(app, shown.key, Address(who.team, "", who.user, private=True), _person(app, who))
    app.ledger.keep_question(
        shown.key,
        at=utc_now(),
        asker=_person(app, who),
        channel_kind=FORM,
        trigger=shown.trigger,
        kinds=list(shown.kinds),
        posted="posted",
        receipt=shown.answer.receipt,
        **question_values(shown.reading, shown.ruled, shown.answer, shown.version),
    )
    if shown.under:
        app.ledger.supersede(shown.key, "", shown.under)


def tell(app: App, who: Who, unique: str, words: str) -> None:
    """A line to one person, by the engine: once for each ``unique``, and not lost in a crash."""
    key = f"{TOLD}:{app.hash_of(TOLD, who.team, who.user, unique)}"
    keep_address(app, key, Address(who.team, "", who.user, private=True), _person(app, who))
    app.engine.notify(key, {"kind": TOLD, "key": key, "words": words})


def _person(app: App, who: Who) -> str:
    return app.hash_of("person", who.team, who.user)


def _ids_of(chosen: Chosen) -> tuple[str, ...]:
    tool = () if chosen.tool in ("", WHICH, UNLISTED) else (chosen.tool,)
    return (*tool, *((chosen.plan,) if chosen.plan else ()), *chosen.data)


# --- what a form asks for ------------------------------------------------------------------------------------------------


def language_of_form(app: App, who: Who) -> str:
    """By people.yaml, else by Slack, else the policy's; always one that has words."""
    return words_for(app.language_of(who.user), app.knowledge.organisation.languages).language


def refusal(app: App, admit: Admit, who: Who, channel: str, language: str) -> str:
    """The words for somebody whom the policy does not answer, or not here, and for everybody while answers are paused."""
    knowledge = app.knowledge
    reason = admit.person(who.user, who.home or who.team) or (admit.channel(channel) if channel else "")
    if reason:
        return barred(reason, knowledge, language, "").sentence
    pause = board_of(app.ledger, app.today).pause
    return paused(language, knowledge.organisation.languages, "", pause.words).sentence if pause else ""


def entries(app: App, slot: str, language: str, tool: str) -> Sequence[Entry]:
    """What can be picked."""
    if slot == "tool":
        return tools_to_pick(app.knowledge, language, names_of_tool(app.catalog))
    if slot == "plan":
        return plans_to_pick(tool, app.knowledge, language)
    return data_to_pick(app.knowledge, language, names_of_kind(app.catalog), names_of_kind(app.catalog, language))


def look(minds: Minds, text: str, names: tuple[str, ...], language: str = "") -> Looked:
    """Look into a text with today's words."""
    return Contents(minds.today().reader)(text, names, language)


def pick(app: App, minds: Minds, admit: Admit, chosen: Chosen, form: Form) -> Shown:
    """Rule on what was picked."""
    mind = minds.today()
    if words := refusal(app, admit, form.who, "", form.language):
        return Shown(form.language, (words,), version=mind.version)
    return FormAnswers(app, mind, form, today_at(mind.knowledge)).pick(chosen)


def check(app: App, minds: Minds, admit: Admit, looked: Looked, said: tuple[str, ...] | None, form: Form) -> Shown:  # noqa: PLR0917
    """Rule on what was seen in a text, or on what somebody says is in it."""
    mind = minds.today()
    if words := refusal(app, admit, form.who, "", form.language):
        return Shown(form.language, (words,), version=mind.version)
    return FormAnswers(app, mind, form, today_at(mind.knowledge)).check(looked, said)


def names_of_tool(catalog: Catalog) -> NamesOf:
    """Catalog id of a tool -> how people call it."""

    def names_of(id_: str) -> tuple[str, ...]:
        tool = catalog.tools.get(id_)
        return (tool.name, *tool.names) if tool else ()

    return names_of


def names_of_kind(catalog: Catalog, language: str = "") -> NamesOf:
    """Catalog id of a kind of data -> how people call it, in all languages or in one."""

    def names_of(id_: str) -> tuple[str, ...]:
        kind = catalog.kinds.get(id_)
        return tuple(word for one, said in kind.words.items() if language in ("", one) for word in said) if kind else ()

    return names_of
