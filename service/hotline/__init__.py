"""The hotline's desk: looking up with a caller on the phone, scripts to read aloud, calls."""
