"""A ruling goes in; an answer in plain words comes out. Knows no Slack."""
