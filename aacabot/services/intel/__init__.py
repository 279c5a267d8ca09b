"""What one member learns protects all, and nobody's secrets leak: sharing, matching, finding, labels."""
