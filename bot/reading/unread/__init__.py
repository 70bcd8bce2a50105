"""What nobody read, and whether it stands for data: the guard against an allowed that rests on half a message."""
