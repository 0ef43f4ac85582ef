package dev.mastio.proxy.ops;

/** Whose request it is: a soak's own load is counted apart, so that it neither adds nor removes replicas. */
public enum Traffic {
    CLIENT("client"),
    SOAK("soak");

    private final String label;

    Traffic(String label) {
        this.label = label;
    }

    String label() {
        return label;
    }
}
