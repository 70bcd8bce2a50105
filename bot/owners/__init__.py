"""What owners do with a policy, as functions: import, confirm, edit, test, try, compare, publish."""
