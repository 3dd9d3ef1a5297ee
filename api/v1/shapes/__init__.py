"""What goes over the wire, and how each thing is shown to one viewer."""
