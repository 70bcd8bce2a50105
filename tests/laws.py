"""How many examples a law is tried on: so many as its test says, times what ``MAYI_LAWS`` says (``make laws``: a hundred)."""

from __future__ import annotations

import os
from typing import Any

from hypothesis import settings

TIMES = int(os.environ.get("MAYI_LAWS") or 1)


def examples(usual: int = 100, **more: Any) -> settings:
    """The settings of a law; what is ``more`` goes to hypothesis as it is. There are no time limits in tests."""
    return settings(max_examples=usual * TIMES, deadline=None, **more)
