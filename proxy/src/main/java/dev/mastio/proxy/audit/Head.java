package dev.mastio.proxy.audit;

/** The last row of a chain: its number and what the next row is chained to. */
record Head(long seq, String hash) {}
