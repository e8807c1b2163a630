"""What train, evaluate and infer need, and what a prediction needs."""
