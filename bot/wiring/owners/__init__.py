"""What owners do with a policy: import, confirm, test, try, compare, publish."""
