"""What is held against ours: small apps, each served by uvicorn in a process of its own."""
