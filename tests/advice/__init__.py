"""Advice and costs."""
