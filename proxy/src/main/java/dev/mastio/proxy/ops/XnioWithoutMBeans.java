package dev.mastio.proxy.ops;

import io.undertow.Undertow;
import org.xnio.Xnio;

/**
 * Loads XNIO, on which Undertow stands, and keeps it and its pool of threads from telling JMX about themselves. Nobody asks them there, and
 * the first who tells something makes the JVM's server of MBeans with all that the JVM has to tell: a tenth of a start, with an AOT cache.
 */
final class XnioWithoutMBeans {

    /** The JDK's own setting: which class makes servers of MBeans. */
    private static final String BUILDER = "javax.management.builder.initial";
    /** The setting of JBoss's threads. XNIO has none. */
    private static final String NO_POOLS = "jboss.threads.eqe.disable-mbean";

    private XnioWithoutMBeans() {}

    /** Before anything else asks for XNIO. JMX itself works as ever, afterwards and if it was there before. */
    static void load() {
        if (System.getProperty(NO_POOLS) == null) {
            System.setProperty(NO_POOLS, "true");
        }
        if (System.getProperty(BUILDER) != null) {
            return;
        }
        // This class makes none. XNIO takes that for a JVM without JMX, and does not try again.
        System.setProperty(BUILDER, Object.class.getName());
        try {
            Xnio.getInstance(Undertow.class.getClassLoader());
        } finally {
            System.clearProperty(BUILDER);
        }
    }
}
