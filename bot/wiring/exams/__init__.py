"""How far a model is believed: exams, replays, and what their records say."""
