package dev.mastio.proxy.admin;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.mastio.proxy.admin.AgentAdministration.Newcomer;
import dev.mastio.proxy.enrolment.AgentName;
import dev.mastio.proxy.enrolment.Capabilities;
import dev.mastio.proxy.pki.PublicJwk;
import dev.mastio.proxy.pki.UnacceptableKeyException;
import dev.mastio.proxy.wire.Fields;
import dev.mastio.proxy.wire.Refusal;
import java.util.List;
import java.util.Optional;

/** The fields that all ways of letting an agent in have. */
record NewcomerFields(
        String name, String displayName, List<String> capabilities, boolean federated, Optional<ObjectNode> proofKey) {

    private static final int MAX_CAPABILITIES = 64;
    private static final int MAX_CAPABILITY = 200;
    private static final int MAX_DISPLAY_NAME = 256;

    static NewcomerFields read(Fields fields) {
        NewcomerFields read = new NewcomerFields(
                fields.text("agent_name", AgentName.PATTERN),
                fields.optionalText("display_name", MAX_DISPLAY_NAME).orElse(""),
                fields.texts("capabilities", MAX_CAPABILITIES, MAX_CAPABILITY),
                fields.flag("federated", false),
                fields.optionalObject("dpop_jwk"));
        requireFit(fields, read.capabilities);
        return read;
    }

    static void requireFit(Fields fields, List<String> capabilities) {
        if (!Capabilities.fit(capabilities)) {
            fields.wrong("capabilities", "capabilities are too long together");
        }
    }

    /** Once the fields have been checked. */
    Newcomer newcomer() throws Refusal {
        return new Newcomer(
                new AgentName(name),
                displayName,
                capabilities,
                federated,
                proofKey.isPresent() ? Optional.of(thumbprint(proofKey.get())) : Optional.empty());
    }

    static String thumbprint(ObjectNode jwk) throws Refusal {
        try {
            return PublicJwk.thumbprint(jwk);
        } catch (UnacceptableKeyException e) {
            throw new Refusal(400, String.valueOf(e.getMessage()));
        }
    }
}
