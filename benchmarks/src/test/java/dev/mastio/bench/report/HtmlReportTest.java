package dev.mastio.bench.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.StringReader;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.junit.jupiter.api.Test;
import org.xml.sax.InputSource;
import org.xml.sax.SAXException;

class HtmlReportTest {

    private final String page = HtmlReport.of(Reports.good());

    @Test
    void needsNothingFromOutside() {
        assertThat(page)
                .doesNotContainPattern(
                        "(?i)<(script|link|img|iframe|object|embed)\\b|@import|url\\(|\\b(src|href)\\s*=");
    }

    @Test
    void hasPlotsOfRateLatencyLoadAndMemoryThatAreWellFormed()
            throws ParserConfigurationException, IOException, SAXException {
        for (String plot : Pattern.compile("<svg.*?</svg>", Pattern.DOTALL)
                .matcher(page)
                .results()
                .map(MatchResult::group)
                .toList())
            DocumentBuilderFactory.newInstance().newDocumentBuilder().parse(new InputSource(new StringReader(plot)));

        assertThat(page.split("<svg", -1)).hasSize(1 + 5);
        assertThat(page)
                .contains(
                        ">Rate <",
                        ">Latency <",
                        ">Load <",
                        ">Resident memory <",
                        ">Live heap after the last collection <");
        assertThat(page).contains(">127.0.0.1:9464<");
    }

    @Test
    void plotsNoMemoryWhenNobodyLooked() {
        Report report = Reports.good();
        Report without = new Report(report.scenario(), report.target(), report.result(), List.of());

        assertThat(HtmlReport.of(without)).doesNotContain("Resident memory");
    }

    @Test
    void leavesNoPlaceholderUnfilled() {
        assertThat(page).doesNotContain("{{");
    }

    @Test
    void showsVerdictsAndEscapesWhatServersSay() {
        assertThat(page).contains("All thresholds held");
        assertThat(HtmlReport.of(Reports.bad()))
                .contains("2 thresholds breached")
                .contains("status &lt;503&gt;");
    }
}
