/**
 * The database, SQLite or Postgres, behind one {@link dev.mastio.proxy.store.Store}. Blocks: callers come on threads that
 * may wait, never on an I/O thread.
 * SQLite is written by one thread that puts what waits into one transaction; Postgres through a pool. Migrations are the SQL files beside
 * this package, numbered; after a release new ones get higher numbers than all before. Opened by {@code Proxy}, asked by {@code ops}.
 */
@NullMarked
package dev.mastio.proxy.store;

import org.jspecify.annotations.NullMarked;
