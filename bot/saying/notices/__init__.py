"""The words of what the house says by itself: cards, digests, news, tasks."""
