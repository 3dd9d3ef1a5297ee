"""Trains the screening model from a folder of data that stays outside the repository. See README.md."""
