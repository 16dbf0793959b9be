"""How the providers fare."""
