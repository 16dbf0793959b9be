"""Values, pure rules and ports: what every other part of the program speaks in.

Standard library only (rapidfuzz in ``confidence.py``); nothing here touches a disk, a network or a window.
"""
