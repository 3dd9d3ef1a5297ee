"""Request in, one query or action, page out."""
