/** Figures for the documentation, measured on an embedded cluster or a real one. Called by {@link dev.mastio.suite.Main} only. */
@NullMarked
package dev.mastio.suite.measure;

import org.jspecify.annotations.NullMarked;
