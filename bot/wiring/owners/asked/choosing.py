"""An answer as its form has it goes in; the answer as it will be written comes out, or why there is none such."""

from __future__ import annotations

from collections.abc import Sequence

from bot.knowledge.faults import Fault, KnowledgeError
from bot.knowledge.importing.permits.people import is_everybody
from bot.policy.confirming import ALLOW, ASK, FORBID, IF, IF_FOR, LEAVES, OF_SOME, ONLY, About, Open, Way, roles_in
from bot.policy.house import Knowledge
from bot.policy.provisions import LEAVES as LETS
from bot.policy.words import Citation, Slot
from bot.reading.askers.groups import forbidden_groups


class NotAnsweredError(KnowledgeError):
    """An answer that was refused. ``why``: in one word, for those who have words of their own for it."""

    def __init__(self, why: str, what: str, do: str) -> None:
        super().__init__([Fault("K080", "fault", Citation("confirmed.yaml", 1), what, do)])
        self.why = why


def is_bare(question: Open, way: Way) -> bool:
    """Whether it does not say yet what it is about: everything would be forbidden, or allowed, everywhere."""
    if not is_about(question, way):
        return False
    if way.id in LEAVES:
        return not (way.tools and way.data and (way.who or way.id not in OF_SOME))
    return not (way.data if way.id == ONLY else way.tools or way.data)


def is_about(question: Open, way: Way) -> bool:
    """Whether it names tools and data."""
    return question.about is About.SENTENCE and way.id in (FORBID, ONLY, ASK, *LEAVES)


def about_others(way: Way, other: Way) -> Way:
    """An answer about what another one names."""
    return Way(way.id, other.tools, other.data, roles_in(",".join(other.who)) if way.id in OF_SOME else ())


def _is_all(role: str, knowledge: Knowledge) -> bool:
    """Whether everybody has a role, or whoever does not say otherwise."""
    return role == knowledge.policy.assumed.get(Slot.ROLE, "").lower() or is_everybody(role)


def _look_at_people(roles: Sequence[str], knowledge: Knowledge) -> None:
    """Refuse a leave for people whom a rule forbids something: who is one of them would be read less easily then."""
    if barred := [one for one in roles if one in forbidden_groups(knowledge)]:
        raise NotAnsweredError("whom", f"a rule forbids `{barred[0]}` something", "say what they may in that rule, by hand")


def chosen_way(question: Open, way: Way, knowledge: Knowledge, *, exactly: bool) -> Way:
    """The answer as it will be written. Raises ``NotAnsweredError`` where there is none such."""
    known = question.way(way.id)
    if known is None:
        ways = ", ".join(one.id for one in question.ways)
        raise NotAnsweredError("way", f"`{way.id}` is no answer to `{question.id}`", f"answer with one of: {ways}")
    if not is_about(question, known):
        roles = [role for one in known.provisions if one.does in LETS for role in one.who]
        if barred := [one for one in roles if _is_all(one, knowledge)]:
            do = "name roles that people say of themselves, or answer otherwise"
            raise NotAnsweredError("whom", f"`{barred[0]}` takes in everybody", do)
        _look_at_people(roles, knowledge)
        return known
    chosen = way if exactly else Way(way.id, way.tools or known.tools, way.data or known.data, way.who or known.who)
    chosen = about_others(known, chosen)
    if chosen.id in OF_SOME and not chosen.who:
        do = f"name the people, as in `{chosen.id}:who=finance,design team`"
        raise NotAnsweredError("whom", "it does not say for whom", do)
    if any(_is_all(one, knowledge) for one in chosen.who):
        what = f"{', '.join(f'`{one}`' for one in chosen.who)} takes in everybody"
        of_all = IF if chosen.id == IF_FOR else ALLOW
        raise NotAnsweredError("whom", what, f"name roles that people say of themselves, or answer `{of_all}`")
    _look_at_people(chosen.who, knowledge)
    if is_bare(question, chosen):
        do = "say which tools or which data it is about"
        raise NotAnsweredError("bare", "the sentence names no tool and no data of the policy", do)
    policy = knowledge.policy
    if strange := set(chosen.data) - policy.data_types.keys() - policy.data_classes.keys():
        what = f"no data of the policy is called {', '.join(f'`{one}`' for one in sorted(strange))}"
        raise NotAnsweredError("way", what, "name data types or classes of data.yaml")
    return chosen
