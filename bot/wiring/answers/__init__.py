"""From a message to its answer, with whatever comes late, is amended or cannot be delivered."""
