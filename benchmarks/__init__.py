"""Measurements, each against a floor in the same run; `make bench` runs them all and prints ratios."""
