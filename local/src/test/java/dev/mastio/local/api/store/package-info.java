@NullMarked
package dev.mastio.local.api.store;

import org.jspecify.annotations.NullMarked;
