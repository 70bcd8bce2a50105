"""Files of a knowledge folder go in; one frozen ``Knowledge``, or all of their faults, come out.

Alone knows YAML, CSV, Markdown and paths.
"""
