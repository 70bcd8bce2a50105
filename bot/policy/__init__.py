"""The pure core: a policy and a question go in, a ruling comes out. No IO, no clock, nothing of ours."""
