/**
 * Breaks what the operator stands on while it works, and holds it to what must be true whatever breaks. {@link
 * dev.mastio.suite.faults.FaultsCommand} is the way in. {@code plan} says what is done and what must come of it, without a
 * cluster; {@code ground} is the cluster with all that can be broken; here are the four kinds of faults and their log.
 */
@NullMarked
package dev.mastio.suite.faults;

import org.jspecify.annotations.NullMarked;
