"""The core of Metarr Desktop: everything but the windows.  Runs headless; imports no Qt."""

__version__ = "0.1.0"
