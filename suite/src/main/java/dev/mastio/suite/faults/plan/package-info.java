/** What is done and what must come of it. Pure: a seed or what was seen in, a plan or what is wrong out. */
@NullMarked
package dev.mastio.suite.faults.plan;

import org.jspecify.annotations.NullMarked;
