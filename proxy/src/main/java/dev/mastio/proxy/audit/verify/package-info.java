/**
 * Checks exported chains offline, with nothing but the files: the {@code audit verify} command. {@code BundleFile} reads, {@code ChainCheck}
 * judges one chain, {@code Verification} all files together.
 */
@NullMarked
package dev.mastio.proxy.audit.verify;

import org.jspecify.annotations.NullMarked;
