"""Whatever is kept goes in as values; rows come out by filter. Alone knows SQLModel and ``migrations/``."""
