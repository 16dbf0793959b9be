"""The contact sheet: the pictures of a whole set side by side, one style for all of them."""
