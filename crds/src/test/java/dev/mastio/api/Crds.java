package dev.mastio.api;

import io.fabric8.crdv2.generator.CRDGenerator;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinition;
import io.fabric8.kubernetes.api.model.apiextensions.v1.JSONSchemaProps;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.regex.Pattern;

/** The CRDs made from the Java types. */
final class Crds {

    static final String INSTANCES = "mastioinstances.mastio.dev";
    static final String CLASSES = "mastiohardwareclasses.mastio.dev";

    /** Written without quotes, kubectl and others who read YAML 1.1 would take {@code Off} for a boolean. */
    private static final Pattern WORDS = Pattern.compile("(?im)^( *(?:- |[\\w-]+: ))(y|yes|n|no|on|off)$");

    private Crds() {}

    /** The YAML of one of them; the generator only writes files. */
    static String yaml(String name) {
        try {
            Path folder = Files.createTempDirectory("crds");
            new CRDGenerator()
                    .customResourceClasses(List.of(MastioInstance.class, MastioHardwareClass.class))
                    .withMinQuotes(true)
                    .withPostProcessor(new Finish())
                    .inOutputDir(folder.toFile())
                    .generate();
            String yaml = Files.readString(folder.resolve(name + "-v1.yml"));
            for (String made : List.of(INSTANCES, CLASSES)) Files.delete(folder.resolve(made + "-v1.yml"));
            Files.delete(folder);
            return WORDS.matcher(yaml).replaceAll("$1\"$2\"");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The schema of a field that must be there. */
    static JSONSchemaProps at(JSONSchemaProps schema, String... path) {
        JSONSchemaProps found = schema;
        for (String name : path)
            found = Objects.requireNonNull(found.getProperties().get(name), name);
        return found;
    }

    static CustomResourceDefinition read(String name) {
        return Serialization.unmarshal(yaml(name), CustomResourceDefinition.class);
    }
}
