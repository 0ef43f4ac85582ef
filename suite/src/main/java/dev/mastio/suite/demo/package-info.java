/** The main job, told step by step on the terminal. Called by {@link dev.mastio.suite.Main} only. */
@NullMarked
package dev.mastio.suite.demo;

import org.jspecify.annotations.NullMarked;
