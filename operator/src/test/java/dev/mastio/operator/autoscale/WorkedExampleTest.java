package dev.mastio.operator.autoscale;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The worked example of docs/autoscaling.md, row by row: the page is read, so it can't say what is not so. */
class WorkedExampleTest {
    private static final Path PAGE = Path.of("../docs/autoscaling.md");

    @ParameterizedTest
    @MethodSource("rows")
    void decidesAsThePageSays(Row row) {
        Decision decision =
                Given.replicas(row.replicas()).rate(row.rate(), row.maximum()).decision();

        assertThat(decision.replicas()).isEqualTo(row.becomes());
        assertThat(decision.reason()).isEqualTo(row.reason());
    }

    static List<Row> rows() throws IOException {
        List<Row> rows = Files.readAllLines(PAGE).stream()
                .dropWhile(line -> !line.equals("## Worked example"))
                .skip(1)
                .takeWhile(line -> !line.startsWith("## "))
                .filter(line -> line.matches("\\| \\d.*"))
                .map(Row::of)
                .toList();
        assertThat(rows).hasSizeGreaterThanOrEqualTo(10);
        return rows;
    }

    record Row(double rate, double maximum, int replicas, int becomes, Reason reason) {
        static Row of(String line) {
            String[] cells = line.split("\\s*\\|\\s*", -1);
            return new Row(
                    Double.parseDouble(cells[1]),
                    Double.parseDouble(cells[2]),
                    Integer.parseInt(cells[3]),
                    Integer.parseInt(cells[4]),
                    Reason.valueOf(cells[5]));
        }
    }
}
