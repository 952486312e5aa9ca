"""Questions to the world outside AWS: name servers, TLS and HTTP. Every answer is a value, also the missing one."""
