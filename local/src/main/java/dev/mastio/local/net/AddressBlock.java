package dev.mastio.local.net;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.UnknownHostException;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * The 65,534 addresses 127.B.0.1 to 127.B.255.254 of one cluster. The block is claimed by listening on its last address,
 * so that clusters on one machine keep apart and a dead cluster's claim goes with it.
 */
public final class AddressBlock implements AutoCloseable {

    private static final int FIRST_BLOCK = 100;
    private static final int LAST_BLOCK = 250;
    private static final int CLAIM_PORT = 26127;
    private static final int FIRST_POD = 64 << 8;
    private static final int END = 255 << 8;

    private final int block;
    private final ServerSocket claim;
    private final Set<Integer> taken = new HashSet<>();
    private int nextPod = FIRST_POD;

    private AddressBlock(int block, ServerSocket claim) {
        this.block = block;
        this.claim = claim;
    }

    /** Claims the first block that no other cluster has. */
    public static AddressBlock claimAny() {
        return IntStream.rangeClosed(FIRST_BLOCK, LAST_BLOCK)
                .mapToObj(AddressBlock::tryClaim)
                .flatMap(java.util.Optional::stream)
                .findFirst()
                .orElseThrow(() -> new IllegalStateException(
                        "all address ranges from 127.%d.0.0/16 to 127.%d.0.0/16 are in use by other clusters: stop one"
                                .formatted(FIRST_BLOCK, LAST_BLOCK)));
    }

    /** Claims a certain block, written as {@code 127.B.0.0/16}. */
    public static AddressBlock claim(String range) {
        if (!range.matches("127\\.\\d{1,3}\\.0\\.0/16")) {
            throw new IllegalArgumentException(
                    "'%s' is no address range: it must look like 127.100.0.0/16".formatted(range));
        }
        int block = Integer.parseInt(range.split("\\.", -1)[1]);
        if (block > 255) {
            throw new IllegalArgumentException(
                    "'%s' is no address range: 127.%d is no address".formatted(range, block));
        }
        return tryClaim(block)
                .orElseThrow(() -> new IllegalStateException(
                        "the address range %s is in use by another cluster: stop that or choose another"
                                .formatted(range)));
    }

    private static Optional<AddressBlock> tryClaim(int block) {
        try {
            ServerSocket socket = new ServerSocket();
            try {
                socket.bind(new InetSocketAddress(address(block, END + 254), CLAIM_PORT));
                return Optional.of(new AddressBlock(block, socket));
            } catch (IOException inUse) {
                socket.close();
                return Optional.empty();
            }
        } catch (IOException e) {
            throw new IllegalStateException("cannot open a socket: " + e.getMessage(), e);
        }
    }

    public String range() {
        return "127." + block + ".0.0/16";
    }

    /** The part that Services get their addresses from; those of pods are above it. */
    public String serviceRange() {
        return "127." + block + ".0.0/18";
    }

    public boolean contains(String address) {
        return address.startsWith("127." + block + ".");
    }

    /** An address that stands for the machine itself. */
    public String ofNode() {
        return text(END + 1);
    }

    /** A pod's address; one that was given back is used again as late as possible. */
    public synchronized String takeForPod() {
        int free = IntStream.concat(IntStream.range(nextPod, END), IntStream.range(FIRST_POD, nextPod))
                .filter(this::isFree)
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("no address left for a pod in " + range()));
        nextPod = free + 1;
        taken.add(free);
        return text(free);
    }

    /** Marks an address as in use that was given out in an earlier life of the cluster. */
    public synchronized void reserve(String address) {
        if (contains(address)) {
            taken.add(number(address));
        }
    }

    public synchronized void giveBack(String address) {
        taken.remove(number(address));
    }

    private boolean isFree(int number) {
        int last = number & 0xff;
        return last != 0 && last != 255 && !taken.contains(number);
    }

    private String text(int number) {
        return address(block, number).getHostAddress();
    }

    private static int number(String address) {
        String[] parts = address.split("\\.", -1);
        return Integer.parseInt(parts[2]) << 8 | Integer.parseInt(parts[3]);
    }

    private static InetAddress address(int block, int number) {
        try {
            return InetAddress.getByAddress(new byte[] {127, (byte) block, (byte) (number >> 8), (byte) number});
        } catch (UnknownHostException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        try {
            claim.close();
        } catch (IOException e) {
            throw new IllegalStateException("the claim of " + range() + " is not given back", e);
        }
    }
}
