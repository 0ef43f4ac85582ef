package dev.mastio.suite;

/** A pod of a new instance of class {@code laptop}, as far as one can be had without a cluster. */
public final class LaptopPod {

    /** A copy of what the operator computes, which is known here as a program only; a test compares the two. */
    public static final String JVM_FLAGS =
            "-XX:+UseSerialGC -XX:+AlwaysPreTouch -XX:ActiveProcessorCount=1 -Xms24m -Xmx96m -XX:MaxDirectMemorySize=32m"
                    + " -XX:+UseCompactObjectHeaders -XX:MinHeapFreeRatio=10 -XX:MaxHeapFreeRatio=30"
                    + " -XX:-ShrinkHeapInSteps -XX:TrimNativeHeapInterval=10000 -XX:CompileCommand=quiet"
                    + " -XX:CompileCommand=MemLimit,*.*,16m~stop -XX:+ExitOnOutOfMemoryError"
                    + " -Djava.io.tmpdir=/tmp";

    /** For the help of commands that start proxies. */
    public static final String SETTINGS =
            "A proxy has the settings of a pod of a new instance: production, secrets and Org Root in files, and a certificate"
                    + " that its organisation issues. It lacks the limits of its rate, the breaker for a slow database and the"
                    + " pause before it ends.";

    private LaptopPod() {}
}
