"""The titles of the user: reading their names from folders, keeping and showing them."""
