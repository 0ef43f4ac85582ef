/**
 * Three classes that have to live beside Undertow's frames: a notice that can be sent, a channel that looks at what comes, and what it
 * looks for.
 */
@NullMarked
package io.undertow.protocols.http2;

import org.jspecify.annotations.NullMarked;
