"""Environment and files go in, the running house comes out: the only place that knows every room. Keep it a list."""

from bot.slack.reach import NotReachedError
from bot.wiring.answering import Answerer, log_answer, make_answerer
from bot.wiring.house import House
from bot.wiring.importing import import_policy

__all__ = ["Answerer", "House", "NotReachedError", "import_policy", "log_answer", "make_answerer"]
