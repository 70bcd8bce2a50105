"""Environment and files go in, the running house comes out: the only place that knows every room. Keep it a list."""

from bot.wiring.answering import Answerer, log_answer, make_answerer
from bot.wiring.importing import import_policy

__all__ = ["Answerer", "import_policy", "log_answer", "make_answerer"]
