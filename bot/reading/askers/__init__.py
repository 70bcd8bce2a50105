"""Who asks, and for what use, as far as the policy has a rule about it."""
