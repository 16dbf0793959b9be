"""The candidates looked at closely: one (loupe), two (compare), a few (survey), and as players show them (shelf)."""
