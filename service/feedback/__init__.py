"""What citizens say of the answers they got: whether each helped, and if not, why."""
