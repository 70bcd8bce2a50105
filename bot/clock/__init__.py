"""Times go in; calls of flows come out. Alone knows APScheduler."""
