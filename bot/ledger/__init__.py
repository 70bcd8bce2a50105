"""Whatever is kept goes in, rows come out; a filter goes in, rows come out. Alone knows the tables and the migrations."""
