/**
 * How rooms that change something tell the audit log: in the transaction of the change, so that both are durable or neither. Put together
 * with the audit log by {@code Gateway}.
 */
@NullMarked
package dev.mastio.proxy.journal;

import org.jspecify.annotations.NullMarked;
