"""An answer as its form has it goes in; the answer as it will be written comes out, or why there is none such."""

from __future__ import annotations

from bot.knowledge.faults import Fault, KnowledgeError
from bot.policy.confirming import ASK, FORBID, ONLY, About, Open, Way
from bot.policy.house import Knowledge
from bot.policy.words import Citation


class NotAnsweredError(KnowledgeError):
    """An answer that was refused. ``why``: in one word, for those who have words of their own for it."""

    def __init__(self, why: str, what: str, do: str) -> None:
        super().__init__([Fault("K080", "fault", Citation("confirmed.yaml", 1), what, do)])
        self.why = why


def is_bare(question: Open, way: Way) -> bool:
    """Whether it does not say yet what it is about: everything would be forbidden everywhere."""
    if not is_about(question, way):
        return False
    return not (way.data if way.id == ONLY else way.tools or way.data)


def is_about(question: Open, way: Way) -> bool:
    """Whether it names tools and data."""
    return question.about is About.SENTENCE and way.id in (FORBID, ONLY, ASK)


def about_others(way: Way, other: Way) -> Way:
    """An answer about what another one names."""
    return Way(way.id, other.tools, other.data)


def chosen_way(question: Open, way: Way, knowledge: Knowledge, *, exactly: bool) -> Way:
    """The answer as it will be written. Raises ``NotAnsweredError`` where there is none such."""
    known = question.way(way.id)
    if known is None:
        ways = ", ".join(one.id for one in question.ways)
        raise NotAnsweredError("way", f"`{way.id}` is no answer to `{question.id}`", f"answer with one of: {ways}")
    if not is_about(question, known):
        return known
    chosen = way if exactly else Way(way.id, way.tools or known.tools, way.data or known.data)
    chosen = about_others(known, chosen)
    if is_bare(question, chosen):
        do = "say which tools or which data it is about"
        raise NotAnsweredError("bare", "the sentence names no tool and no data of the policy", do)
    policy = knowledge.policy
    if strange := set(chosen.data) - policy.data_types.keys() - policy.data_classes.keys():
        what = f"no data of the policy is called {', '.join(f'`{one}`' for one in sorted(strange))}"
        raise NotAnsweredError("way", what, "name data types or classes of data.yaml")
    return chosen
