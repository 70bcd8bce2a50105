"""Flows of an owner's work: a policy is begun, questioned, edited, tried, scored and published."""
