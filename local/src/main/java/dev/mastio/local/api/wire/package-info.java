/** JSON trees and the Status answer that every failure becomes; used by all of the embedded API. */
@NullMarked
package dev.mastio.local.api.wire;

import org.jspecify.annotations.NullMarked;
