package dev.mastio.suite;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SkippedTestsTest {

    @TempDir
    private Path reports;

    @Test
    void theReasonIsToldWhereverTheReportHoldsIt() throws Exception {
        Files.writeString(reports.resolve("TEST-a.xml"), """
                <testsuite>
                  <testcase name="one" classname="dev.mastio.A"><skipped message="Assumption failed: no node"/></testcase>
                  <testcase name="two" classname="dev.mastio.A"><skipped type="org.opentest4j.TestAbortedException"><![CDATA[org.opentest4j.TestAbortedException: Assumption failed: no kubectl
                \tat somewhere]]></skipped></testcase>
                  <testcase name="three" classname="dev.mastio.A"/>
                </testsuite>
                """);

        assertThat(SkippedTests.in(reports)).containsExactly("A.one: no node", "A.two: no kubectl");
    }
}
