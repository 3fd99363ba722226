"""Training of the learned parts from judged questions, asked in a real office."""
