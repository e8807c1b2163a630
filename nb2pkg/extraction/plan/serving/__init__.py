"""From the rows of a data file to the rows that a model is given: what each statement in between does to them."""
