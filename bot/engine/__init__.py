"""A flow and an id go in; durable work comes out. Alone knows dbos."""

from bot.engine.engine import Engine
from bot.engine.errors import EngineError
from bot.engine.outbox import Outcome, Patience, Poster, Said, Sayer
from bot.engine.steps import AnswerSteps, NoticeSteps

__all__ = ["AnswerSteps", "Engine", "EngineError", "NoticeSteps", "Outcome", "Patience", "Poster", "Said", "Sayer"]
