"""A flow and an id go in; durable work comes out. Alone knows dbos."""
