"""Intel as STIX 2.1: what leaves, and how what comes in is read."""
