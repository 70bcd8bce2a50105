"""Times go in, calls of flows come out."""

from bot.clock.clock import Clock, Tick

__all__ = ["Clock", "Tick"]
