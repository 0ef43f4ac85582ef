package dev.mastio.proxy.edge.upstream;

import dev.mastio.proxy.ops.Family;
import dev.mastio.proxy.wire.Route;
import java.util.regex.Pattern;

/**
 * What becomes of requests for some paths.
 *
 * @param paths decoded, as a whole
 * @param certificate what is done about the client's certificate
 * @param patience how many times as long as usual the server may be silent
 * @param lasting answers take their time: they must not keep others from the kept connections
 * @param upgrades clients may change to another protocol, as for WebSockets
 */
public record Location(
        Pattern paths,
        Family family,
        Route.ClientCertificate certificate,
        int patience,
        boolean lasting,
        boolean upgrades) {

    boolean has(String path) {
        return paths.matcher(path).matches();
    }
}
