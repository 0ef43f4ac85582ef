/** The embedded API as independent clients see it: Fabric8 and the real kubectl. */
@NullMarked
package dev.mastio.local.api;

import org.jspecify.annotations.NullMarked;
