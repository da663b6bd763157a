### states
