/** Where objects live: one map, one version counter, one lock; and those who watch it. Knows nothing of kinds or HTTP. */
@NullMarked
package dev.mastio.local.api.store;

import org.jspecify.annotations.NullMarked;
