package dev.mastio.operator.instance.look;

import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;

/** Soak runs leave up to a megabyte of reports in a ConfigMap that the operator makes and never reads. */
final class ReportlessConfigMap {

    private ReportlessConfigMap() {}

    /** The same ConfigMap without reports: this is all that the cache holds. */
    static ConfigMap of(ConfigMap configMap) {
        return configMap.getBinaryData() == null || configMap.getBinaryData().isEmpty()
                ? configMap
                : new ConfigMapBuilder(configMap).withBinaryData(null).build();
    }
}
