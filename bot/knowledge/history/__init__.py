"""A policy's versions in git: checked out, compared, proposed, taken over."""
