/**
 * The environment as one typed record. Read once, at the start; everyone else is handed a value and never looks at the
 * environment. {@code docs/reference/operator-config.md} is generated from the table in {@link
 * dev.mastio.operator.config.Settings}.
 */
@NullMarked
package dev.mastio.operator.config;

import org.jspecify.annotations.NullMarked;
