"""The library page: worklists, wall and table of titles, inspector."""
