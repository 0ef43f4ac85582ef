/**
 * Tools, and their execution for whoever may: looked up, the capability checked, run for at most half a minute, written to the audit log
 * before the answer leaves. Start at {@link dev.mastio.proxy.ingress.ToolExecution}. Only {@code IngressRoutes} knows HTTP.
 */
@NullMarked
package dev.mastio.proxy.ingress;

import org.jspecify.annotations.NullMarked;
