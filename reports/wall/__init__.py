"""挂图作战 as plain values: the month planned backwards, orders as bars, days as columns."""
