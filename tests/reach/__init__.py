"""Whose private words reach one reader, and by which ways: the people, how they stand to the reader, and the ways."""
