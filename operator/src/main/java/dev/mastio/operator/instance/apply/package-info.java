/**
 * The dependents of the managed workflow. What each object looks like is the business of {@code desired}; here is only how it
 * gets into the cluster: owned ones go with the instance, kept ones may outlive it.
 */
@NullMarked
package dev.mastio.operator.instance.apply;

import org.jspecify.annotations.NullMarked;
