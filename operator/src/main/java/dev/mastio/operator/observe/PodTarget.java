package dev.mastio.operator.observe;

/**
 * A pod to scrape.
 *
 * @param uid identity of the pod: a new pod of the same name is another one
 * @param name for logs
 * @param address address of the pod; empty while it has none
 * @param port port of the operations listener
 * @param ready it serves clients, so that it should answer here too
 */
public record PodTarget(String uid, String name, String address, int port, boolean ready) {

    /** The operations port of a proxy, see the contract. */
    public static final int OPS_PORT = 9464;
}
