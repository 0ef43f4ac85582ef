package dev.mastio.proxy.audit.verify;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** Checks files, each for itself and then against each other. Says everything that is wrong, not only the first. */
final class Verification {

    private final Trust trust;
    private final PrintStream out;
    private final List<Problem> problems = new ArrayList<>();
    private long legacyRows;
    private long rows;
    private long anchors;

    Verification(Trust trust, PrintStream out) {
        this.trust = trust;
        this.out = out;
    }

    /**
     * Runs.
     *
     * @return the exit code: that of the first problem, 0 if there is none
     * @throws IOException if a file cannot be read, or nobody can tell which of them a head is about
     */
    int of(List<BundleFile> files) throws IOException {
        List<Survey> surveys = new ArrayList<>();
        List<Line.Entry> linked = new ArrayList<>();
        for (BundleFile file : files) {
            Survey survey = Survey.of(file);
            surveys.add(survey);
            linked.addAll(survey.linked());
        }
        refuseHeadsOfMore(surveys);
        // One file alone says nothing about its counterparts.
        CrossCheck cross = new CrossCheck(files.size() > 1 ? linked : List.of());
        Set<String> organisations = new HashSet<>();
        for (int i = 0; i < files.size(); i++) {
            organisations.addAll(check(files.get(i), surveys.get(i), cross));
            organisations.addAll(surveys.get(i).ranges().keySet());
        }
        absentChains(organisations);
        crossCheck(cross);
        if (problems.isEmpty()) {
            out.printf(
                    "VERIFY PASS \u2014 legacy=%d per_org=%d anchors=%d cross=%d%n",
                    legacyRows, rows, anchors, cross.count());
            return 0;
        }
        out.printf("VERIFY FAIL \u2014 %d problem(s)%n", problems.size());
        return problems.getFirst().exitCode();
    }

    /** Every Mastio's file has a chain of actions, by one name, and a head tells of one of them. */
    private void refuseHeadsOfMore(List<Survey> surveys) throws IOException {
        for (Trust.KnownHead head : trust.heads()) {
            String org = head.row().orgId();
            List<Path> having = surveys.stream()
                    .filter(survey -> survey.organisations().contains(org))
                    .map(Survey::file)
                    .toList();
            if (having.size() > 1) {
                throw new IOException(
                        ("the head given is about one chain org=%s, and more than one file has such a chain (%s):"
                                        + " check each file by itself with its own head, then all of them together without (--head)")
                                .formatted(
                                        org, having.stream().map(Path::toString).collect(Collectors.joining(", "))));
            }
        }
    }

    private Set<String> check(BundleFile file, Survey survey, CrossCheck cross) throws IOException {
        int before = problems.size();
        RowsCheck check = new RowsCheck(survey, wanted(survey), cross::witness, this::problem);
        check.read(file);
        new ProofsCheck(survey, check, trust, this::problem, note -> out.println("note: " + note)).run();
        if (check.legacyRows() == 0 && check.rows() == 0 && survey.ranges().isEmpty()) {
            problem(new Problem(
                    Problem.Kind.TAIL_MISSING,
                    file.path() + ": it has neither a row nor a line that says there is none"));
        }
        legacyRows += check.legacyRows();
        rows += check.rows();
        anchors += survey.anchors().size();
        if (problems.size() == before) {
            out.printf(
                    "OK %s: legacy=%d per_org=%d anchors=%d%n",
                    file.path(),
                    check.legacyRows(),
                    check.rows(),
                    survey.anchors().size());
        }
        return check.organisations();
    }

    private Set<RowKey> wanted(Survey survey) {
        Set<RowKey> wanted = new HashSet<>();
        survey.anchors().forEach(anchor -> wanted.add(new RowKey(anchor.orgId(), anchor.seq())));
        survey.checkpoints()
                .forEach(signed -> wanted.add(new RowKey(
                        signed.checkpoint().orgId(), signed.checkpoint().seq())));
        survey.ranges().values().forEach(range -> wanted.add(new RowKey(range.orgId(), range.to())));
        trust.heads().forEach(head -> wanted.add(head.row()));
        return wanted;
    }

    /** A chain that is known to exist must not be left out as a whole. */
    private void absentChains(Set<String> organisations) {
        for (Trust.KnownHead head : trust.heads()) {
            if (!organisations.contains(head.row().orgId())) {
                problem(new Problem(
                        Problem.Kind.TAIL_MISSING, head.row() + ": known from the head given, but no row is there"));
            }
        }
    }

    private void crossCheck(CrossCheck cross) {
        int before = problems.size();
        cross.run(this::problem);
        if (cross.count() > 0 && problems.size() == before) {
            out.printf("OK cross-reconcile: %d linked row(s) consistent across bundles%n", cross.count());
        }
    }

    private void problem(Problem problem) {
        problems.add(problem);
        out.println(problem);
    }
}
