package dev.mastio.api;

import io.fabric8.crd.generator.annotation.AdditionalPrinterColumn;
import io.fabric8.kubernetes.client.CustomResource;
import io.fabric8.kubernetes.model.annotation.Group;
import io.fabric8.kubernetes.model.annotation.Kind;
import io.fabric8.kubernetes.model.annotation.Plural;
import io.fabric8.kubernetes.model.annotation.ShortNames;
import io.fabric8.kubernetes.model.annotation.Version;
import java.io.Serial;

/** The machines that replicas run on, and what one replica sustains there. Cluster-scoped; users add their own. */
@Group(Api.GROUP)
@Version(Api.VERSION)
@Kind("MastioHardwareClass")
@Plural("mastiohardwareclasses")
@ShortNames("mhc")
@AdditionalPrinterColumn(name = "Cores", jsonPath = ".spec.cores", type = AdditionalPrinterColumn.Type.INTEGER)
@AdditionalPrinterColumn(name = "Memory", jsonPath = ".spec.memory", type = AdditionalPrinterColumn.Type.STRING)
@AdditionalPrinterColumn(
        name = "Floor",
        jsonPath = ".spec.floor.requestsPerSecond",
        type = AdditionalPrinterColumn.Type.INTEGER)
@AdditionalPrinterColumn(name = "Source", jsonPath = ".spec.floor.source", type = AdditionalPrinterColumn.Type.STRING)
@AdditionalPrinterColumn(
        name = "Age",
        jsonPath = ".metadata.creationTimestamp",
        type = AdditionalPrinterColumn.Type.DATE)
public final class MastioHardwareClass extends CustomResource<HardwareClassSpec, Void> {
    @Serial
    private static final long serialVersionUID = 1L;
}
