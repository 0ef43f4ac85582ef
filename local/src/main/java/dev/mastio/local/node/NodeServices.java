package dev.mastio.local.node;

import dev.mastio.local.loop.Mirrors;
import dev.mastio.local.loop.Recorder;
import dev.mastio.local.net.AddressBlock;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;

/** What all pods of the node share. */
record NodeServices(
        String name,
        Mirrors mirrors,
        Recorder events,
        AddressBlock addresses,
        Programs programs,
        ApiAccess api,
        HostsFiles hosts,
        Path pods,
        NodeLogs logs,
        Sandbox sandbox,
        Timer timer,
        Duration longestBackoff,
        Clock clock) {}
