"""Slack payloads go in as ``Incoming``; an ``Answer`` goes out as blocks. Alone knows slack-bolt."""
