"""Tables, drivers, migrations, and the chain's links as they are written."""
