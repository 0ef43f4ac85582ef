package dev.mastio.proxy.wire;

import dev.mastio.proxy.limits.AddressBudget;

/**
 * Lets addresses in within their budget; who has none left gets 429, and after what time it surely has again.
 *
 * @param refusal what they are told
 */
public record AddressGuard(AddressBudget budget, String refusal) implements Guard {

    @Override
    public void admit(Request request) throws Refusal {
        if (!budget.take(request.clientAddress())) {
            throw new Refusal(429, refusal)
                    .header("Retry-After", Long.toString(budget.period().toSeconds()));
        }
    }
}
