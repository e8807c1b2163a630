"""From a notebook on disk to one whose cells stand in an order that a fresh run survives."""
