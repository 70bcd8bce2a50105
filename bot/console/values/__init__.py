"""What pages show and what is clicked there, as plain values."""
