package dev.mastio.operator.desired;

/** What the objects of an instance are called. */
public record Names(String instance) {

    /** Longest name of an instance: the names made from it must fit into a label, a CronJob's into 52 characters. */
    public static final int LONGEST = 40;

    /** Deployment, Service, ServiceAccount, PodDisruptionBudget and NetworkPolicy. */
    public String proxy() {
        return instance;
    }

    /** ConfigMap with the proxy's settings. */
    public String config() {
        return instance + "-config";
    }

    /** Secret of the self-managed PKI. */
    public String tls() {
        return instance + "-tls";
    }

    /** Secret with the Org Root of an instance that is given none. */
    public String orgRoot() {
        return instance + "-pki";
    }

    /** Secret with what only this Mastio and its administrators know. */
    public String secrets() {
        return instance + "-secrets";
    }

    /** Volume claim of an SQLite store. */
    public String data() {
        return instance + "-data";
    }

    /** CronJob, ServiceAccount, Role, RoleBinding and key Secret of the soak. */
    public String soak() {
        return instance + "-soak";
    }

    /** ConfigMap into which soak runs write their reports. */
    public String soakReport() {
        return instance + "-soak-report";
    }
}
