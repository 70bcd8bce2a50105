"""A name goes in, as configurations, code and forms have them; whether what it holds is a secret comes out."""

from __future__ import annotations

import re
from functools import lru_cache

from bot.text.patterns import late, listed

STRONG = listed("secret_name")
"""Whatever stands behind these is a secret."""
_WEAK = listed("secret_name_perhaps")
"""What stands behind these is one if it looks like one."""
KEY_NAME = late(listed("key_name"), re.I)
"""Names of keys."""
HINT = late(rf"{STRONG}|{_WEAK}", re.I)
"""Without any of these there is no name of a secret."""
_ENDING = rf"(?:[-_.]?(?:\d{{1,3}}|{listed('secret_name_ending')}))?"
_STRONG_NAME = late(rf".*{STRONG}s?{_ENDING}", re.I | re.S)
_WEAK_NAME = late(rf"(?:.*[-_.$%@:\[])?{_WEAK}s?{_ENDING}|.*(?:[a-z](?=[A-Z])|[-_.])(?i:{_WEAK})s?(?i:{_ENDING})", re.S)
_WEAK_ALONE = late(rf"(?:.*[^a-z])?{_WEAK}s?{_ENDING}", re.I | re.S)


@lru_cache(maxsize=4096)
def is_secret_name(name: str, surely: bool = False) -> bool:
    """``surely``: whether it holds a secret whatever the value looks like."""
    if _STRONG_NAME.fullmatch(name):
        return True
    return not surely and (_WEAK_NAME.fullmatch(name) is not None or _WEAK_ALONE.fullmatch(name) is not None)
