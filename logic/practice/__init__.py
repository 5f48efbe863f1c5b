"""Practice: generated cases, graded step by step, and what a learner's wrong answers say of their beliefs."""
