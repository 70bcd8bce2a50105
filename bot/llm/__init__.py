"""A prompt and a schema go in; the model's reply comes out. Alone knows langchain and Ollama."""
