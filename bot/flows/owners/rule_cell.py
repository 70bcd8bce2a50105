"""What an owner wants of one cell goes in; the narrowest edit that says so comes out, with the rules that it sets aside."""

from __future__ import annotations

from collections.abc import Callable, Container
from dataclasses import dataclass, replace
from datetime import date

from bot.policy.changes.change import cell_question
from bot.policy.changes.draft import STRICTER, Draft, Drafted
from bot.policy.changes.one_cell import CellEdit, CellWish, for_some, own_rule, word_of
from bot.policy.deciding.rulings import Ruling
from bot.policy.policy import Policy
from bot.policy.words import GIVES, Effect, Question, Verdict

WITH_CONDITIONS = {**STRICTER, Effect.CONDITION: Verdict.CONDITIONAL}


class NoCellEditError(Exception):
    """The wish says too little, or there is no such cell. ``why``: in one word."""

    def __init__(self, why: str) -> None:
        super().__init__(why)
        self.why = why


@dataclass(frozen=True, slots=True)
class RuleCell:
    """A word of the table that is this cell's alone is changed in place, and so is a rule that is. A rule over several cells
    stays as it is: a narrower one is added, which sets it aside here where it is stricter."""

    policy_with: Callable[[CellEdit], Policy]
    """The policy, were this edit in the files; raises what is wrong with it."""
    decide: Callable[[Policy, Question, date], Ruling]
    slug: Callable[[str], str]
    is_left_open: Callable[[str], bool]
    """Whether a condition stands where none is named, and sends people to the owner."""

    def __call__(self, policy: Policy, wish: CellWish, today: date) -> Drafted[CellEdit]:
        """Raises ``NoCellEditError``."""
        known = wish.data in policy.data_types or wish.data in policy.data_classes
        if wish.offering not in policy.offerings or not known or set(wish.conditions) - set(policy.conditions):
            raise NoCellEditError("gone")
        needs = self._needs(policy, wish)
        if wish.effect is Effect.CONDITION and not needs:
            raise NoCellEditError("bare")
        edit = self._word(policy, wish, needs)
        own = own_rule(policy, wish.offering, wish.data)
        name = own.id if own else self._free(policy, f"cell-{wish.offering}-{wish.data}")
        is_said = edit.word_at is not None and self._says(edit, wish, needs) and own is None

        def make(aside: tuple[str, ...]) -> CellEdit:
            if is_said and not aside:
                return edit
            return replace(edit, rule=name, effect=wish.effect, conditions=needs, aside=aside, because=wish.because)

        stricter = WITH_CONDITIONS if wish.effect is Effect.ALLOW else STRICTER
        draft = Draft(self._rule_with, stricter, for_some(policy) | {name})
        question = cell_question(Question(), wish.offering, wish.data)
        return draft(make, question, GIVES[wish.effect], today)

    def _needs(self, policy: Policy, wish: CellWish) -> tuple[str, ...]:
        if wish.effect is not Effect.CONDITION:
            return ()
        new = (self._new(policy, wish.text),) if wish.text else ()
        return (*wish.conditions, *new)

    def _word(self, policy: Policy, wish: CellWish, needs: tuple[str, ...]) -> CellEdit:
        """The table's own word; where its conditions would be others than wanted, the place becomes empty and a rule says it."""
        word = word_of(policy, wish.offering, wish.data)
        new = needs[-1] if wish.text and needs else ""
        edit = CellEdit(word.at if word else None, wish.effect, condition=new, words=wish.text if new else "")
        edit = replace(edit, offering=wish.offering, data=wish.data)
        if wish.effect is Effect.CONDITION and word is not None:
            held = self._held(replace(edit, condition="", words=""))
            fits = held and set(held) <= set(needs) and not any(map(self.is_left_open, held))
            return edit if fits else replace(edit, word=None)
        return edit

    def _says(self, edit: CellEdit, wish: CellWish, needs: tuple[str, ...]) -> bool:
        """Whether the word alone says what is wanted; nobody's reason stands in a table."""
        if wish.because or edit.word is None:
            return False
        return wish.effect is not Effect.CONDITION or set(self._held(replace(edit, condition="", words=""))) == set(needs)

    def _held(self, edit: CellEdit) -> tuple[str, ...]:
        word = word_of(self.policy_with(edit), edit.offering, edit.data)
        return word.conditions if word else ()

    def _rule_with(self, edit: CellEdit, question: Question, today: date) -> Ruling:
        return self.decide(self.policy_with(edit), question, today)

    def _new(self, policy: Policy, text: str) -> str:
        return _free_of(self.slug(" ".join(text.split()[:6])) or "condition", policy.conditions)

    def _free(self, policy: Policy, wanted: str) -> str:
        return _free_of(self.slug(wanted), {one.id for one in policy.rules})


def _free_of(wanted: str, taken: Container[str]) -> str:
    name, number = wanted, 2
    while name in taken:
        name, number = f"{wanted}-{number}", number + 1
    return name
