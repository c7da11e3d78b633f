"""What every room stands on: pages, blocks, PDFs, content files, health checks."""
