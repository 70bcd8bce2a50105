"""What would mend a wrong answer: a name, the best one for all questions of the file, and never one that allows wrongly."""

from __future__ import annotations

from bot.answers.score import AskLabel
from bot.owners.misses import Flipped, Mend, Name, best_of

ASKED = [
    {"id": "1", "question": "the rota in Alba", "expected": "deny"},
    {"id": "2", "question": "the rota in Brisk", "expected": "conditional", "also_ok": ["deny"]},
    {"id": "3", "question": "menus in Alba", "expected": "allow"},
]
NOW = {"1": "ask", "2": "ask", "3": "allow"}
RULED = {
    "strict": {"rota in Alba": "deny", "rota in Brisk": "review"},
    "middle": {"rota in Alba": "deny", "rota in Brisk": "deny"},
    "mild": {"rota in Alba": "allow", "rota in Brisk": "allow"},
}
"""Class -> what it makes of a question with these words."""


def ruling(ruled: dict[str, str]) -> AskLabel:
    def label(text: str, _turns: list[tuple[str, str]]) -> tuple[str, str]:
        return next((label for words, label in ruled.items() if words in text), "allow"), ""

    return label


def mend(*classes: str, missed: int = 0, ruled: dict[str, dict[str, str]] | None = None) -> Mend:
    known = ruled or RULED

    def with_name(name: Name) -> AskLabel | None:
        return ruling(known[name.data]) if name.data in known else None

    return best_of(("rota",), classes, with_name, ASKED[missed], ASKED, NOW)


def test_the_name_that_makes_most_right_is_the_best() -> None:
    assert mend("strict", "middle", "mild") == Mend(("rota",), Name("rota", "middle"), (Flipped("2", "ask", "deny"),))


def test_of_names_that_mend_as_much_the_stricter_is_proposed() -> None:
    assert mend("other", "middle", ruled={"other": RULED["middle"], "middle": RULED["middle"]}).name == Name("rota", "other")


def test_what_would_allow_another_question_wrongly_is_no_mend() -> None:
    loose = {"loose": {"rota in Alba": "deny", "rota in Brisk": "allow"}}
    assert mend("loose", ruled=loose) == Mend(("rota",))


def test_where_no_name_mends_it_the_policy_is_not_to_blame() -> None:
    assert mend("mild") == Mend(("rota",))
    assert mend("a class that would make the files faulty") == Mend(("rota",))
