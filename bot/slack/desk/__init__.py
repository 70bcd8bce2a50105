"""The owner's desk in Slack: requests of askers go in, cards for owners come out, and what owners say goes back."""
