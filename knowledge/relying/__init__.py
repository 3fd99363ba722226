"""Documents that hold only while what they cite holds: an office's published answers."""
