"""Advice, costs and bills of materials, each from one policy."""
