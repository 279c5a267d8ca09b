"""The promises the hub makes, one file per promise."""
