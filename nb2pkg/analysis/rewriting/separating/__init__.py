"""How a statement is separated into what learns from rows and what applies it: a file for each way to do that."""
