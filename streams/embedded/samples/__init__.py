"""Articles written for this project, and saved searches that match some of them."""
