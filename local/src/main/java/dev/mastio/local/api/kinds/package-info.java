/** The kinds that the API serves: the built-in ones, and those that CustomResourceDefinitions add while it runs. */
@NullMarked
package dev.mastio.local.api.kinds;

import org.jspecify.annotations.NullMarked;
