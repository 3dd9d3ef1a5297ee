"""Pages of waiting and talking now."""
