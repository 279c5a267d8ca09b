"""The App Home: a member's portal, and the desk's."""
