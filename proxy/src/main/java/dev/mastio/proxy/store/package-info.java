/**
 * The database, SQLite or Postgres, behind one {@link dev.mastio.proxy.store.Store}. Blocks: callers come on threads that
 * may wait, never on an I/O thread. Opened by {@code Proxy}, asked by {@code ops}.
 */
@NullMarked
package dev.mastio.proxy.store;

import org.jspecify.annotations.NullMarked;
