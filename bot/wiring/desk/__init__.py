"""The desk of owners and admins in Slack: requests, gaps, announcements, App Home."""
