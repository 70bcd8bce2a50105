"""An answer goes in; the whole of it as plain text comes out, the verdict first."""

from __future__ import annotations

from itertools import groupby

from bot.policy.deciding.rulings import Stated
from bot.policy.talks.answer import Answer, CheckLine, Choice, TermsLine, ToolLine
from bot.policy.talks.talk import WhyLine
from bot.policy.words import Slot

TOOLS_SHOWN = 6
CHOICES_SHOWN = 8
BOXES = {Stated.MET: "☑", Stated.UNMET: "☒", Stated.OPEN: "☐"}


def headline(answer: Answer) -> str:
    """Shape, word and sentence in one line."""
    verdict = f"{answer.shape} {answer.word}".strip()
    return f"{verdict} – {answer.sentence}" if verdict else answer.sentence


def check_line(line: CheckLine, captions: dict[str, str]) -> str:
    """One condition with its box; a general duty says that it always holds."""
    if line.general:
        return _labelled(captions, captions["always"], line.text)
    return f"{BOXES[line.stated]} {captions['near'].format(label=line.text) if line.is_proposed else line.text}"


def tool_line(line: ToolLine, captions: dict[str, str]) -> str:
    """One row of a table as a line."""
    return _labelled(captions, f"{line.shape} {line.label}", line.word) + (f" ({line.condition})" if line.condition else "")


def cited(line: WhyLine, captions: dict[str, str]) -> str:
    """The policy's words and where they stand."""
    return (f"{captions['quoted'].format(text=line.quote)} {line.place}" if line.quote else line.place).strip()


def terms_line(line: TermsLine) -> str:
    """One point of terms, and where that stands."""
    return f"{line.text} ({line.place})" if line.place else line.text


def told_contact(answer: Answer) -> str:
    """The contact, unless a step names it already."""
    return "" if any(answer.contact in step for step in answer.steps) else answer.contact


def start_lines(answer: Answer) -> tuple[tuple[str, str], ...]:
    """Caption and words: why to start there; where something is asked first, what to start with."""
    if answer.start is None:
        return ()
    if answer.choices:
        return (("start", " – ".join(part for part in (answer.start.label, answer.start.why) if part)),)
    return (("start_why", answer.start.why),)


def as_text(answer: Answer, *, asks: bool = True) -> str:
    """The whole answer. With several questions: the summary, then each answer under its number. ``asks``: with its choices and
    boxes; else they are shown beside it, to be clicked."""
    if answer.parts:
        parts = [f"({number}) {as_text(part, asks=asks)}" for number, part in enumerate(answer.parts, 1)]
        return "\n\n".join(part for part in (answer.sentence, *parts, *answer.notes, answer.footer) if part)
    captions = answer.captions
    lines = [headline(answer)]
    lines += [f"{number}. {step}" for number, step in enumerate(answer.steps, 1)]
    lines += [check_line(line, captions) for line in answer.checklist if asks or not line.box]
    hidden = answer.start is not None and not answer.choices
    most = 0 if hidden else len(answer.tools) if answer.choices else TOOLS_SHOWN
    lines += [tool_line(line, captions) for line in answer.tools[:most]]
    if len(answer.tools) > most and not hidden:
        lines.append(captions["more_tools"].format(count=len(answer.tools) - TOOLS_SHOWN))
    lines += [cited(line, captions) for line in answer.passages]
    if answer.background:
        told = " ".join(f"{line.quote} ({line.place})" for line in answer.background)
        lines.append(_labelled(captions, captions["background"], told))
    if answer.choices:
        lines += (
            []
            if answer.tools
            else [_labelled(captions, one.label, one.examples) for one in answer.choices[:CHOICES_SHOWN] if one.examples]
        )
        groups = groupby(answer.choices if asks else (), key=lambda one: one.slot)
        lines += [" · ".join(_choices(list(of_slot))) for _, of_slot in groups]
    if answer.terms and not answer.verdict and not answer.choices:
        lines += [terms_line(line) for line in answer.terms]
    for caption, words in (
        *start_lines(answer),
        ("instead", " · ".join(answer.instead)),
        ("get", answer.how_to_get),
        ("others", answer.start.others if answer.start else ""),
        ("contact", told_contact(answer)),
        ("why", " · ".join(cited(line, captions) for line in answer.why)),
        ("terms", " · ".join(map(terms_line, answer.terms)) if answer.verdict or answer.choices else ""),
        ("notes", " ".join(answer.notes)),
        ("read_as", answer.read_as),
    ):
        if words:
            lines.append(_labelled(captions, captions[caption], words))
    return "\n".join([*lines, *([answer.footer] if answer.footer else [])])


def _labelled(captions: dict[str, str], label: str, text: str) -> str:
    return captions["labelled"].format(label=label, text=text)


def _choices(choices: list[Choice]) -> list[str]:
    """The choices of a question back; of many the first ones, and always the last ("I don't know")."""
    shown = [f"[{choice.label}]" for choice in choices]
    kept = 1 + (choices[0].slot is Slot.TOOL)  # "another tool" stands before the last one
    return shown if len(shown) <= CHOICES_SHOWN + kept else [*shown[:CHOICES_SHOWN], "…", *shown[-kept:]]
