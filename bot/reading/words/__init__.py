"""The floor of reading: word lists, the index of phrases, languages, spelling, and the words of grammar beside a phrase."""
