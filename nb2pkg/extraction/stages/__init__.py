"""Which statements a package needs, and for which stage each is."""
