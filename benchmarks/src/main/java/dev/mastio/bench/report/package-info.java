/**
 * What a run leaves behind: the one-screen summary, k6's JSON, an HTML page, and progress lines while it runs.
 *
 * <p>Front door: {@link dev.mastio.bench.report.Report}. Called by the commands; pure but for {@code Progress}, which prints.
 */
@NullMarked
package dev.mastio.bench.report;

import org.jspecify.annotations.NullMarked;
