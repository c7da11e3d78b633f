"""Tools for planning: network, indicators, plans. Rooms open one by one."""
