package dev.mastio.api;

import io.fabric8.crd.generator.annotation.AdditionalPrinterColumn;
import io.fabric8.generator.annotation.ValidationRule;
import io.fabric8.kubernetes.api.model.Namespaced;
import io.fabric8.kubernetes.client.CustomResource;
import io.fabric8.kubernetes.model.annotation.Group;
import io.fabric8.kubernetes.model.annotation.Kind;
import io.fabric8.kubernetes.model.annotation.Plural;
import io.fabric8.kubernetes.model.annotation.ShortNames;
import io.fabric8.kubernetes.model.annotation.Version;
import java.io.Serial;

/** One Mastio: what a user declares, and what the operator reports back. */
@Group(Api.GROUP)
@Version(Api.VERSION)
@Kind("MastioInstance")
@Plural("mastioinstances")
@ShortNames("mi")
@ValidationRule(
        value = "self.metadata.name.size() <= 40 && self.metadata.name.matches('^[a-z]([-a-z0-9]*[a-z0-9])?$')",
        message = "metadata.name becomes the name of a Service: use at most 40 of a-z, 0-9 and '-', begin with a letter"
                + " and end with a letter or digit")
@AdditionalPrinterColumn(name = "Class", jsonPath = ".spec.hardwareClass", type = AdditionalPrinterColumn.Type.STRING)
@AdditionalPrinterColumn(
        name = "Ready",
        jsonPath = ".status.conditions[?(@.type==\"Ready\")].status",
        type = AdditionalPrinterColumn.Type.STRING)
@AdditionalPrinterColumn(name = "Replicas", jsonPath = ".status.replicas", type = AdditionalPrinterColumn.Type.INTEGER)
@AdditionalPrinterColumn(
        name = "Desired",
        jsonPath = ".status.autoscaling.desiredReplicas",
        type = AdditionalPrinterColumn.Type.INTEGER)
@AdditionalPrinterColumn(
        name = "RPS",
        jsonPath = ".status.autoscaling.requestsPerSecond",
        type = AdditionalPrinterColumn.Type.INTEGER)
@AdditionalPrinterColumn(
        name = "Floor",
        jsonPath = ".status.floor.effectiveRequestsPerSecond",
        type = AdditionalPrinterColumn.Type.INTEGER)
@AdditionalPrinterColumn(
        name = "Soak",
        jsonPath = ".status.soak.lastVerdict",
        type = AdditionalPrinterColumn.Type.STRING)
@AdditionalPrinterColumn(
        name = "Age",
        jsonPath = ".metadata.creationTimestamp",
        type = AdditionalPrinterColumn.Type.DATE)
@AdditionalPrinterColumn(
        name = "Reason",
        jsonPath = ".status.conditions[?(@.type==\"Ready\")].reason",
        type = AdditionalPrinterColumn.Type.STRING,
        priority = 1)
@AdditionalPrinterColumn(
        name = "Scaling",
        jsonPath = ".status.autoscaling.reason",
        type = AdditionalPrinterColumn.Type.STRING,
        priority = 1)
public final class MastioInstance extends CustomResource<MastioInstanceSpec, MastioInstanceStatus>
        implements Namespaced {
    @Serial
    private static final long serialVersionUID = 1L;
}
