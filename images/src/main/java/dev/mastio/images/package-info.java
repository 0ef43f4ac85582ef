/**
 * Images of the programs, made by jib without a container engine: from a base image named by its digest, or from an offline base of this JDK's
 * runtime and the C library files it needs. It knows the programs only as the jars that the build left.
 */
@NullMarked
package dev.mastio.images;

import org.jspecify.annotations.NullMarked;
