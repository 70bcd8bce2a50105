"""The mind of the sample company, made once in the process that all others are forked from: a long storm starts hundreds."""

from bot.environment import shipped
from bot.knowledge.catalog import load_catalog
from bot.knowledge.history.store import KnowledgeStore
from tests.integration.conftest import mind_of

mind_of(KnowledgeStore(shipped("knowledge"), load_catalog()).current(), load_catalog(), explains=False)
