"""Pictures: bounded decoding, scaled copies on disk, one download per address. The home of Pillow."""
