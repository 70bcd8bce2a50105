"""The policy and the ledger go in; what changed, and what was done about it, comes out: tables, a feed, an auditor's report."""
