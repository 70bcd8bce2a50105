"""A settled request goes in; the policy's files say it, or a proposal waits, or there is a reason why neither is so."""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

from bot.answers.mind import Minds
from bot.app import App
from bot.clock.today import today_at
from bot.desk import requests
from bot.desk.edits import tell_owners
from bot.knowledge.edits.writing import Kept, keep
from bot.knowledge.faults import KnowledgeError
from bot.knowledge.history.propose import added, passage_added, with_edits
from bot.knowledge.sheets.sheet import slug
from bot.ledger.asked.questions import QuestionRow
from bot.ledger.plain import ADDRESS, READING
from bot.policy.changes.draft import Draft, Drafted, Entry, can_be_a_rule, own_test, rule_entries, said_of, waiver_entry
from bot.policy.deciding.decide import careful, compile_policy, decide
from bot.policy.deciding.rulings import Ruling
from bot.policy.house import Knowledge
from bot.policy.requests import APPROVED, Request
from bot.policy.talks.talk import Asker, Item, Reading, SafeText
from bot.policy.words import STRICTNESS, DataAsk, Question, ToolAsk, Verdict
from bot.saying.labels import data_label, offering_label
from bot.saying.notices import desk as said
from bot.saying.words import words_for

log = logging.getLogger("mayi.desk")
NO_DATA, NO_ASKER = "no kind of data was chosen", "the asker's address is erased"


Entries = tuple[Entry, ...]
Make = Callable[[], Kept]


class NoEditError(Exception):
    """No edit can be written; the message says why."""


def patch_words(app: App, minds: Minds, notice: dict[str, Any]) -> dict[str, Any] | None:
    """Write or propose the edit, where one is wanted; gives a line for the owner, as a notice, or nothing."""
    request = app.ledger.request(notice["request"])
    if request is None or not requests.wants_edit(request):
        return None
    where, line = propose(app, minds, request, requests.settler(app, request.id))
    if where:
        app.ledger.note_request(request.id, patch=where)
        app.engine.notify(f"desk:{request.id}:patched", {"kind": "desk.refresh", "request": request.id})
    return {"kind": notice["kind"], "channel": request.channel, "words": line} if line else None


def propose(app: App, minds: Minds, request: Request, settler: dict[str, str]) -> tuple[str, str]:
    """The files that say it, or where the proposal waits (empty: neither), and a line for the owner or nothing."""
    knowledge = minds.today().knowledge
    row = app.ledger.question(request.receipt)
    write, doubt = _Edits(app, minds, request, row, knowledge), ""
    try:
        make, verdict = write.waiver(settler) if request.kind in APPROVED else write.answer()
        if verdict is not None and STRICTNESS[verdict] > STRICTNESS[write.wanted]:
            doubt = said.unsure_edit(verdict.value, knowledge)
        kept = make()
    except (NoEditError, KnowledgeError, OSError) as problem:
        reason = problem.faults[0].what if isinstance(problem, KnowledgeError) else str(problem)
        log.warning("no edit could be proposed for %s: %s", request.receipt, reason)
        return "", said.no_edit(request.receipt, reason, knowledge)
    tell_owners(app, kept, request.settlement.words)
    return str(kept.path or kept.file), doubt


