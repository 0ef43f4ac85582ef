/**
 * From a {@link dev.mastio.api.MastioInstance} to what runs, and back to its status. {@link
 * dev.mastio.operator.instance.InstanceReconciler} is the front door and reads like a table of contents: look, choose a basis,
 * decide, apply, report. The pure rooms do the thinking; this one reads the cluster for them and carries out what they say.
 */
@NullMarked
package dev.mastio.operator.instance;

import org.jspecify.annotations.NullMarked;
