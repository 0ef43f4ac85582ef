/**
 * What an object of a kind may look like: structural schemas of custom kinds and those derived from the Fabric8 model classes of
 * built-in kinds go through the same pruning, defaulting and validation.
 */
@NullMarked
package dev.mastio.local.api.schema;

import org.jspecify.annotations.NullMarked;
