"""Flows of vendors and dates: pages watched, changes told, tasks reminded of and done."""
