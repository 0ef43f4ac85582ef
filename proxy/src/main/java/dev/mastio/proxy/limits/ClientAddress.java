package dev.mastio.proxy.limits;

import java.net.InetAddress;
import java.util.Arrays;
import java.util.HexFormat;

/** Who counts as one client: an IPv4 address, or an IPv6 network of 64 bits, because whoever has one has all of it. */
public final class ClientAddress {

    private static final int IPV4_BYTES = 4;
    private static final int NETWORK_BYTES = 8;

    private ClientAddress() {}

    /**
     * What to count by.
     *
     * @param address textual IP address
     */
    public static String subject(String address) {
        if (address.indexOf(':') < 0) {
            return address;
        }
        try {
            byte[] bytes = InetAddress.ofLiteral(address).getAddress();
            return bytes.length == IPV4_BYTES ? address : HexFormat.of().formatHex(Arrays.copyOf(bytes, NETWORK_BYTES));
        } catch (IllegalArgumentException e) {
            return address;
        }
    }
}
