"""What a message wants: may I, which tool, an incident, a term, or nothing of ours."""
