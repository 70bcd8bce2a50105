"""Two texts of a page of terms go in; a judgement of what changed between them comes out."""
