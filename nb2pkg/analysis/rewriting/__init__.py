"""A notebook read as if its author had written it in a way that says more."""
