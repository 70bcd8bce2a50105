"""Word documents for the import: from the bytes of a ``.docx`` to a page of HTML that is read as any other."""
