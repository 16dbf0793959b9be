"""Own pictures: what a person brings is looked at, cut to shape and added."""
