"""The demo catalogue: real films, painted artwork, and the services that offer them."""
