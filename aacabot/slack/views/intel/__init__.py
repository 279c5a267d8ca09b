"""What people see of shared intelligence: items, forms, lists, and messages."""
