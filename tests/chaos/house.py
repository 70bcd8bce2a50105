"""An environment goes in; a whole house runs on it until it is killed, or stops when asked to, as ``mayi serve`` does."""

from __future__ import annotations

import os
from collections.abc import Callable
from typing import Any

from bot import wiring
from bot.answers.mind import Mind
from bot.commands.run.serve import run
from bot.logs import log_to
from bot.settings import read_settings
from tests.integration.conftest import mind_of, warm


def main(given: dict[str, Any], ready: Callable[[], None]) -> None:
    """Run until killed. ``given``: ``environment``, and the ``port`` where Slack comes by HTTP."""
    with open(given["environment"]["MAYI_LOG_FILE"] + ".err", "a") as err:  # noqa: PTH123 - by number, below
        for output in (1, 2):  # what is killed, and what looks after it, says a lot
            os.dup2(err.fileno(), output)
    os.environ.update(given["environment"], MAYI_HTTP_PORT=str(given["port"]))
    wiring.house.make_mind, Mind.warm = mind_of, warm  # type: ignore[assignment, method-assign]
    settings = read_settings()
    log_to(settings.log_level, settings.log_file)
    run(wiring.House(settings), ready)
