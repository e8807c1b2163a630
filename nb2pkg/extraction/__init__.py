"""From a graph to the files of a project."""
