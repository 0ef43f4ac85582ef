/** The rules of schemas ({@code x-kubernetes-validations}), written in CEL and evaluated by dev.cel. */
@NullMarked
package dev.mastio.local.api.rules;

import org.jspecify.annotations.NullMarked;
