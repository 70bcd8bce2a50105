"""A company file in, a local and strict Slack out: Web API, Socket Mode, signed HTTP events and a page to type in.

It is a development tool. It knows Slack and nothing of any bot: every bolt app can run on it.
"""
