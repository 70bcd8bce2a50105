"""Kinds that no word of a policy names go with what they belong to, where the policy's words tell its class."""

from __future__ import annotations

from bot.knowledge.catalog import load_catalog
from bot.knowledge.importing.classes.ladder import Tie
from bot.knowledge.importing.classes.place import place_rest
from bot.knowledge.importing.classes.strictness import ClassWords
from bot.knowledge.importing.texts.kinds import KindReader

OFFICE, PATIENTS, OTHER = ClassWords("office", "Office"), ClassWords("phi", "PHI"), ClassWords("other", "Other restricted data")


def placed(*ties: Tie) -> dict[str, str]:
    """Kind -> class, of those that no word names."""
    for entry, column in ((OFFICE, "allow"), (PATIENTS, "conditional"), (OTHER, "deny")):
        entry.column = [column]
    return {tie.kind: tie.class_id for tie in place_rest([OFFICE, PATIENTS, OTHER], list(ties), KindReader(load_catalog(), "en"))}


def test_letters_about_patients_go_with_patients_where_only_a_guess_says_what_people_are() -> None:
    named = Tie("patient-data", "phi", "", "named", True), Tie("personal-financial", "other", "bank details", "named", True)
    assert "clinical-letter" not in placed(*named)  # so they are what patient data is


def test_an_everyday_kind_is_never_surely_of_the_strictest_class_by_a_guess() -> None:
    classes = [ClassWords("open", "Public"), ClassWords("inside", "Internal"), ClassWords("shut", "Personal")]
    for entry, like, effect in zip(classes, ("public", "internal", "confidential"), ("allow", "allow", "deny"), strict=True):
        entry.like, entry.column = like, [effect]
    reader = KindReader(load_catalog(), "en")
    ties = place_rest(classes, [Tie("personal-data", "shut", "", "named", True)], reader)
    guessed = {tie.kind: tie for tie in ties if tie.class_id == "shut" and reader.kinds[tie.kind].sensitivity <= 2}
    assert {"calendar", "work-schedule"} <= guessed.keys()
    assert not any(tie.firm for tie in guessed.values())
