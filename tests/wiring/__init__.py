"""What wiring adds to the rooms it joins."""
