/**
 * What was done, by whom and with what outcome, in hash chains that show a later change. {@link dev.mastio.proxy.audit.AuditLog} is the
 * front door for everyone who has something to record; {@code AuditRoutes} shows it, {@code verify} checks it offline.
 */
@NullMarked
package dev.mastio.proxy.audit;

import org.jspecify.annotations.NullMarked;
