"""``model:`` of policy.yaml goes in; how far the owner lets a model be believed at most comes out."""

from __future__ import annotations

import re

from bot.knowledge.sheets.fields import Fields
from bot.knowledge.sheets.sheet import Sheet
from bot.policy.trust import OF_OLD, Level, Limits

FIELDS = ("believe", "harmless", "wrong_at_most")
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
    return Limits(Level(level) if level else usual.highest, float(share.text) if share else usual.wrong_at_most)
