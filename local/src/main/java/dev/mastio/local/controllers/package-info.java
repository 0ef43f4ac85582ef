/**
 * What makes workloads happen: each class reconciles one kind, each has its judgement in a pure class beside it. They
 * are ordinary clients of the API and would work against any API server. {@link
 * dev.mastio.local.controllers.Controllers} starts them all and is the only door.
 */
@NullMarked
package dev.mastio.local.controllers;

import org.jspecify.annotations.NullMarked;
