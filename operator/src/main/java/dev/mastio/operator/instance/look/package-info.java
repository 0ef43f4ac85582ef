/**
 * What the operator sees: the informers, and one {@link dev.mastio.operator.instance.look.Surroundings} a pass. Reads caches only;
 * nothing here asks the API server while an instance is reconciled.
 */
@NullMarked
package dev.mastio.operator.instance.look;

import org.jspecify.annotations.NullMarked;
