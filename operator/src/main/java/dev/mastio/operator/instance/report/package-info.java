/**
 * What is said about an instance: conditions, status, events. {@link dev.mastio.operator.instance.report.Conditions} and {@link
 * dev.mastio.operator.instance.report.Rollout} are pure; only {@link dev.mastio.operator.instance.report.Events} writes.
 */
@NullMarked
package dev.mastio.operator.instance.report;

import org.jspecify.annotations.NullMarked;
