package dev.mastio.local.api.rules;

import com.google.common.collect.ImmutableList;
import dev.cel.common.CelFunctionDecl;
import dev.cel.common.CelOverloadDecl;
import dev.cel.common.types.CelType;
import dev.cel.common.types.SimpleType;
import dev.cel.runtime.CelFunctionBinding;
import dev.mastio.local.api.schema.Quantities;
import java.math.BigDecimal;
import java.util.List;

/** Kubernetes quantities in CEL: {@code quantity("2Gi").isGreaterThan(quantity("512Mi"))}. */
final class QuantityFunctions {
    /** Rules only pass quantities on, so their static type does not need a name of its own. */
    private static final CelType QUANTITY = SimpleType.DYN;

    private QuantityFunctions() {}

    static List<CelFunctionDecl> declarations() {
        return ImmutableList.of(
                global("isQuantity", SimpleType.BOOL, SimpleType.STRING),
                global("quantity", QUANTITY, SimpleType.STRING),
                member("isGreaterThan", SimpleType.BOOL, QUANTITY),
                member("isLessThan", SimpleType.BOOL, QUANTITY),
                member("compareTo", SimpleType.INT, QUANTITY),
                member("add", QUANTITY, QUANTITY),
                member("sub", QUANTITY, QUANTITY),
                member("sign", SimpleType.INT),
                member("asInteger", SimpleType.INT),
                member("asApproximateFloat", SimpleType.DOUBLE));
    }

    static List<CelFunctionBinding> bindings() {
        return ImmutableList.of(
                CelFunctionBinding.from(
                        "isQuantity",
                        String.class,
                        text -> Quantities.parse(text).isPresent()),
                CelFunctionBinding.from("quantity", String.class, QuantityFunctions::quantity),
                CelFunctionBinding.from(
                        "isGreaterThan", BigDecimal.class, BigDecimal.class, (a, b) -> a.compareTo(b) > 0),
                CelFunctionBinding.from("isLessThan", BigDecimal.class, BigDecimal.class, (a, b) -> a.compareTo(b) < 0),
                CelFunctionBinding.from(
                        "compareTo", BigDecimal.class, BigDecimal.class, (a, b) -> (long) a.compareTo(b)),
                CelFunctionBinding.from("add", BigDecimal.class, BigDecimal.class, BigDecimal::add),
                CelFunctionBinding.from("sub", BigDecimal.class, BigDecimal.class, BigDecimal::subtract),
                CelFunctionBinding.from("sign", BigDecimal.class, quantity -> (long) quantity.signum()),
                CelFunctionBinding.from("asInteger", BigDecimal.class, BigDecimal::longValueExact),
                CelFunctionBinding.from("asApproximateFloat", BigDecimal.class, BigDecimal::doubleValue));
    }

    private static BigDecimal quantity(String text) {
        return Quantities.parse(text)
                .orElseThrow(() -> new IllegalArgumentException("\"" + text + "\" is not a quantity"));
    }

    private static CelFunctionDecl global(String name, CelType result, CelType... arguments) {
        return CelFunctionDecl.newFunctionDeclaration(name, CelOverloadDecl.newGlobalOverload(name, result, arguments));
    }

    private static CelFunctionDecl member(String name, CelType result, CelType... arguments) {
        CelType[] all = new CelType[arguments.length + 1];
        all[0] = QUANTITY;
        System.arraycopy(arguments, 0, all, 1, arguments.length);
        return CelFunctionDecl.newFunctionDeclaration(
                name, CelOverloadDecl.newMemberOverload(name, result, List.of(all)));
    }
}
