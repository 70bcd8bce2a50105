"""A save -> the faults, or what flipped: against the last good version, what needs no reader first."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import pytest

from bot.owners.policy_tests import Got, try_one
from bot.owners.try_edits import Asked, Faulty, Relabelled, Retried, Side, TryEdits, Way, pairs, way_of
from bot.policy.house import PolicyTest
from bot.policy.words import Citation, Question

NAMES = PolicyTest("names stay in", "names into ChatGPT?", "forbidden", at=Citation("tests.yaml", 2))
MEMOS = PolicyTest("memos go", "a memo into ChatGPT?", "allowed", at=Citation("tests.yaml", 5))
SLOTS = PolicyTest("as ids", "", "allowed", at=Citation("tests.yaml", 8), slots=Question((), ()))


def asked(label: str, verdict: str) -> Asked:
    """The last question, with its answer."""
    return Asked("a memo?", (), label, Got(verdict))


class Folder:
    """A policy that says what it is told to say."""

    def __init__(self, *tests: PolicyTest, **verdicts: str) -> None:
        self.tests, self.verdicts, self.faults = tests, verdicts, ()
        self.number = 1
        self.label, self.ruled = "allow", Got("allowed")
        self.flow = TryEdits(lambda: self.faults, self.side)
        self.begun = self.flow.begin()

    faults: tuple[str, ...]

    def side(self) -> Side:
        return Side(f"v{self.number}", self.tests, self._got, lambda test: test.slots is not None, self._again)

    def _again(self, asked: Asked) -> Asked:
        return replace(asked, label=self.label, got=self.ruled)

    def _got(self, test: PolicyTest) -> Got:
        return Got(self.verdicts[test.name.split()[0]])

    def save(self, **verdicts: str) -> list[Faulty | Retried]:
        self.number += 1
        self.verdicts |= verdicts
        return list(self.flow(("rules.yaml",)))

    def saved(self, **verdicts: str) -> Retried:
        (one,) = self.save(**verdicts)
        assert isinstance(one, Retried)
        return one


def told(save: Retried) -> list[tuple[str, str]]:
    return [(str(one.way), one.after.test.name) for one in save.flipped]


def test_at_first_all_tests_are_asked_and_nothing_has_flipped() -> None:
    begun = Folder(NAMES, MEMOS, names="forbidden", memos="review").begun
    assert (begun.version, [one.test for one in begun.failed], begun.flipped) == ("v1", [MEMOS], ())


def test_a_save_that_changes_no_answer_flips_nothing() -> None:
    save = Folder(NAMES, MEMOS, names="forbidden", memos="allowed").saved()
    assert (save.version, save.files, save.flips, save.is_done, len(save.tried)) == ("v2", ("rules.yaml",), 0, True, 2)


def test_what_got_looser_is_told_first() -> None:
    save = Folder(MEMOS, NAMES, names="forbidden", memos="allowed").saved(names="allowed", memos="review")
    assert told(save) == [("looser", "names stay in"), ("stricter", "memos go")]
    assert [one.test for one in save.failed] == [MEMOS, NAMES]


def test_what_needs_no_reader_is_told_before_the_rest_is_asked() -> None:
    folder = Folder(NAMES, SLOTS, names="forbidden", **{"as": "allowed"})
    steps = folder.save(**{"as": "review"})
    first, second = (one for one in steps if isinstance(one, Retried))
    assert (told(first), first.waiting, first.is_done, first.files) == ([("stricter", "as ids")], 1, False, ("rules.yaml",))
    assert (told(second), second.waiting, second.is_done, second.files) == ([], 0, True, ())
    assert (len(first.tried), len(second.tried), second.flips) == (1, 2, 1)


def test_a_fault_leaves_the_last_good_version_and_what_flips_is_told_against_it() -> None:
    folder = Folder(NAMES, names="forbidden")
    folder.faults = ("rules.yaml:3:1: unknown effect `maybe`",)
    assert folder.save(names="allowed") == [Faulty(("rules.yaml",), "v2", folder.faults)]
    folder.faults = ()
    assert told(folder.saved()) == [("looser", "names stay in")]
    assert told(folder.saved()) == []


def test_the_last_question_is_told_where_its_label_is_another_and_only_once() -> None:
    folder = Folder(NAMES, names="forbidden")
    folder.flow.asked = asked("conditional", "conditional")
    folder.label, folder.ruled = "deny", Got("forbidden")
    assert folder.saved().last == Relabelled(asked("conditional", "conditional"), asked("deny", "forbidden"))
    assert folder.saved().last is None


def test_the_last_question_is_told_too_where_under_one_label_it_is_ruled_otherwise() -> None:
    folder = Folder(NAMES, names="forbidden")
    folder.flow.asked = asked("conditional", "review")
    folder.label, folder.ruled = "conditional", Got("conditional", ("names-out",))
    last = folder.saved().last
    assert last is not None and last.way is Way.LOOSER
    folder.ruled = Got("conditional")
    last = folder.saved().last
    assert last is not None and last.way is Way.LOOSER, "a condition less"
    assert folder.saved().last is None


def test_where_all_tests_are_quick_the_last_question_is_a_step_of_its_own() -> None:
    folder = Folder(SLOTS, **{"as": "allowed"})
    folder.flow.asked = asked("deny", "forbidden")
    first, second = folder.save()
    assert isinstance(first, Retried) and isinstance(second, Retried)
    last = Relabelled(asked("deny", "forbidden"), asked("allow", "allowed"))
    assert (first.is_done, second.is_done, second.asked, second.last) == (False, True, 0, last)


def test_without_tests_a_save_is_told_all_the_same() -> None:
    save = Folder().saved()
    assert (save.tried, save.is_done, save.files) == ((), True, ("rules.yaml",))


def test_an_expectation_that_was_edited_is_told_where_the_test_stops_or_begins_to_hold() -> None:
    folder = Folder(NAMES, names="forbidden")
    folder.tests = (replace(NAMES, verdict="allowed"),)
    assert told(folder.saved()) == [("changed", "names stay in")]


def test_a_new_test_is_told_where_it_is_not_as_expected() -> None:
    folder = Folder(NAMES, names="forbidden", memos="allowed")
    folder.tests = (MEMOS, NAMES)
    assert told(folder.saved()) == []
    folder.tests = (NAMES,)
    folder.saved()
    folder.tests = (replace(MEMOS, verdict="review"), NAMES)
    assert told(folder.saved()) == [("new", "memos go")]


def test_a_test_is_the_same_one_by_what_it_asks_and_else_by_its_name() -> None:
    old = [try_one(test, lambda _: Got("allowed")) for test in (NAMES, MEMOS)]
    renamed, reworded = replace(MEMOS, name="memos may go"), replace(NAMES, question="names into Claude?")
    assert {number: one.test for number, one in pairs(old, (renamed, reworded, SLOTS)).items()} == {0: MEMOS, 1: NAMES}


@pytest.mark.parametrize(
    ("before", "after", "way"),
    [
        ("forbidden", "allowed", Way.LOOSER),
        ("uncovered", "forbidden", Way.STRICTER),
        ("ask", "allowed", Way.LOOSER),
        ("allowed", "ask", Way.STRICTER),
        ("forbidden", "ask", Way.LOOSER),
        ("ask", "conditional", Way.CHANGED),
        ("nothing", "allowed", Way.CHANGED),
    ],
)
def test_which_way_a_verdict_moved(before: str, after: str, way: Way) -> None:
    assert way_of(Got(before), Got(after)) is way


@pytest.mark.parametrize(
    ("before", "after", "way"),
    [
        (("a", "b"), ("a",), Way.LOOSER),
        (("a",), ("a", "b"), Way.STRICTER),
        (("a",), ("b",), Way.LOOSER),
        (("a",), ("a",), Way.CHANGED),
    ],
)
def test_under_the_same_verdict_less_to_do_is_looser(before: Sequence[str], after: Sequence[str], way: Way) -> None:
    assert way_of(Got("conditional", tuple(before)), Got("conditional", tuple(after))) is way


@pytest.mark.parametrize(
    ("before", "after", "way"),
    [("conditional", "deny", Way.STRICTER), ("not_listed", "allow", Way.LOOSER), ("off_topic", "allow", Way.CHANGED)],
)
def test_which_way_a_label_moved(before: str, after: str, way: Way) -> None:
    assert Relabelled(asked(before, "review"), asked(after, "review")).way is way
