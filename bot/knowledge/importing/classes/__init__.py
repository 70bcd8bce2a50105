"""What each data class holds, and how strict it is beside the others."""
