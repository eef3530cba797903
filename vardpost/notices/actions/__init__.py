"""What the room does: queue, send, and keep what people and units choose."""
