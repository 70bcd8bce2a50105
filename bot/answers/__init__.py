"""What the product does when it is asked, as plain functions: a policy version and a question go in, an answer comes out."""
