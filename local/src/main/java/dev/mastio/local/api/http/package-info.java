/** The API on the wire: TLS, token, paths, discovery and OpenAPI documents, watches as streams of lines. */
@NullMarked
package dev.mastio.local.api.http;

import org.jspecify.annotations.NullMarked;
