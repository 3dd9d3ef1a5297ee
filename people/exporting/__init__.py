"""Making the file with everything about one member."""
