/** Two classes that have to live beside Undertow's frames: a notice that can be sent, and a channel that looks at what comes. */
@NullMarked
package io.undertow.protocols.http2;

import org.jspecify.annotations.NullMarked;
