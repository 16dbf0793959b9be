"""One package a service: addresses out, JSON in, domain values back."""
