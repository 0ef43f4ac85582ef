package dev.mastio.proxy.audit.verify;

import picocli.CommandLine.Command;

/** {@code audit}: what can be done with audit chains at the command line. */
@Command(name = "audit", description = "Works on exported audit chains.", mixinStandardHelpOptions = true)
public final class AuditCommand {}
