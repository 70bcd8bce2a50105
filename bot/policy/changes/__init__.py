"""Two policies in; what differs between them, and what one policy lacks, out."""
