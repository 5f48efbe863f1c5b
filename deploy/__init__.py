"""How the app is served to a team, and how many people it bears."""
