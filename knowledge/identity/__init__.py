"""Which document a source is: by place, bytes, keys and text; and which are nearly the same."""
