/** One class that has to live beside Undertow's frames; see {@link io.undertow.protocols.http2.ShutdownNotice}. */
@NullMarked
package io.undertow.protocols.http2;

import org.jspecify.annotations.NullMarked;
