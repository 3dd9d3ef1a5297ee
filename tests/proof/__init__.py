"""The proof: leaks, linkability and existence, each test seen red for a fault planted on purpose."""
