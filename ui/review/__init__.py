"""What automation proposes, gone through by a person."""
