/** What can be done with objects: create, replace, patch, apply, scale, delete, list; and the collector that cleans up behind them. */
@NullMarked
package dev.mastio.local.api.objects;

import org.jspecify.annotations.NullMarked;
