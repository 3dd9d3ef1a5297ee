"""What the API can do, by subject; each file declares its operations and their shapes are in api.v1.shapes."""
