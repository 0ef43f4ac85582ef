package dev.mastio.proxy.store;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

/** What a database holds. */
public final class Queries {

    private Queries() {}

    /** The migrations that it has seen, in their order. */
    static List<String> scripts(Store store) throws SQLException {
        return column(
                store,
                "SELECT script FROM flyway_schema_history WHERE success AND script LIKE 'V%' ORDER BY installed_rank");
    }

    /** The first column of what is found. */
    public static List<String> column(Store store, String query) throws SQLException {
        return store.read(connection -> {
            try (Statement statement = connection.createStatement();
                    ResultSet rows = statement.executeQuery(query)) {
                List<String> values = new ArrayList<>();
                while (rows.next()) {
                    values.add(rows.getString(1));
                }
                return values;
            }
        });
    }
}
