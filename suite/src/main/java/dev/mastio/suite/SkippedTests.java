package dev.mastio.suite;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;
import org.xml.sax.SAXException;

/** Tells which tests of a run did not run, and why: a suite that says nothing of them claims too much. */
public final class SkippedTests {

    private SkippedTests() {}

    public static void main(String[] arguments) throws Exception {
        List<String> skipped = new ArrayList<>();
        for (String reports : arguments) if (Files.isDirectory(Path.of(reports))) skipped.addAll(in(Path.of(reports)));
        if (skipped.isEmpty()) System.out.println("Every test ran.");
        else System.out.println("Tests that did not run:\n  " + String.join("\n  ", skipped));
    }

    /** From the reports of a test run: one line a test. */
    static List<String> in(Path reports) throws IOException, ParserConfigurationException, SAXException {
        List<Path> files;
        try (Stream<Path> all = Files.list(reports)) {
            files = all.filter(file -> file.toString().endsWith(".xml"))
                    .sorted()
                    .toList();
        }
        DocumentBuilderFactory documents = DocumentBuilderFactory.newDefaultNSInstance();
        List<String> skipped = new ArrayList<>();
        for (Path file : files) {
            NodeList found = documents.newDocumentBuilder().parse(file.toFile()).getElementsByTagName("skipped");
            for (int i = 0; i < found.getLength(); i++) skipped.add(line((Element) found.item(i)));
        }
        return skipped;
    }

    private static String line(Element skipped) {
        Element test = (Element) skipped.getParentNode();
        String name = test.getAttribute("classname").replaceFirst(".*\\.", "");
        String message = skipped.getAttribute("message");
        // An assumption that failed within a test is told in a stack trace instead.
        if (message.isEmpty())
            message = skipped.getTextContent().lines().findFirst().orElse("");
        String why = message.replaceFirst("^([\\w.]+: )?Assumption failed: ", "");
        return "%s.%s: %s".formatted(name, test.getAttribute("name"), why);
    }
}
