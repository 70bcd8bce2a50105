"""What is done for those who look after the policy: a file for each thing that they know by its name, as functions of the app."""
