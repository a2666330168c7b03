"""What sojourn costs, measured beside others. See script/benchmark."""
