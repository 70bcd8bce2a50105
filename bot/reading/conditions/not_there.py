"""What a reply says is not there goes in; the conditions that ask for just that come out: "no keys or client data in it"."""

from __future__ import annotations

from bot.policy.house import Knowledge
from bot.policy.words import Question
from bot.reading.conditions.checklist import Checklist
from bot.reading.data.pieces import DataReader
from bot.reading.left_out.scope import Scope, scope_of
from bot.reading.words.cues import Cues
from bot.tongue.index import Index
from bot.tongue.text import tokens_of


class NotThere:
    """Knows of each condition which data it says must not be in what goes in; by kinds, so that any word for them will do."""

    def __init__(self, knowledge: Knowledge, data: DataReader, index: Index) -> None:
        self.asked: dict[str, frozenset[str]] = {}
        """Condition -> the kinds of data, where it asks for nothing else that somebody may say."""
        for id_, condition in knowledge.policy.conditions.items():
            if condition.general:
                continue
            each = [_absent_in(text, language, data, index) for language, text in condition.text.items()]
            if each and each[0]:
                self.asked[id_] = each[0]

    def met(self, scope: Scope, question: Question, checklist: Checklist) -> frozenset[str]:
        """The open conditions of which all data was said not to be there, and nothing is."""
        gone = {id_ for piece in scope.absent for id_ in piece.types}
        if not gone or any(piece.own for piece in (*scope.kept, *scope.left_out)):
            return frozenset()
        return frozenset(id_ for id_ in checklist.open_in(question) if id_ in self.asked and self.asked[id_] <= gone)


def _absent_in(text: str, language: str, data: DataReader, index: Index) -> frozenset[str]:
    tokens = tokens_of(text)
    matches = index.find(tokens, language)
    cues = Cues(tokens, matches, (language,))
    scope = scope_of(tokens, data.pieces(tokens, matches, (), [], cues), cues, data.as_published, follows=True)
    return frozenset(id_ for piece in scope.absent for id_ in piece.types)
