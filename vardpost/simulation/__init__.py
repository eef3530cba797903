"""What a change would do: last month's cases, in numbers, under rules that nobody has saved."""
