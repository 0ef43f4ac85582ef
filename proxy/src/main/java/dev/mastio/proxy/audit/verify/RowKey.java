package dev.mastio.proxy.audit.verify;

/** Which row. */
record RowKey(String orgId, long seq) {

    @Override
    public String toString() {
        return "org=" + orgId + " seq=" + seq;
    }
}
