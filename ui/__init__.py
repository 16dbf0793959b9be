"""The windows of Metarr Desktop: the only home of Qt.  Knows of the core only its domain."""
