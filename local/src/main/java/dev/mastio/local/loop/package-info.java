/**
 * What every controller and the node stand on: a work queue of object names, a live copy of the objects of a kind, and
 * the recorder of Events. It knows the Kubernetes client and nothing of what is done with the objects. Used by
 * {@code local.controllers}, {@code local.balancer} and {@code local.node}.
 */
@NullMarked
package dev.mastio.local.loop;

import org.jspecify.annotations.NullMarked;
