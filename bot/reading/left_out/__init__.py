"""What the asker takes out or leaves out, and what is published already."""
