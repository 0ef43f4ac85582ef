package dev.mastio.api;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import io.fabric8.kubernetes.api.model.Quantity;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Where an instance keeps its state. */
@ValidationRule(
        value = "self.type == oldSelf.type",
        fieldPath = ".type",
        message = "storage.type can't change: the data would stay behind. Create a second instance and move the data")
@ValidationRule(
        value = "self.type != 'postgres' || has(self.postgres)",
        fieldPath = ".postgres",
        message =
                "storage.type postgres needs a database: set storage.postgres.secretName to a Secret with the keys url, username and password")
@ValidationRule(
        value = "self.type == 'postgres' || !has(self.postgres)",
        fieldPath = ".postgres",
        message =
                "storage.postgres is given but storage.type is sqlite: set storage.type to postgres, or remove storage.postgres")
public record Storage(
        @Default("sqlite")
        @JsonPropertyDescription("sqlite: one replica with a volume. postgres: any number of replicas on one database.")
        Type type,

        @Default("{}") @JsonPropertyDescription("The volume of type sqlite.")
        Sqlite sqlite,

        @JsonPropertyDescription("The database of type postgres.") @Nullable
        Postgres postgres,

        @Default("Retain")
        @JsonPropertyDescription(
                "What happens to the volume, the self-managed PKI, the Org Root that the operator made and the generated secrets when the instance is deleted.")
        OnDelete onDelete) {

    /** A volume of 1 GiB that outlives the instance. */
    public static final Storage SQLITE = new Storage(Type.SQLITE, Sqlite.DEFAULT, null, OnDelete.Retain);

    public Storage {
        type = Objects.requireNonNullElse(type, Type.SQLITE);
        sqlite = Objects.requireNonNullElse(sqlite, Sqlite.DEFAULT);
        onDelete = Objects.requireNonNullElse(onDelete, OnDelete.Retain);
    }

    /** A state on the given database. */
    public static Storage postgres(String secretName) {
        return new Storage(Type.POSTGRES, Sqlite.DEFAULT, new Postgres(secretName), OnDelete.Retain);
    }

    /** Kind of store. */
    public enum Type {
        @JsonProperty("sqlite")
        SQLITE,
        @JsonProperty("postgres")
        POSTGRES
    }

    /** What a deleted instance leaves behind. */
    public enum OnDelete {
        Retain,
        Delete
    }

    /** The volume of an SQLite store. */
    public record Sqlite(
            @Default("1Gi")
            @JsonPropertyDescription(
                    "Size of the volume. It can grow where the storage class allows; it never shrinks.")
            Quantity size,

            @Size(min = 1, max = 253)
            @JsonPropertyDescription("Storage class of the volume. Absent: the cluster's default.")
            @Nullable
            String storageClassName) {

        static final Sqlite DEFAULT = new Sqlite(new Quantity("1Gi"), null);

        public Sqlite {
            size = Objects.requireNonNullElseGet(size, () -> new Quantity("1Gi"));
        }
    }

    /** The database of a Postgres store. */
    public record Postgres(
            @Required
            @Size(min = 1, max = 253)
            @JsonPropertyDescription(
                    "Secret with the keys url (postgresql://host:port/database), username and password.")
            String secretName) {}
}
