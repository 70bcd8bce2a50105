"""Environment and files go in, the running house comes out; what has not moved to `bot/desk` yet is put together here."""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from bot.slack.reach import NotReachedError
    from bot.wiring.answers.answering import Answerer, make_answerer
    from bot.wiring.house import House
    from bot.wiring.log.logged import log_answer
    from bot.wiring.owners.imports.importing import import_policy

__all__ = ["Answerer", "House", "NotReachedError", "import_policy", "log_answer", "make_answerer"]
_FROM = {
    "Answerer": "bot.wiring.answers.answering",
    "House": "bot.wiring.house",
    "NotReachedError": "bot.slack.reach",
    "import_policy": "bot.wiring.owners.imports.importing",
    "log_answer": "bot.wiring.log.logged",
    "make_answerer": "bot.wiring.answers.answering",
}


def __getattr__(name: str) -> Any:
    """Each room is opened by whoever goes in: a command that judges two texts needs no database and no Slack."""
    if name not in _FROM:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(_FROM[name]), name)
