"""Pages of terms go in; captures and term changes come out."""
