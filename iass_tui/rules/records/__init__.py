"""What the office knows, as plain frozen values: the words that the stores, the services and the screens share."""
