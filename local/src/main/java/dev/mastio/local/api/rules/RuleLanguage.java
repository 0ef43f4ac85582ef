package dev.mastio.local.api.rules;

import dev.cel.common.CelAbstractSyntaxTree;
import dev.cel.common.CelIssue;
import dev.cel.common.CelOptions;
import dev.cel.common.CelValidationException;
import dev.cel.common.ast.CelExpr.ExprKind;
import dev.cel.common.navigation.CelNavigableAst;
import dev.cel.common.types.CelType;
import dev.cel.common.types.SimpleType;
import dev.cel.compiler.CelCompiler;
import dev.cel.compiler.CelCompilerFactory;
import dev.cel.extensions.CelExtensions;
import dev.cel.parser.CelStandardMacro;
import dev.cel.runtime.CelEvaluationException;
import dev.cel.runtime.CelRuntime;
import dev.cel.runtime.CelRuntimeFactory;
import dev.mastio.local.api.schema.Schema;
import java.util.List;
import java.util.Map;

/** CEL as rules of a schema may use it: {@code self}, {@code oldSelf}, strings, lists, sets, regular expressions, quantities. */
final class RuleLanguage {
    private static final CelOptions OPTIONS = CelOptions.current()
            .enableHeterogeneousNumericComparisons(true)
            .comprehensionMaxIterations(100_000)
            .build();
    private static final CelRuntime RUNTIME = CelRuntimeFactory.plannerRuntimeBuilder()
            .setOptions(OPTIONS)
            .addLibraries(CelExtensions.strings(), CelExtensions.sets(OPTIONS), CelExtensions.optional())
            .addLibraries(CelExtensions.lists(), CelExtensions.regex())
            .addFunctionBindings(QuantityFunctions.bindings())
            .build();

    private final CelCompiler compiler;

    RuleLanguage(Schema schema) {
        RuleTypes types = RuleTypes.of(schema);
        compiler = CelCompilerFactory.standardCelCompilerBuilder()
                .setOptions(OPTIONS)
                .setStandardMacros(CelStandardMacro.STANDARD_MACROS)
                .addLibraries(CelExtensions.strings(), CelExtensions.sets(OPTIONS), CelExtensions.optional())
                .addLibraries(CelExtensions.lists(), CelExtensions.regex())
                .addFunctionDeclarations(QuantityFunctions.declarations())
                .setTypeProvider(types)
                .addVar("self", types.self())
                .addVar("oldSelf", types.self())
                .build();
    }

    /** An expression that is ready to run. */
    record Expression(CelRuntime.Program program, boolean comparesWithOld) {
        Object evaluate(Map<String, Object> values) throws CelEvaluationException {
            return program.eval(values);
        }
    }

    Expression compile(String text, CelType result) throws CelValidationException {
        CelAbstractSyntaxTree tree = compiler.compile(text).getAst();
        if (!tree.getResultType().equals(result) && !tree.getResultType().equals(SimpleType.DYN))
            throw new CelValidationException(
                    tree.getSource(),
                    List.of(CelIssue.formatError(
                            1,
                            0,
                            "must evaluate to " + result.name() + ", not "
                                    + tree.getResultType().name())));
        try {
            return new Expression(RUNTIME.createProgram(tree), namesOldSelf(tree));
        } catch (CelEvaluationException e) {
            throw new IllegalStateException("the rule \"" + text + "\" was compiled but can't be run", e);
        }
    }

    private static boolean namesOldSelf(CelAbstractSyntaxTree tree) {
        return CelNavigableAst.fromAst(tree)
                .getRoot()
                .allNodes()
                .anyMatch(node -> node.getKind() == ExprKind.Kind.IDENT
                        && node.expr().ident().name().equals("oldSelf"));
    }
}
