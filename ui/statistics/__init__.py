"""What the cache spares and holds, in numbers, charts and as a table."""
