/**
 * The API: {@link dev.mastio.api.MastioInstance} and {@link dev.mastio.api.MastioHardwareClass}. The Java types are the
 * source, {@code manifests/crds} is generated from them. Anyone may use this package; it knows nothing else of ours.
 */
@NullMarked
package dev.mastio.api;

import org.jspecify.annotations.NullMarked;
