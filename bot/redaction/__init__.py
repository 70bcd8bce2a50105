"""Text goes in; where values of persons and secrets stand in it comes out, kind by kind. Finders take text and give spans."""
