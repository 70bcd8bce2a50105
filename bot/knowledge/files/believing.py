"""``model:`` of policy.yaml goes in; how far the owner lets a model be believed at most comes out."""

from __future__ import annotations

import re

from bot.knowledge.sheets import entries as e
from bot.knowledge.sheets.fields import Fields
from bot.policy.trust import BY_HAND, OF_OLD, WHEN_IDLE, Level, Limits

_SHARE = re.compile(r"0?\.\d{1,4}")


def _level(fields: Fields, name: str) -> Level | None:
    word = fields.word(name)
    old = OF_OLD.get(word.text) if word else None
    level = old or fields.choice(name, (one.value for one in Level), "word for `believe`")
    return Level(level) if level else None


def _share(fields: Fields, name: str) -> float | None:
    share = fields.word(name)
    if share is None or (_SHARE.fullmatch(share.text) and float(share.text) > 0):
        return float(share.text) if share else None
    fields.sheet.fault("K036", share, f"`{name}` is `{share.text}`", "write a share such as 0.01: one in a hundred")
    return None


MODEL = e.Form(
    "`model`", {"believe": _level, "exam": e.choice((WHEN_IDLE, BY_HAND)), "wrong_at_most": _share}, idle=("harmless",)
)
"""``harmless`` is of version 0.1.0."""


def read_believing(policy: Fields, name: str) -> Limits | None:
    """What is absent stays as it usually is: as far as the exam goes, at most one wrong allowed in a hundred."""
    node, usual = policy.node_of(name), Limits()
    if node is None:
        return None
    _, given = MODEL.read(policy.sheet, node)
    return Limits(given.get("believe", usual.highest), given.get("wrong_at_most", usual.wrong_at_most), given.get("exam", ""))


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
