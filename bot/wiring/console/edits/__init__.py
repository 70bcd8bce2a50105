"""What owners edit in the console: cells, notices of vendors, open questions, the document, proposals."""
