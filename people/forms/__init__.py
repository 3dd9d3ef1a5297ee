"""Forms about people: what was typed, made clean; every problem said in a sentence."""
