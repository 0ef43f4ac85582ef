/**
 * A small CA for an instance without a certificate of its own, and the server certificate that it signs. The reconciler
 * calls it with the present time; start at {@link dev.mastio.operator.tls.SelfManagedPki}.
 */
@NullMarked
package dev.mastio.operator.tls;

import org.jspecify.annotations.NullMarked;