class _Edits:
    """The edits of one request."""

    def __init__(self, app: App, minds: Minds, request: Request, row: QuestionRow | None, knowledge: Knowledge) -> None:
        self.app, self.minds = app, minds
        self.request, self.row, self.knowledge = request, row, knowledge
        self.folder = app.settings.knowledge
        self.today = today_at(knowledge)

    @property
    def wanted(self) -> Verdict:
        """What the owner wants the policy to say. An approval may keep the conditions that the rules have anyhow."""
        return Verdict.CONDITIONAL if self.request.kind in APPROVED else Verdict(self.request.settlement.verdict)

    def waiver(self, settler: dict[str, str]) -> tuple[Make, Verdict | None]:
        """The exception of the one who asked; a tool that no file names is added, and so is a person."""
        request, wish = self.request, self.request.wish
        if not wish.data:
            raise NoEditError(NO_DATA)
        kept = self.app.ledger.address(request.key)
        if kept is None:
            raise NoEditError(NO_ASKER)
        user = ADDRESS.validate_python(kept).user
        more = self._person(user)
        offering = wish.tool
        if not offering:
            tool = slug(wish.tool_name)
            if tool not in self.knowledge.vocabulary.tools:
                more += (
                    Entry(f"tools/{tool}.yaml", "", {"id": tool, "label": wish.tool_name, **self._asked_as(wish.tool_name)}),
                )
            offering = tool
        by = settler.get("name", "") or "owner"

        def make(aside: tuple[str, ...]) -> tuple[Entry, ...]:
            return (*more, waiver_entry(request, offering, who=user, by=by, aside=aside, today=self.today))

        context = self._item().question.context
        known = wish.tool or f"{offering}/any"
        question = Question(
            (ToolAsk(wish.tool_name or offering, (known,)),), (DataAsk(wish.data, (wish.data,)),), context, who=frozenset({user})
        )
        drafted = self._draft(make, question)
        return self._entries(drafted, f"exception-{request.receipt}"), drafted.verdict

    def answer(self) -> tuple[Make, Verdict | None]:
        """The owner's answer as a rule with its test; where no rule can say it, as a passage of the guidance."""
        request = self.request
        item = self._item()
        question = item.question
        if not can_be_a_rule(question):
            heading = item.read_as or request.receipt
            passage = said.passage(request, self.knowledge)
            return self._keep(f"answer-{request.receipt}", lambda: passage_added(self.folder, heading, passage)), None
        review_by = self.today + timedelta(days=self.knowledge.organisation.review_every_days)
        text = self._in_our_words(question)
        test = (own_test(request, text),) if text and self._says_it_all(text, question) else ()

        where = said_of(item)

        def make(aside: tuple[str, ...]) -> tuple[Entry, ...]:
            return (*rule_entries(request, question, where=where, aside=aside, review_by=review_by), *test)

        drafted = self._draft(make, question)
        return self._entries(drafted, f"answer-{request.receipt}"), drafted.verdict

    def _item(self) -> Item:
        if self.row is None or not self.row.reading:
            raise NoEditError("the question is erased")
        reading: Reading = READING.validate_python(self.row.reading)
        return reading.items[-1]

    def _in_our_words(self, question: Question) -> str:
        """The question by the policy's own names: what the asker wrote would outlive its erasure in the files. Empty where it is
        of more than one thing."""
        offerings = {id_ for one in question.tools for id_ in one.offerings}
        types = {id_ for one in question.data for id_ in one.types}
        if len(offerings) != 1 or len(types) != 1:
            return ""
        words = words_for("", self.knowledge.organisation.languages)
        tool, data = offering_label(offerings.pop(), self.knowledge, words), data_label(types.pop(), self.knowledge, words)
        return words("agent.question", tool=tool, data=data)

    def _says_it_all(self, text: str, question: Question) -> bool:
        """Whether the words alone, without the thread that they were said in, are the same question."""
        items = self.minds.today().reader.read(SafeText(text), None, Asker()).items
        return len(items) == 1 and (_ids(items[0].question) == _ids(question))

    def _asked_as(self, name: str) -> dict[str, Any]:
        """The name by which the tool was asked for, where the form says another."""
        asked = [one.name for one in self._item().question.tools if not one.offerings]
        others = [one for one in asked if one.casefold() != name.casefold()]
        return {"synonyms": others} if others else {}

    def _person(self, user: str) -> tuple[Entry, ...]:
        """An entry for somebody whom people.yaml knows only by a group or a mail domain: what these say still holds."""
        known = any(one.match == user for one in self.knowledge.people)
        return () if known else (Entry("people.yaml", "people", {"match": user}),)

    def _draft(self, make: Callable[[tuple[str, ...]], tuple[Entry, ...]], question: Question) -> Drafted[Entries]:
        return Draft(self._rule_with)(make, replace(question, asked_back=2), self.wanted, self.today)

    def _rule_with(self, entries: tuple[Entry, ...], question: Question, today: date) -> Ruling:
        knowledge = with_edits(self.folder, self._files(entries))
        return careful(question, decide(compile_policy(knowledge.policy), question, today))

    def _files(self, entries: tuple[Entry, ...]) -> dict[str, str]:
        return {entry.file: added(self.folder, entry.file, entry.key, entry.value) for entry in entries}

    def _entries(self, drafted: Drafted[Entries], name: str) -> Make:
        return self._keep(name, lambda: self._files(drafted.entries))

    def _keep(self, name: str, make: Callable[[], Mapping[str, str]]) -> Make:
        """Once, however often it is tried: a crash may have come between writing and noting it."""
        return lambda: keep(self.app.settings, name, make, once=True)


def _ids(question: Question) -> tuple[Any, ...]:
    return tuple(one.offerings for one in question.tools), tuple(one.types for one in question.data)
