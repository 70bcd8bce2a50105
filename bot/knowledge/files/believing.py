"""``model:`` of policy.yaml goes in; how far the owner lets a model be believed at most comes out."""

from __future__ import annotations

import re

from bot.knowledge.sheets.fields import Fields
from bot.knowledge.sheets.sheet import Sheet
from bot.policy.trust import BY_HAND, OF_OLD, WHEN_IDLE, Level, Limits

FIELDS = ("believe", "exam", "harmless", "wrong_at_most")
"""``harmless`` is of version 0.1.0 and does nothing."""
_SHARE = re.compile(r"0?\.\d{1,4}")


def read_believing(sheet: Sheet, policy: Fields) -> Limits:
    """What is absent stays as it usually is: as far as the exam goes, at most one wrong allowed in a hundred."""
    node, usual = policy.node_of("model"), Limits()
    if node is None:
        return usual
    fields = Fields(sheet, node, "`model`", FIELDS)
    word = fields.word("believe")
    old = OF_OLD.get(word.text) if word else None
    level = old or fields.choice("believe", (one.value for one in Level), "word for `believe`")
    share = fields.word("wrong_at_most")
    if share is not None and not (_SHARE.fullmatch(share.text) and float(share.text) > 0):
        sheet.fault("K036", share, f"`wrong_at_most` is `{share.text}`", "write a share such as 0.01: one in a hundred")
        share = None
    if fields.node_of("harmless") is not None:
        what = "`harmless` does nothing any more"
        sheet.fault("K081", fields.key_of("harmless"), what, "take it out: a model is believed, or it proposes", "warning")
    exam = fields.choice("exam", (WHEN_IDLE, BY_HAND), "word for `exam`")
    return Limits(Level(level) if level else usual.highest, float(share.text) if share else usual.wrong_at_most, exam or "")


def with_exam(text: str, when: str) -> str:
    """The text of policy.yaml with the word for `exam`, wherever its `model:` stands and however it is written."""
    if not (found := re.search(r"^model:[^\S\n]*(\{[^\S\n]*)?", text, re.MULTILINE)):
        return f"{text.rstrip()}\nmodel:\n  exam: {when}\n"
    if found.group(1):
        rest = text[found.end() :]
        return f"{text[: found.end()]}exam: {when}{'' if rest.startswith('}') else ', '}{rest}"
    head, behind = text[: found.end()], text[found.end() :]
    comment, _, rest = behind.partition("\n")
    indent = re.match(r"(?:[^\S\n]*(?:#.*)?\n)*([^\S\n]+)\S", rest)
    return f"{head}{comment}\n{indent.group(1) if indent else '  '}exam: {when}\n{rest}"
