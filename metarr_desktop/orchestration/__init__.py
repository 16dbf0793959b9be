"""Asking providers: in parallel, within limits and deadlines, one outcome each and never an exception."""
