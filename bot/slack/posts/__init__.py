"""Values in, blocks and messages out: posted, streamed, folded, cut to Slack's limits."""
