"""What this room puts into the frame and onto the pages of teams."""
