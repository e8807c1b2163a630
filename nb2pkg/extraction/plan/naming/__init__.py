"""Names: what a person says of a step, or else what it does."""
