"""Windows in which a person sets the program up."""
