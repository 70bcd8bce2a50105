"""The floor of the import: folded words and stems, sentences, the document, the glossary, kinds of things."""
