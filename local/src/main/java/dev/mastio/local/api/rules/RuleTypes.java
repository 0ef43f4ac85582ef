package dev.mastio.local.api.rules;

import com.google.common.collect.ImmutableCollection;
import com.google.common.collect.ImmutableMap;
import dev.cel.common.types.CelType;
import dev.cel.common.types.CelTypeProvider;
import dev.cel.common.types.ListType;
import dev.cel.common.types.MapType;
import dev.cel.common.types.SimpleType;
import dev.cel.common.types.StructType;
import dev.mastio.local.api.schema.Schema;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Schemas as CEL types, so that a rule about a field that does not exist is refused when the definition is created.
 *
 * @param self the type of the schema itself
 * @param structs it and the types of the objects inside of it, by their path
 */
record RuleTypes(CelType self, ImmutableMap<String, CelType> structs) implements CelTypeProvider {
    private static final Set<String> METADATA_IN_RULES = Set.of("name", "generateName");

    static RuleTypes of(Schema schema) {
        Map<String, CelType> structs = new HashMap<>();
        CelType self = type(schema, "object", structs);
        return new RuleTypes(self, ImmutableMap.copyOf(structs));
    }

    private static CelType type(Schema schema, String path, Map<String, CelType> structs) {
        if (schema.is("x-kubernetes-int-or-string")) return SimpleType.DYN;
        return switch (schema.type()) {
            case "string" -> string(schema.json().path("format").asText());
            case "integer" -> SimpleType.INT;
            case "number" -> SimpleType.DOUBLE;
            case "boolean" -> SimpleType.BOOL;
            case "array" -> ListType.create(type(schema.items(), path + ".@items", structs));
            case "object" -> object(schema, path, structs);
            default -> SimpleType.DYN;
        };
    }

    private static CelType string(String format) {
        return switch (format) {
            case "date-time", "date" -> SimpleType.TIMESTAMP;
            case "duration" -> SimpleType.DURATION;
            case "byte" -> SimpleType.BYTES;
            default -> SimpleType.STRING;
        };
    }

    private static CelType object(Schema schema, String path, Map<String, CelType> structs) {
        if (schema.json().path("additionalProperties").isObject())
            return MapType.create(SimpleType.STRING, type(schema.fieldOrAny("*"), path + ".@values", structs));
        if (!schema.json().path("properties").isObject() && schema.preservesUnknown()) return SimpleType.DYN;
        ImmutableMap.Builder<String, CelType> fields = ImmutableMap.builder();
        Collection<String> names = path.equals("object.metadata") ? METADATA_IN_RULES : schema.properties();
        for (String name : names)
            fields.put(RuleNames.escape(name), type(schema.fieldOrAny(name), path + "." + name, structs));
        ImmutableMap<String, CelType> types = fields.buildOrThrow();
        StructType struct = StructType.create(path, types.keySet(), name -> Optional.ofNullable(types.get(name)));
        structs.put(path, struct);
        return struct;
    }

    @Override
    public ImmutableCollection<CelType> types() {
        return structs.values();
    }

    @Override
    public Optional<CelType> findType(String name) {
        return Optional.ofNullable(structs.get(name));
    }
}
