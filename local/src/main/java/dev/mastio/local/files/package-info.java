/** Directories that are made to be as wanted. Used by all of {@code dev.mastio.local}; knows nothing of Kubernetes. */
@NullMarked
package dev.mastio.local.files;

import org.jspecify.annotations.NullMarked;
